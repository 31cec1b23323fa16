import { describe, expect, it } from '@jest/globals';
import { decodeAnswer, decodeChunk, finishReasonOf } from '../../src/openai-dialect/decode.ts';
import type { Delta } from '../../src/plugin.ts';

/** The deltas of one chunk with this choice, without those that say whose answer it is. */
function chunk(choice: object, rest: object = {}): Delta[] {
  return decodeChunk({ choices: [{ index: 0, ...choice }], ...rest }).filter(({ type }) => type !== 'response');
}

function answer(message: object, rest: object = { finish_reason: 'stop' }): Delta[] {
  return decodeAnswer({ choices: [{ index: 0, message, ...rest }] }).filter(({ type }) => type !== 'response');
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

  it.each(['reasoning_content', 'reasoning'])('reads reasoning from %s', (field) => {
    expect(answer({ content: 'Yes', [field]: 'Hm' })).toEqual([
      { type: 'reasoning', text: 'Hm' },
      { type: 'text', text: 'Yes' },
      stop,
    ]);
  });

  it('reads reasoning once where it stands twice', () => {
    const message = { content: '', reasoning: 'Hm', reasoning_details: [{ type: 'reasoning.text', text: 'Hm' }] };
    expect(answer(message)).toEqual([{ type: 'reasoning', text: 'Hm' }, stop]);
  });

  it('reads reasoning from its details alone', () => {
    const details = [{ text: 'A' }, { summary: 'B' }, { data: 'encrypted' }];
    expect(answer({ content: null, reasoning_details: details })).toEqual([{ type: 'reasoning', text: 'AB' }, stop]);
  });

  it('reads content that is a list of parts', () => {
    const content = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] },
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'So' }] },
      { type: 'text', text: 'Yes' },
      { type: 'refusal', refusal: 'No' },
      { type: 'reference', reference_ids: [1] },
      null,
    ];
    expect(answer({ content })).toEqual([
      { type: 'reasoning', text: 'Hm' },
      { type: 'reasoning', text: 'So' },
      { type: 'text', text: 'Yes' },
      { type: 'text', text: 'No' },
      stop,
    ]);
  });

  it('writes structured output that was parsed back into text', () => {
    expect(answer({ content: { name: 'Ada' } })).toEqual([{ type: 'text', text: '{"name":"Ada"}' }, stop]);
  });

  it('takes a refusal for text, and its end for what the provider calls it', () => {
    const refused = { content: null, refusal: 'I cannot' };
    const text = { type: 'text', text: 'I cannot' };
    expect(answer(refused)).toEqual([text, stop]);
    const filtered = { type: 'finish', reason: 'content_filter', raw: 'content_filter' };
    expect(answer(refused, { finish_reason: 'content_filter' })).toEqual([text, filtered]);
    expect(answer(refused, {})).toEqual([text]);
  });

  it('gives each tool call its own key, even if all ids are the same', () => {
    const call = (name: string) => ({ id: '0', type: 'function', index: 0, function: { name, arguments: '{}' } });
    expect(answer({ content: null, tool_calls: [call('a'), call('b')] }, { finish_reason: 'tool_calls' })).toEqual([
      { type: 'tool-call', key: 0, id: '0', name: 'a', argumentsText: '{}', mode: 'whole' },
      { type: 'tool-call', key: 1, id: '0', name: 'b', argumentsText: '{}', mode: 'whole' },
      { type: 'finish', reason: 'tool_calls', raw: 'tool_calls' },
    ]);
  });

  it('writes arguments that were parsed back into text', () => {
    const tool_calls = [{ id: 'c', function: { name: 'a', arguments: { x: 1 } } }];
    expect(answer({ tool_calls })[0]).toMatchObject({ argumentsText: '{"x":1}' });
  });

  it('marks the call of a custom tool, whose input is no JSON', () => {
    const tool_calls = [{ id: 'c', type: 'custom', custom: { name: 'sql', input: 'SELECT 1' } }];
    expect(answer({ tool_calls })).toEqual([
      { type: 'tool-call', key: 0, id: 'c', name: 'sql', argumentsText: 'SELECT 1', mode: 'whole' },
      { type: 'part', key: 0, kind: 'tool-call', data: { type: 'custom' } },
      stop,
    ]);
  });

  it('reads the older function_call, and not one that is empty', () => {
    const function_call = { name: 'a', arguments: '{}' };
    expect(answer({ function_call }, {})).toEqual([
      { type: 'tool-call', key: 'function_call', name: 'a', argumentsText: '{}', mode: 'whole' },
    ]);
    expect(answer({ function_call: { name: '', arguments: '' } }, {})).toEqual([]);
  });

  it('reads citations from annotations and from the list of sources', () => {
    const cited = { start_index: 0, end_index: 3, title: 'T', url: 'https://t.example' };
    const message = { content: 'abc', annotations: [{ type: 'url_citation', url_citation: cited }, { type: 'file' }] };
    const body = { choices: [{ message }], citations: ['https://a.example'] };
    expect(decodeAnswer(body).filter(({ type }) => type === 'citation')).toEqual([
      { type: 'citation', citation: { start: 0, end: 3, title: 'T', url: 'https://t.example', raw: cited } },
      { type: 'citation', citation: { url: 'https://a.example', raw: 'https://a.example' } },
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
    expect(answer({ content: 'Once' }, { error, finish_reason: null })).toEqual([
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

  it('appends to tool calls by their index', () => {
    const tool_calls = [{ index: 1, id: 'c', type: 'function', function: { name: 'a', arguments: '' } }];
    expect(chunk({ delta: { tool_calls } })).toEqual([
      { type: 'tool-call', key: 1, id: 'c', name: 'a', argumentsText: '', mode: 'append' },
    ]);
    const more = [{ index: 1, id: null, function: { name: null, arguments: '{"x"' } }];
    expect(chunk({ delta: { tool_calls: more } })).toEqual([
      { type: 'tool-call', key: 1, id: '', name: '', argumentsText: '{"x"', mode: 'append' },
    ]);
  });

  it('goes by the place in the list where there is no index', () => {
    const tool_calls = [{ function: { arguments: '{"a"' } }, { function: { arguments: '{"b"' } }];
    expect(chunk({ delta: { tool_calls } })).toMatchObject([{ key: 0 }, { key: 1 }]);
  });

  it('goes on with the last call where there is neither index nor id', () => {
    const [first] = chunk({ delta: { tool_calls: [{ id: 'c', function: { name: 'a', arguments: '' } }] } });
    const [next] = chunk({ delta: { tool_calls: [{ function: { arguments: '{}' } }] } });
    expect(first).toMatchObject({ key: 0, id: 'c' });
    expect(next).toMatchObject({ key: undefined, argumentsText: '{}' });
  });

  it('reads a refusal as a whole answer does', () => {
    expect(chunk({ delta: { refusal: 'I' }, finish_reason: null })).toEqual([{ type: 'text', text: 'I' }]);
    expect(chunk({ delta: { refusal: ' cannot' }, finish_reason: 'stop' })).toEqual([{ type: 'text', text: ' cannot' }, stop]);
  });

  it('gives repeated sources once, with the finish reason', () => {
    const citations = ['https://a.example'];
    expect(chunk({ delta: {} }, { citations })).toEqual([]);
    expect(chunk({ delta: {}, finish_reason: 'stop' }, { citations })).toHaveLength(2);
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
    ['tool_calls', 'tool_calls'],
    ['function_call', 'tool_calls'],
    ['content_filter', 'content_filter'],
    ['SAFETY', 'content_filter'],
    ['error', 'error'],
    ['something_new', 'other'],
    ['constructor', 'other'],
  ])('%s is %s', (raw, reason) => {
    expect(finishReasonOf(raw)).toBe(reason);
  });
});
