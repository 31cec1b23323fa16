import { describe, expect, it } from '@jest/globals';
import type { CohereConfig } from '../../../plugins/cohere/api.ts';
import { encodeV2 } from '../../../plugins/cohere/encode-v2.ts';
import { type Call, InvalidInputError, type Message, type ToolDefinition } from '../../../src/plugin.ts';

const call = (settings: Partial<Call<CohereConfig>>): Call<CohereConfig> => ({
  provider: 'cohere',
  config: {} as CohereConfig,
  model: 'command-a-03-2025',
  messages: [{ role: 'user', content: 'Hi' }],
  stream: false,
  ...settings,
});
/** What goes over the wire: members that are undefined do not. */
const encode = (settings: Partial<Call<CohereConfig>>) => JSON.parse(JSON.stringify(encodeV2(call(settings))));
const encodeMessages = (...messages: Message[]) => encode({ messages }).messages;

describe('a request', () => {
  it('holds nothing that was not set', () => {
    expect(encode({})).toEqual({ model: 'command-a-03-2025', messages: [{ role: 'user', content: 'Hi' }], stream: false });
  });

  it('holds every setting under its name, 0 included', () => {
    const settings = {
      maxTokens: 64,
      temperature: 0,
      topP: 0.9,
      topK: 0,
      stop: ['END'],
      seed: 7,
      presencePenalty: 0,
      frequencyPenalty: 0.5,
    };
    expect(encode({ ...settings, stream: true })).toMatchObject({
      max_tokens: 64,
      temperature: 0,
      p: 0.9,
      k: 0,
      stop_sequences: ['END'],
      seed: 7,
      presence_penalty: 0,
      frequency_penalty: 0.5,
      stream: true,
    });
  });

  it.each([
    ['minimal', 1024],
    ['low', 4096],
    ['medium', 8192],
    ['high', 16_384],
    ['xhigh', undefined],
    ['max', undefined],
  ] as const)('gives the effort %s the budget %s', (effort, budget) => {
    const { type, token_budget } = encode({ reasoning: { effort } }).thinking;
    expect([type, token_budget]).toEqual(['enabled', budget]);
  });

  it('turns thinking off, or to a budget', () => {
    expect(encode({ reasoning: { effort: 'none' } }).thinking).toEqual({ type: 'disabled' });
    expect(encode({ reasoning: { budgetTokens: 0 } }).thinking).toEqual({ type: 'disabled' });
    expect(encode({ reasoning: { budgetTokens: 500 } }).thinking).toEqual({ type: 'enabled', token_budget: 500 });
  });

  it('keeps several system messages where they are', () => {
    const messages: Message[] = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello.' },
      { role: 'system', content: [{ type: 'text', text: 'Be kind.' }] },
      { role: 'user', content: [{ type: 'text', text: 'Bye' }] },
    ];
    expect(encodeMessages(...messages)).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello.' },
      { role: 'system', content: [{ type: 'text', text: 'Be kind.' }] },
      { role: 'user', content: [{ type: 'text', text: 'Bye' }] },
    ]);
  });

  it('sends a plan, calls and results back in their own members', () => {
    const messages = encodeMessages(
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'I will look.', providerMetadata: { cohere: { tool_plan: true } } },
          { type: 'tool-call', id: 'a', name: 'weather', arguments: { in: 'Oslo' }, argumentsText: '{"in":"Oslo"}' },
          { type: 'tool-call', id: 'b', name: 'time', arguments: {}, argumentsText: 'null' },
        ],
      },
      { role: 'tool', toolCallId: 'a', content: 'rain' },
      { role: 'tool', toolCallId: 'b', content: [{ type: 'text', text: '12:00' }] },
    );
    expect(messages).toEqual([
      {
        role: 'assistant',
        tool_plan: 'I will look.',
        tool_calls: [
          { id: 'a', type: 'function', function: { name: 'weather', arguments: '{"in":"Oslo"}' } },
          { id: 'b', type: 'function', function: { name: 'time', arguments: '{}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'a', content: 'rain' },
      { role: 'tool', tool_call_id: 'b', content: '12:00' },
    ]);
  });

  it('tells in words that a tool failed, and sends no empty result', () => {
    expect(
      encodeMessages(
        { role: 'tool', toolCallId: 'a', content: 'no such city', isError: true },
        { role: 'tool', toolCallId: 'b', content: '' },
      ),
    ).toEqual([
      { role: 'tool', tool_call_id: 'a', content: 'Error: no such city' },
      { role: 'tool', tool_call_id: 'b', content: [{ type: 'document', document: { data: { output: '' } } }] },
    ]);
  });

  it('sends arguments that were cut off as JSON', () => {
    const cut: Message = {
      role: 'assistant',
      content: [{ type: 'tool-call', id: 'a', name: 'weather', arguments: undefined, argumentsText: '{"in' }],
    };
    expect(encodeMessages(cut)[0].tool_calls[0].function.arguments).toBe('{"arguments":"{\\"in"}');
  });

  it('sends thinking and unknown blocks back at their place', () => {
    const data = { type: 'chart', points: [1, 2] };
    const content: Message['content'] = [
      { type: 'reasoning', text: 'Hm.' },
      { type: 'opaque', providerMetadata: { cohere: data } },
      { type: 'text', text: 'Yes.' },
    ];
    expect(encodeMessages({ role: 'assistant', content })).toEqual([
      { role: 'assistant', content: [{ type: 'thinking', thinking: 'Hm.' }, data, { type: 'text', text: 'Yes.' }] },
    ]);
  });

  it('leaves out empty turns, and reasoning without text', () => {
    const user: Message = { role: 'user', content: 'Hi' };
    const empty: Message[] = [
      { role: 'assistant', content: [] },
      { role: 'assistant', content: '' },
      { role: 'assistant', content: [{ type: 'reasoning', text: '' }, { type: 'opaque' }] },
    ];
    expect(encodeMessages(user, ...empty, user)).toEqual([user, user]);
  });
});

describe('images', () => {
  it('are sent by URL or with their bytes, each at its place', () => {
    const content: Message['content'] = [
      { type: 'text', text: 'Which is older?' },
      { type: 'image', url: 'https://pictures.example/a.png' },
      { type: 'image', base64: 'AAAA', mediaType: 'image/webp' },
    ];
    expect(encodeMessages({ role: 'user', content })[0].content).toEqual([
      { type: 'text', text: 'Which is older?' },
      { type: 'image_url', image_url: { url: 'https://pictures.example/a.png' } },
      { type: 'image_url', image_url: { url: 'data:image/webp;base64,AAAA' } },
    ]);
  });

  it('are sent with what only this API knows of them', () => {
    const providerMetadata = { cohere: { image_url: { detail: 'low', url: 'https://elsewhere.example' } } };
    const [message] = encodeMessages({ role: 'user', content: [{ type: 'image', url: 'https://a.example', providerMetadata }] });
    expect(message.content).toEqual([{ type: 'image_url', image_url: { detail: 'low', url: 'https://a.example' } }]);
  });
});

describe('a format', () => {
  it('is any JSON, or a schema', () => {
    const schema = { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] };
    expect(encode({ responseFormat: { type: 'json' } }).response_format).toEqual({ type: 'json_object' });
    expect(encode({ responseFormat: { type: 'json_schema', name: 'person', schema, strict: true } }).response_format).toEqual({
      type: 'json_object',
      json_schema: schema,
    });
  });

  it('is refused beside tools and documents', () => {
    const responseFormat = { type: 'json' } as const;
    const tools = [{ name: 'now', parameters: { type: 'object' } }];
    expect(() => encode({ responseFormat, tools })).toThrow(/no JSON in a request with tools/);
    expect(() => encode({ responseFormat, extraBody: { documents: ['Ruby is old.'] } })).toThrow(/with documents/);
    expect(encode({ responseFormat, extraBody: { documents: [] } })).toHaveProperty('response_format');
  });
});

describe('tools', () => {
  const parameters = { type: 'object', properties: { city: { type: 'string' } } };
  const weather: ToolDefinition = { name: 'get_weather', description: 'Tells the weather.', parameters };
  const clock: ToolDefinition = { name: 'get_time', parameters: { type: 'object', properties: {} } };

  it('are sent as functions', () => {
    expect(encode({ tools: [weather, clock] }).tools).toEqual([
      { type: 'function', function: { name: 'get_weather', description: 'Tells the weather.', parameters } },
      { type: 'function', function: { name: 'get_time', parameters: clock.parameters } },
    ]);
  });

  it.each([
    ['none', 'NONE'],
    ['required', 'REQUIRED'],
  ] as const)('are chosen among by %s', (toolChoice, sent) => {
    expect(encode({ tools: [weather, clock], toolChoice }).tool_choice).toBe(sent);
  });

  it('are left to the model by saying nothing', () => {
    expect(encode({ tools: [weather], toolChoice: 'auto' })).not.toHaveProperty('tool_choice');
  });

  it('can be chosen by name only where there is no other', () => {
    const toolChoice = { name: 'get_time' };
    expect(encode({ tools: [clock], toolChoice }).tool_choice).toBe('REQUIRED');
    expect(() => encode({ tools: [weather, clock], toolChoice })).toThrow(InvalidInputError);
    expect(() => encode({ tools: [weather, clock], toolChoice })).toThrow(/offer "get_time" alone, with "required"/);
  });
});
