import { describe, expect, it } from '@jest/globals';
import { decodeAnswer, decodeChunk, finishReasonOf } from '../../src/openai-dialect/decode.ts';
import type { Delta } from '../../src/plugin.ts';

/** The deltas of one chunk with this choice, without those that say whose answer it is. */
function chunk(choice: object, rest: object = {}): Delta[] {
  return decodeChunk({ choices: [{ index: 0, ...choice }], ...rest }).filter(({ type }) => type !== 'response');
}

const stop = { type: 'finish', reason: 'stop', raw: 'stop' };

describe('a whole answer', () => {
  it('gives id, model, text, usage and the finish reason', () => {
    const body = {
      id: 'chatcmpl-1',
      model: 'm-1',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    };
    expect(decodeAnswer(body)).toEqual([
      { type: 'response', id: 'chatcmpl-1', model: 'm-1' },
      { type: 'text', text: 'Hello' },
      { type: 'usage', counters: { prompt_tokens: 1, completion_tokens: 2 } },
      stop,
    ]);
  });

  it('counts the first choice only', () => {
    const choices = [
      { index: 1, message: { content: 'second' }, finish_reason: 'length' },
      { index: 0, message: { content: 'first' }, finish_reason: 'stop' },
    ];
    expect(decodeAnswer({ choices })).toEqual([expect.anything(), { type: 'text', text: 'first' }, stop]);
  });

  it('keeps the text before an error of the choice', () => {
    const error = { code: 502, message: 'Error processing stream' };
    const choices = [{ message: { content: 'Once' }, error, finish_reason: null }];
    expect(decodeAnswer({ choices }).slice(1)).toEqual([
      { type: 'text', text: 'Once' },
      expect.objectContaining({ type: 'error', status: 502, message: 'Error processing stream' }),
    ]);
  });

  it('tells an error inside a 200', () => {
    const deltas = decodeAnswer({ error: { code: 502, message: 'Provider returned error' } });
    expect(deltas.at(-1)).toMatchObject({ type: 'error', status: 502, message: 'Provider returned error' });
  });

  it.each([null, 'text', 7, [], {}, { choices: [] }, { choices: 'x' }, { choices: [null] }, { id: 'x', usage: {} }])(
    'is not %j',
    (body) => {
      expect(decodeAnswer(body)).toEqual([]);
    },
  );
});

describe('a chunk', () => {
  it('adds text', () => {
    expect(decodeChunk({ id: 'c', model: 'm', choices: [{ index: 0, delta: { role: 'assistant', content: 'Hel' } }] })).toEqual([
      { type: 'response', id: 'c', model: 'm' },
      { type: 'text', text: 'Hel' },
    ]);
  });

  it('counts no token twice that stands in text and delta', () => {
    expect(chunk({ text: 'a', delta: { content: 'a' } })).toEqual([{ type: 'text', text: 'a' }]);
  });

  it('reads a text completion', () => {
    expect(chunk({ text: 'a', finish_reason: '' })).toEqual([{ type: 'text', text: 'a' }]);
  });

  it('takes a choice without an index for the first, and leaves out others', () => {
    expect(decodeChunk({ choices: [{ delta: { content: 'a' } }] })).toContainEqual({ type: 'text', text: 'a' });
    expect(chunk({ index: 1, delta: { content: 'b' }, finish_reason: 'stop' })).toEqual([]);
  });

  it.each([null, ''])('ignores the finish reason %j', (finish_reason) => {
    expect(chunk({ delta: {}, finish_reason })).toEqual([]);
  });

  it('reads usage beside an empty list of choices', () => {
    const usage = { prompt_tokens: 1 };
    expect(decodeChunk({ choices: [], usage })).toContainEqual({ type: 'usage', counters: usage });
  });

  it('reads usage inside the choice, and from Groq', () => {
    const usage = { prompt_tokens: 1 };
    expect(chunk({ delta: {}, usage })).toEqual([{ type: 'usage', counters: usage }]);
    expect(chunk({ delta: {} }, { usage: null, x_groq: { id: 'r', usage } })).toEqual([{ type: 'usage', counters: usage }]);
  });

  it('takes no usage that is no object', () => {
    expect(chunk({ delta: {}, usage: 3 }, { usage: 'none' })).toEqual([]);
  });

  it('tells why Groq ends a stream early', () => {
    const deltas = chunk({ delta: { content: 'a' } }, { x_groq: { id: 'r', error: 'over capacity' } });
    expect(deltas).toMatchObject([{ type: 'text' }, { type: 'error', message: 'over capacity' }]);
    expect(chunk({ delta: {} }, { x_groq: { id: 'r', error: null } })).toEqual([]);
  });

  it('tells an error after all else that it holds', () => {
    const usage = { prompt_tokens: 1 };
    const deltas = chunk({ delta: { content: 'a' } }, { usage, error: { code: 400, message: 'Token limit reached' } });
    expect(deltas.map(({ type }) => type)).toEqual(['text', 'usage', 'error']);
  });

  it.each([null, 'text', 7, [], {}, { choices: [], prompt_filter_results: [] }, { choices: [null], type: 'ping' }])(
    'adds nothing if it is %j',
    (data) => {
      expect(decodeChunk(data)).toEqual([{ type: 'response', id: '', model: '' }]);
    },
  );
});

describe('finish reasons', () => {
  it.each([
    ['stop', 'stop'],
    ['eos', 'stop'],
    ['eos_token', 'stop'],
    ['stop_sequence', 'stop'],
    ['end_turn', 'stop'],
    ['length', 'length'],
    ['max_tokens', 'length'],
    ['model_length', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['tool_calls', 'tool_calls'],
    ['function_call', 'tool_calls'],
    ['content_filter', 'content_filter'],
    ['SAFETY', 'content_filter'],
    ['sensitive', 'content_filter'],
    ['error', 'error'],
    ['network_error', 'error'],
    ['something_new', 'other'],
    ['constructor', 'other'],
  ])('%s is %s', (raw, reason) => {
    expect(finishReasonOf(raw)).toBe(reason);
  });
});
