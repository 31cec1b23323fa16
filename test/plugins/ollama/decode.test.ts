import { describe, expect, it } from '@jest/globals';
import { decode } from '../../../plugins/ollama/decode.ts';
import { chat } from '../../../plugins/ollama/wire.ts';
import { Fold } from '../../../src/client/fold.ts';
import type { JsonObject, StreamEvent } from '../../../src/plugin.ts';

/** The fold of lines, and the events that they made. */
function read(...lines: object[]): { fold: Fold; events: StreamEvent[] } {
  let made = 0;
  const fold = new Fold({ provider: 'ollama', model: 'asked', createId: () => `made-${++made}` });
  for (const line of lines) for (const delta of decode(line)) fold.push(delta);
  fold.close();
  return { fold, events: fold.take() };
}
const said = (message: object, more: object = {}) => ({
  model: 'gemma4',
  message: { role: 'assistant', ...message },
  done: false,
  ...more,
});
const call = (name: string, given: unknown, more: JsonObject = {}) => ({ function: { name, arguments: given }, ...more });

const WEATHER = call('weather', { city: 'Oslo' });
const DONE = { done: true, done_reason: 'stop' };

describe('an answer', () => {
  it('has thinking, text and usage', () => {
    const { fold } = read(said({ thinking: 'Hm.', content: 'Hi' }, { ...DONE, prompt_eval_count: 7, eval_count: 3 }));
    expect(fold.message().content).toEqual([
      { type: 'reasoning', text: 'Hm.' },
      { type: 'text', text: 'Hi' },
    ]);
    expect([fold.model, fold.finishReason, fold.rawFinishReason, fold.ended]).toEqual(['gemma4', 'stop', 'stop', true]);
    expect(chat.usage(fold.counters)).toEqual({ promptTokens: 7, completionTokens: 3 });
  });

  it('of a completion has the same beside the message', () => {
    const { fold } = read({ model: 'gemma4', response: 'Hi', thinking: 'Hm.', context: [1], ...DONE });
    expect(fold.message().content).toHaveLength(2);
  });

  it('does not tell the tokens of a prompt that was cached', () => {
    expect(chat.usage(read(said({ content: 'Hi' }, { ...DONE, eval_count: 3 })).fold.counters)).toEqual({ completionTokens: 3 });
    expect(chat.usage({ prompt_eval_count: 'many' })).toEqual({});
  });

  it.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['load', 'other'],
    ['unload', 'other'],
    ['custom', 'other'],
    [undefined, 'other'],
  ])('that is done because of %s finishes with %s', (done_reason, reason) => {
    const { fold } = read(said({ content: '' }, { done: true, done_reason }));
    expect([fold.finishReason, fold.rawFinishReason, fold.ended]).toEqual([reason, done_reason ?? '', true]);
  });

  it('that made images keeps them for the way back', () => {
    expect(read(said({ content: '', images: ['aGk='] })).fold.message().content).toEqual([
      { type: 'opaque', providerMetadata: { ollama: { images: ['aGk='] } } },
    ]);
  });

  it.each([
    null,
    'text',
    [],
    7,
    {},
    { error: '' },
    { models: [] },
    { status: 'success' },
    { message: 'text' },
    { choices: [{}] },
  ])('is not %j', (body) => {
    expect(decode(body)).toEqual([]);
  });

  it.each([
    said({ content: 7, thinking: 7, tool_calls: {}, images: 'x' }, { ...DONE, done_reason: 7, eval_count: 'x' }),
    said({ tool_calls: [null, {}, { function: null }, { function: { arguments: {} } }, 'call'] }),
  ])('of wrong types is read as far as it can be: %j', (body) => {
    expect(read(body).fold.message().content).toEqual([]);
  });
});

describe('tool calls', () => {
  it('are told as they come, and turn the reason', () => {
    const { fold, events } = read(said({ content: '', tool_calls: [WEATHER] }), said({ content: 'Wait.' }, DONE));
    expect(events.map(({ type }) => type)).toEqual(['tool-call-start', 'tool-call-delta', 'tool-call', 'text']);
    expect(fold.message().content.slice(0, 1)).toEqual([
      { type: 'tool-call', id: 'made-1', name: 'weather', arguments: { city: 'Oslo' }, argumentsText: '{"city":"Oslo"}' },
    ]);
    expect([fold.finishReason, fold.rawFinishReason]).toEqual(['tool_calls', 'stop']);
    expect(read(said({ tool_calls: [WEATHER] }, { done: true })).fold.finishReason).toBe('tool_calls');
  });

  it('keep what our types have no place for', () => {
    const whole = { id: 'call_1', function: { index: 2, name: 'weather', arguments: {} } };
    expect(read(said({ tool_calls: [whole] })).fold.message().content).toMatchObject([
      { id: 'call_1', arguments: {}, providerMetadata: { ollama: { id: 'call_1', function: { index: 2 } } } },
    ]);
  });

  it.each<[string, object[]]>([
    ['in one line', [said({ tool_calls: [WEATHER, WEATHER] })]],
    ['in lines of their own', [said({ tool_calls: [WEATHER] }), said({ tool_calls: [WEATHER] })]],
    [
      'of which only the second has an index',
      [said({ tool_calls: [WEATHER] }), said({ tool_calls: [{ function: { ...WEATHER.function, index: 1 } }] })],
    ],
    [
      'that share an index and an id',
      [0, 0].map((index) => said({ tool_calls: [{ id: 'call_1', function: { ...WEATHER.function, index } }] })),
    ],
  ])('are each another one, the same tool called twice too: %s', (_how, lines) => {
    const parts = read(...lines).fold.message().content;
    expect(parts).toMatchObject(
      [WEATHER, WEATHER].map(({ function: { name, arguments: given } }) => ({ name, arguments: given })),
    );
  });

  it.each([
    [undefined, '{}', {}],
    [null, '{}', {}],
    ['{"a":1}', '{"a":1}', { a: 1 }],
    ['{"a":', '{"a":', undefined],
  ])('have the arguments %j', (given, argumentsText, parsed) => {
    const [part] = read(said({ tool_calls: [call('f', given)] })).fold.message().content;
    expect(part).toMatchObject({ argumentsText, arguments: parsed });
  });

  it('leave the text around them in its place', () => {
    const { fold } = read(said({ content: 'a' }), said({ content: '', tool_calls: [WEATHER] }), said({ content: 'b' }));
    expect(fold.message().content.map(({ type }) => type)).toEqual(['text', 'tool-call', 'text']);
  });
});

describe('a failure', () => {
  it('is a bare text in a line of its own', () => {
    expect(decode({ error: 'the runner has stopped' })).toEqual([
      { type: 'error', message: 'the runner has stopped', providerType: undefined, status: undefined, reason: undefined },
    ]);
  });

  it('may tell its status', () => {
    expect(decode({ error: 'try later', status: 429 })).toMatchObject([{ type: 'error', message: 'try later', status: 429 }]);
  });
});
