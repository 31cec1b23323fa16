import { describe, expect, it } from '@jest/globals';
import type { OllamaConfig } from '../../../plugins/ollama/api.ts';
import { chat, generate } from '../../../plugins/ollama/wire.ts';
import type { Call, Message, ToolCallPart } from '../../../src/plugin.ts';
import { createCall, createConfig } from '../../openai-dialect/create-call.ts';
import { thrownBy } from '../../support/failure.ts';

type Settings = Partial<Call<OllamaConfig>>;

/** What goes over the wire: members that are undefined do not. */
const bodyOf = (wire: typeof chat, settings: Settings) => JSON.parse(JSON.stringify(wire.encode(createCall(settings))));
const encode = (settings: Settings) => bodyOf(chat, settings);
const encodeMessages = (...messages: Message[]) => encode({ messages }).messages;
const refusalOf = (settings: Settings, wire = chat) => thrownBy(() => wire.encode(createCall(settings)));

const toolCall = (id: string, name: string, own?: Record<string, never> | object): ToolCallPart => ({
  type: 'tool-call',
  id,
  name,
  arguments: { city: 'Oslo' },
  argumentsText: '{"city":"Oslo"}',
  ...(own && { providerMetadata: { acme: own as Record<string, never> } }),
});
const result = (toolCallId: string, name: string, content: string, isError?: boolean): Message => ({
  role: 'tool',
  toolCallId,
  name,
  content,
  isError,
});

describe('a chat', () => {
  it('holds nothing that was not set, but always says whether it is a stream', () => {
    const messages = [{ role: 'user', content: 'Hi' }];
    expect(encode({})).toEqual({ model: 'some-model', messages, stream: false });
    expect(encode({ stream: true }).stream).toBe(true);
    expect(chat.path(createCall({}))).toBe('/api/chat');
  });

  it('holds every setting among the options, 0 included', () => {
    const settings = {
      maxTokens: 64,
      temperature: 0,
      topP: 0.9,
      topK: 0,
      stop: ['END'],
      seed: 0,
      presencePenalty: 0,
      frequencyPenalty: 0.5,
    };
    expect(encode({ ...settings, config: createConfig<OllamaConfig>({ numCtx: 8192 }) }).options).toEqual({
      num_predict: 64,
      temperature: 0,
      top_p: 0.9,
      top_k: 0,
      stop: ['END'],
      seed: 0,
      presence_penalty: 0,
      frequency_penalty: 0.5,
      num_ctx: 8192,
    });
  });

  it.each([0, -1, '10m'])('says how long the model stays: %j', (keepAlive) => {
    expect(encode({ config: createConfig<OllamaConfig>({ keepAlive }) }).keep_alive).toBe(keepAlive);
  });

  it('turns thinking off or to the nearest level', () => {
    const levels = {
      none: false,
      minimal: 'low',
      low: 'low',
      medium: 'medium',
      high: 'high',
      xhigh: 'high',
      max: 'max',
    } as const;
    for (const [effort, think] of Object.entries(levels))
      expect(encode({ reasoning: { effort: effort as keyof typeof levels } }).think).toBe(think);
    expect([0, 500, 8192, 1_000_000].map((budgetTokens) => encode({ reasoning: { budgetTokens } }).think)).toEqual([
      false,
      'low',
      'medium',
      'max',
    ]);
  });

  it('asks for JSON, or for what fits a schema', () => {
    const schema = { type: 'object', properties: { age: { type: 'integer' } } };
    expect(encode({ responseFormat: { type: 'json' } }).format).toBe('json');
    expect(encode({ responseFormat: { type: 'json_schema', name: 'a', schema, strict: true } }).format).toEqual(schema);
    const generated = bodyOf(generate, { prompt: 'Hi', responseFormat: { type: 'json' } });
    expect(generated).toEqual({ model: 'some-model', prompt: 'Hi', format: 'json', stream: false });
  });
});

describe('a prompt', () => {
  it('goes past the template only where the config says so', () => {
    const raw = (config: Partial<OllamaConfig>) => bodyOf(generate, { prompt: 'Hi', config: createConfig<OllamaConfig>(config) });
    expect(raw({ raw: true })).toEqual({ model: 'some-model', prompt: 'Hi', raw: true, stream: false });
    expect(raw({ raw: false }).raw).toBe(false);
    expect(raw({})).not.toHaveProperty('raw');
  });
});

describe('messages', () => {
  it('show images beside the text', () => {
    const content: Message['content'] = [
      { type: 'text', text: 'Which is ' },
      { type: 'image', base64: 'iVBO', mediaType: 'image/png' },
      { type: 'image', base64: '/9j/', mediaType: 'image/jpeg' },
      { type: 'text', text: 'older?' },
    ];
    expect(encodeMessages({ role: 'user', content })).toEqual([
      { role: 'user', content: 'Which is older?', images: ['iVBO', '/9j/'] },
    ]);
  });

  it('stay where they are, several from the system too', () => {
    const messages: Message[] = [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hi' },
          { type: 'text', text: ' there' },
        ],
      },
      { role: 'system', content: 'Be kind.' },
    ];
    expect(encodeMessages(...messages)).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi there' },
      { role: 'system', content: 'Be kind.' },
    ]);
  });

  it('take thinking, calls and images back beside the text', () => {
    const own = { id: 'call_1', function: { index: 3 } };
    const opaque = { type: 'opaque' as const, providerMetadata: { acme: { images: ['aGk='] } } };
    const content = [
      { type: 'reasoning' as const, text: 'Hm.' },
      { type: 'text' as const, text: 'So:' },
      opaque,
      toolCall('call_1', 'f', own),
    ];
    const [assistant] = encodeMessages({ role: 'assistant', content }, result('call_1', 'f', 'sunny'));
    expect(assistant).toEqual({
      role: 'assistant',
      thinking: 'Hm.',
      content: 'So:',
      images: ['aGk='],
      tool_calls: [{ id: 'call_1', function: { index: 3, name: 'f', arguments: { city: 'Oslo' } } }],
    });
  });

  it('show no id of a call that the API did not give', () => {
    const [assistant] = encodeMessages({ role: 'assistant', content: [toolCall('made-up', 'f')] }, result('made-up', 'f', 'x'));
    expect(assistant.tool_calls).toEqual([{ function: { name: 'f', arguments: { city: 'Oslo' } } }]);
  });

  it('have their results in the order of the calls, with the name of the tool', () => {
    const calls: Message = { role: 'assistant', content: [toolCall('a', 'f'), toolCall('b', 'f'), toolCall('c', 'g')] };
    const turn = [calls, result('c', 'g', '3'), result('b', 'f', 'no', true), result('a', 'f', '1')];
    const user: Message = { role: 'user', content: 'And?' };
    const sent = encodeMessages(user, ...turn, user, ...turn).map(({ role, content, tool_name }: Record<string, string>) =>
      [role, content, tool_name].join(' ').trim(),
    );
    const encoded = ['assistant', 'tool 1 f', 'tool Error: no f', 'tool 3 g'];
    expect(sent).toEqual(['user And?', ...encoded, 'user And?', ...encoded]);
  });
});

describe('tools', () => {
  const tools = [
    { name: 'f', description: 'Does it.', parameters: { type: 'object' } },
    { name: 'g', parameters: {} },
  ];

  it('are functions', () => {
    const encoded = [
      { type: 'function', function: { name: 'f', description: 'Does it.', parameters: { type: 'object' } } },
      { type: 'function', function: { name: 'g', parameters: {} } },
    ];
    expect(encode({ tools }).tools).toEqual(encoded);
    expect(encode({ tools, toolChoice: 'auto' })).toEqual(encode({ tools }));
  });

  it('are left out where none may be called', () => {
    expect(encode({ tools, toolChoice: 'none' })).toEqual(encode({}));
  });

  it.each(['required' as const, { name: 'f' }])('can not be demanded: %j', (toolChoice) => {
    expect(refusalOf({ tools, toolChoice })).toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('toolChoice: '),
    });
  });
});

describe('a completion', () => {
  it('takes the prompt as it is, and the same settings', () => {
    expect(bodyOf(generate, { prompt: ' Hi ', maxTokens: 3, reasoning: { effort: 'low' }, stream: true })).toEqual({
      model: 'some-model',
      prompt: ' Hi ',
      options: { num_predict: 3 },
      think: 'low',
      stream: true,
    });
    expect(generate.path(createCall({}))).toBe('/api/generate');
  });

  it('takes no messages and no tools, and says what does', () => {
    expect(refusalOf({}, generate)).toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/messages: .*prompt.*chat/),
    });
    expect([generate.capabilities.includes('tools'), generate.settings.includes('tools')]).toEqual([false, false]);
  });
});
