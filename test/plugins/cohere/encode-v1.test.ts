import { describe, expect, it } from '@jest/globals';
import type { CohereConfig } from '../../../plugins/cohere/api.ts';
import { encodeV1 } from '../../../plugins/cohere/encode-v1.ts';
import { type Call, InvalidInputError, type Message, type Part } from '../../../src/plugin.ts';

const encode = (messages: Message[], settings: Partial<Call<CohereConfig>> = {}) => {
  const config = {} as CohereConfig;
  const call = { provider: 'cohere', config, model: 'command-a-03-2025', messages, stream: false, ...settings };
  return JSON.parse(JSON.stringify(encodeV1(call)));
};

describe('a request', () => {
  it('is one message, and the limit that v1 needs', () => {
    expect(encode([{ role: 'user', content: 'Hi' }])).toEqual({
      model: 'command-a-03-2025',
      message: 'Hi',
      chat_history: [],
      max_tokens: 2000,
      stream: false,
    });
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
    expect(encode([{ role: 'user', content: 'Hi' }], { ...settings, stream: true })).toMatchObject({
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

  it('puts what came before into the history, system messages at their place', () => {
    const { message, chat_history } = encode([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Hm.' },
          { type: 'text', text: 'Hel' },
          { type: 'text', text: 'lo.' },
        ],
      },
      { role: 'assistant', content: [] },
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Bye' },
    ]);
    expect(message).toBe('Bye');
    expect(chat_history).toEqual([
      { role: 'SYSTEM', message: 'Be brief.' },
      { role: 'USER', message: 'Hi' },
      { role: 'CHATBOT', message: 'Hello.' },
      { role: 'SYSTEM', message: 'Be kind.' },
    ]);
  });

  const ask = (id: string, name: string): Message => ({
    role: 'assistant',
    content: [{ type: 'tool-call', id, name, arguments: { of: id }, argumentsText: `{"of":"${id}"}` }],
  });
  const question: Message = { role: 'user', content: 'How old?' };
  const both: Part[] = [
    { type: 'tool-call', id: 'a', name: 'age', arguments: { of: 'Ada' }, argumentsText: '{"of":"Ada"}' },
    { type: 'tool-call', id: 'b', name: 'time', arguments: undefined, argumentsText: '{"of' },
  ];

  it('sends the last results beside an empty message, each with its call', () => {
    const calls: Message = { role: 'assistant', content: [{ type: 'text', text: 'I look.' }, ...both] };
    const results: Message[] = [
      { role: 'tool', toolCallId: 'a', content: '60' },
      { role: 'tool', toolCallId: 'b', content: [{ type: 'text', text: 'no clock' }], isError: true },
    ];
    const { message, chat_history, tool_results } = encode([question, calls, ...results]);
    expect(message).toBe('');
    expect(chat_history).toEqual([
      { role: 'USER', message: 'How old?' },
      {
        role: 'CHATBOT',
        message: 'I look.',
        tool_calls: [
          { name: 'age', parameters: { of: 'Ada' } },
          { name: 'time', parameters: { arguments: '{"of' } },
        ],
      },
    ]);
    expect(tool_results).toEqual([
      { call: { name: 'age', parameters: { of: 'Ada' } }, outputs: [{ output: '60' }] },
      { call: { name: 'time', parameters: { arguments: '{"of' } }, outputs: [{ output: 'Error: no clock' }] },
    ]);
  });

  it('sends earlier results as turns of the history', () => {
    const { message, chat_history } = encode([
      question,
      ask('a', 'age'),
      { role: 'tool', toolCallId: 'a', content: '60' },
      { role: 'assistant', content: 'Sixty.' },
      { role: 'user', content: 'And now?' },
    ]);
    expect(message).toBe('And now?');
    expect(chat_history).toEqual([
      { role: 'USER', message: 'How old?' },
      { role: 'CHATBOT', message: '', tool_calls: [{ name: 'age', parameters: { of: 'a' } }] },
      { role: 'TOOL', tool_results: [{ call: { name: 'age', parameters: { of: 'a' } }, outputs: [{ output: '60' }] }] },
      { role: 'CHATBOT', message: 'Sixty.' },
    ]);
  });

  it('refuses a message right behind results', () => {
    const messages: Message[] = [question, ask('a', 'age'), { role: 'tool', toolCallId: 'a', content: '60' }, question];
    expect(() => encode(messages)).toThrow(InvalidInputError);
    expect(() => encode(messages)).toThrow(/follows results of tools; v1 of the API must answer those first/);
  });

  it('refuses a result without its call', () => {
    const stray: Message = { role: 'tool', toolCallId: 'x', content: '60' };
    expect(() => encode([question, ask('a', 'age'), stray])).toThrow(InvalidInputError);
    expect(() => encode([question, stray])).toThrow(/no earlier message has the tool call "x"/);
  });

  it('refuses a conversation that does not end with the user or a tool', () => {
    expect(() => encode([question, { role: 'assistant', content: '60' }])).toThrow(InvalidInputError);
    expect(() => encode([question, { role: 'system', content: 'Be brief.' }])).toThrow(
      /the last one must be from the user or a tool/,
    );
    expect(() => encode([{ role: 'assistant', content: '' }])).toThrow(InvalidInputError);
  });
});

describe('tools', () => {
  const question: Message = { role: 'user', content: 'How old?' };
  const tools = [{ name: 'age', description: 'Tells an age.', parameters: { type: 'object', properties: {} } }];

  it('are sent where the model may call them', () => {
    const sent = [{ name: 'age', description: 'Tells an age.', parameter_definitions: {} }];
    expect(encode([question], { tools }).tools).toEqual(sent);
    const body = encode([question], { tools, toolChoice: 'auto' });
    expect(body.tools).toEqual(sent);
    expect(body).not.toHaveProperty('tool_choice');
  });

  it('are left out where it must not', () => {
    expect(encode([question], { tools, toolChoice: 'none' })).not.toHaveProperty('tools');
  });

  it.each(['required', { name: 'age' }] as const)('can not be forced on it: %j', (toolChoice) => {
    expect(() => encode([question], { tools, toolChoice })).toThrow(InvalidInputError);
    expect(() => encode([question], { tools, toolChoice })).toThrow(/toolChoice: must be auto or none/);
  });
});

describe('a format', () => {
  const user: Message = { role: 'user', content: 'Hi' };

  it('is any JSON, or a schema', () => {
    const schema = { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] };
    expect(encode([user], { responseFormat: { type: 'json' } }).response_format).toEqual({ type: 'json_object' });
    const responseFormat = { type: 'json_schema', name: 'person', schema, strict: true } as const;
    expect(encode([user], { responseFormat }).response_format).toEqual({ type: 'json_object', schema });
  });

  it('is refused beside tools, and taken beside tools that are not offered', () => {
    const settings = { responseFormat: { type: 'json' }, tools: [{ name: 'now', parameters: { type: 'object' } }] } as const;
    expect(() => encode([user], settings)).toThrow(/no JSON in a request with tools/);
    expect(encode([user], { ...settings, toolChoice: 'none' })).toHaveProperty('response_format');
  });

  it('is refused for the answer to results of tools', () => {
    const call: Part = { type: 'tool-call', id: 'a', name: 'now', arguments: {}, argumentsText: '{}' };
    const messages: Message[] = [
      user,
      { role: 'assistant', content: [call] },
      { role: 'tool', toolCallId: 'a', content: '12:00' },
    ];
    expect(() => encode(messages, { responseFormat: { type: 'json' } })).toThrow(/no JSON in a request with tool_results/);
  });
});
