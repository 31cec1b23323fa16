import { describe, expect, it } from '@jest/globals';
import { decode, decodeEvent } from '../../../plugins/anthropic/decode.ts';
import type { Delta, JsonObject } from '../../../src/plugin.ts';

function answer(...content: JsonObject[]): JsonObject {
  return { type: 'message', id: 'msg_1', model: 'claude-sonnet-5', role: 'assistant', content };
}

const start = (index: number, content_block: JsonObject) => decodeEvent({ type: 'content_block_start', index, content_block });
const grow = (index: number, delta: JsonObject) => decodeEvent({ type: 'content_block_delta', index, delta });
const blocksOf = (deltas: Delta[]) => deltas.filter(({ type }) => type !== 'response');

describe('a whole answer', () => {
  it('tells who answered, what, for how much and why it ended', () => {
    const usage = { input_tokens: 8, output_tokens: 2 };
    expect(decode({ ...answer({ type: 'text', text: 'Hi' }), stop_reason: 'end_turn', usage })).toEqual([
      { type: 'response', id: 'msg_1', model: 'claude-sonnet-5' },
      { type: 'start', key: 0 },
      { type: 'text', key: 0, text: 'Hi' },
      { type: 'stop', key: 0 },
      { type: 'usage', counters: usage },
      { type: 'finish', reason: 'stop', raw: 'end_turn' },
    ]);
  });

  it('keeps the order of its blocks', () => {
    const redacted = { type: 'redacted_thinking', data: 'abc' };
    const deltas = decode(
      answer(
        { type: 'thinking', thinking: '', signature: 'sig' },
        redacted,
        { type: 'text', text: 'Let me see.', citations: null },
        { type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Rome' }, caller: { type: 'direct' } },
        { type: 'tool_use', id: 't2', name: 'now', input: {} },
      ),
    );
    expect(deltas.filter(({ type }) => !['response', 'start', 'stop'].includes(type))).toEqual([
      { type: 'reasoning', key: 0, text: '' },
      { type: 'part', key: 0, kind: 'reasoning', data: { signature: 'sig' } },
      { type: 'part', key: 1, kind: 'opaque', data: redacted, argumentsInto: 'input' },
      { type: 'text', key: 2, text: 'Let me see.' },
      { type: 'tool-call', key: 'whole:3', id: 't1', name: 'weather', argumentsText: '{"city":"Rome"}', mode: 'append' },
      { type: 'part', key: 'whole:3', kind: 'tool-call', data: { caller: { type: 'direct' } } },
      { type: 'tool-call', key: 4, id: 't2', name: 'now', argumentsText: '', mode: 'append' },
    ]);
  });

  it('tells its citations, and keeps them for the way back', () => {
    const page = { type: 'page_location', cited_text: 'Grass is green.', document_title: 'On grass', start_page_number: 1 };
    const web = {
      type: 'web_search_result_location',
      cited_text: 'Sky is blue.',
      title: 'On sky',
      url: 'https://example.com/sky',
    };
    const deltas = decode(answer({ type: 'text', text: 'Green, blue', citations: [page, web] }));
    expect(deltas.slice(2, -1)).toEqual([
      { type: 'text', key: 0, text: 'Green, blue' },
      { type: 'part', key: 0, kind: 'text', data: { citations: [page, web] } },
      { type: 'citation', citation: { text: 'Grass is green.', title: 'On grass', raw: page }, place: { part: 0 } },
      {
        type: 'citation',
        citation: { text: 'Sky is blue.', title: 'On sky', url: 'https://example.com/sky', raw: web },
        place: { part: 0 },
      },
    ]);
  });

  it('may be empty', () => {
    expect(decode({ ...answer(), stop_reason: 'refusal' }).at(-1)).toEqual({
      type: 'finish',
      reason: 'content_filter',
      raw: 'refusal',
    });
    expect(decode({ content: [] })).toHaveLength(1);
  });

  it('is nothing where the body is no answer', () => {
    for (const body of [{ input_tokens: 5 }, { type: 'completion', completion: 'Hi' }, '<html></html>', [], null, undefined]) {
      expect(decode(body)).toEqual([]);
    }
  });

  it('can be an error', () => {
    const error = { type: 'overloaded_error', message: 'Overloaded' };
    const deltas = [{ type: 'error', message: 'Overloaded', providerType: 'overloaded_error', status: 529 }];
    expect(decode({ type: 'error', error })).toEqual(deltas);
    expect(decode({ error })).toEqual(deltas);
  });

  it.each([{ error: 'boom' }, { message: 'boom' }, { type: 'error', message: 'boom' }, { type: 'error', error: 'boom' }])(
    "can be a gateway's error %j",
    (body) => {
      expect(decode(body)).toEqual([{ type: 'error', message: 'boom' }]);
    },
  );
});

describe('the reason to stop', () => {
  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['tool_use', 'tool_calls'],
    ['refusal', 'content_filter'],
    ['pause_turn', 'other'],
    ['compaction', 'other'],
    ['constructor', 'other'],
  ])('%s means %s', (raw, reason) => {
    expect(decodeEvent({ type: 'message_delta', delta: { stop_reason: raw } })).toEqual([{ type: 'finish', reason, raw }]);
  });
});

describe('a stream', () => {
  it('starts with who answers and the input tokens', () => {
    const usage = { input_tokens: 8, output_tokens: 1 };
    const message = { ...answer(), stop_reason: null, usage };
    expect(decodeEvent({ type: 'message_start', message })).toEqual([
      { type: 'response', id: 'msg_1', model: 'claude-sonnet-5' },
      { type: 'usage', counters: usage },
    ]);
  });

  it('may start with whole blocks and the reason to stop', () => {
    const message = { ...answer({ type: 'text', text: 'Hi' }), stop_reason: 'tool_use' };
    expect(decodeEvent({ type: 'message_start', message })).toEqual(decode(message));
  });

  it('brings text', () => {
    expect(start(1, { type: 'text', text: '' })).toContainEqual({ type: 'start', key: 1 });
    expect(grow(1, { type: 'text_delta', text: 'Hi' })).toEqual([{ type: 'text', key: 1, text: 'Hi' }]);
    expect(decodeEvent({ type: 'content_block_stop', index: 1 })).toEqual([{ type: 'stop', key: 1 }]);
  });

  it('brings thinking, then its signature', () => {
    expect(start(0, { type: 'thinking', thinking: '', signature: '' })).toEqual([
      { type: 'start', key: 0 },
      { type: 'reasoning', key: 0, text: '' },
    ]);
    expect(grow(0, { type: 'thinking_delta', thinking: 'Hm' })).toEqual([{ type: 'reasoning', key: 0, text: 'Hm' }]);
    expect(grow(0, { type: 'signature_delta', signature: 'sig' })).toEqual([
      { type: 'part', key: 0, kind: 'reasoning', data: { signature: 'sig' } },
    ]);
  });

  it('brings calls, with their input as text or at once', () => {
    const opened = { type: 'tool-call', key: 2, id: 't1', name: 'weather', mode: 'append' };
    expect(start(2, { type: 'tool_use', id: 't1', name: 'weather', input: {} })).toContainEqual({ ...opened, argumentsText: '' });
    expect(grow(2, { type: 'input_json_delta', partial_json: '{"ci' })).toEqual([
      { type: 'tool-call', key: 2, argumentsText: '{"ci', mode: 'append' },
    ]);
    expect(start(2, { type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Rome' } })).toContainEqual({
      ...opened,
      key: 'whole:2',
      argumentsText: '{"city":"Rome"}',
    });
  });

  it("keeps the provider's own blocks whole", () => {
    const search = { type: 'server_tool_use', id: 'srv1', name: 'web_search', input: {}, caller: { type: 'direct' } };
    expect(start(3, search)).toEqual([
      { type: 'start', key: 3 },
      { type: 'part', key: 3, kind: 'opaque', data: search, argumentsInto: 'input' },
    ]);
    expect(grow(4, { type: 'compaction_delta', content: 'So far: nothing.', encrypted_content: 'abc' })).toEqual([
      {
        type: 'part',
        key: 4,
        kind: 'opaque',
        data: { type: 'compaction', content: 'So far: nothing.', encrypted_content: 'abc' },
        argumentsInto: 'input',
      },
    ]);
  });

  it('brings citations one by one', () => {
    const raw = { type: 'char_location', cited_text: 'Grass is green.', document_title: null };
    expect(start(0, { type: 'text', text: '', citations: [] })).not.toContainEqual(expect.objectContaining({ type: 'part' }));
    expect(grow(0, { type: 'citations_delta', citation: raw })).toEqual([
      { type: 'text', key: 0, text: '' },
      { type: 'part', key: 0, kind: 'text', data: { citations: [raw] } },
      { type: 'citation', citation: { text: 'Grass is green.', raw }, place: { part: 0 } },
    ]);
  });

  it.each([
    ['https://example.com/ruby', 'https://example.com/ruby'],
    ['shelf 7', undefined],
    [null, undefined],
  ])('takes the source of a search result for its address if it is one: %s', (source, url) => {
    const raw = { type: 'search_result_location', cited_text: 'Ruby is red.', title: 'Ruby', source };
    const [, , told] = grow(0, { type: 'citations_delta', citation: raw });
    expect(told).toEqual({ type: 'citation', citation: { text: 'Ruby is red.', title: 'Ruby', url, raw }, place: { part: 0 } });
  });

  it('ends with the usage, the reason to stop, and its own end', () => {
    const usage = { output_tokens: 12 };
    expect(decodeEvent({ type: 'message_delta', delta: { stop_reason: 'max_tokens' }, usage })).toEqual([
      { type: 'usage', counters: usage },
      { type: 'finish', reason: 'length', raw: 'max_tokens' },
    ]);
    expect(decodeEvent({ type: 'message_stop' })).toEqual([{ type: 'end' }]);
  });

  it('passes over pings and what is new', () => {
    for (const event of [{ type: 'ping' }, { type: 'news' }, {}, null, 'text', [1]]) expect(decodeEvent(event)).toEqual([]);
    expect(blocksOf(grow(0, { type: 'news_delta', text: 'x' }))).toEqual([]);
    expect(start(0, {})).toEqual([{ type: 'start', key: 0 }]);
  });
});

describe('an error event', () => {
  it.each([
    ['invalid_request_error', 400],
    ['authentication_error', 401],
    ['billing_error', 402],
    ['permission_error', 403],
    ['not_found_error', 404],
    ['request_too_large', 413],
    ['rate_limit_error', 429],
    ['api_error', 500],
    ['timeout_error', 504],
    ['overloaded_error', 529],
    ['another_error', undefined],
  ])('%s has the status %s', (type, status) => {
    const error = { type, message: 'No.' };
    expect(decodeEvent({ type: 'error', error })).toEqual([{ type: 'error', message: 'No.', providerType: type, status }]);
  });

  it('may say nothing, or lack its type', () => {
    expect(decodeEvent({ type: 'error' })).toEqual([{ type: 'error' }]);
    expect(decodeEvent({ error: { message: 'No.' } })).toEqual([{ type: 'error', message: 'No.' }]);
  });

  it.each([{ error: 'boom' }, { message: 'boom' }, { type: 'error', message: 'boom' }, { type: 'error', error: 'boom' }])(
    'of a gateway, %j, keeps its words',
    (event) => {
      expect(decodeEvent(event)).toEqual([{ type: 'error', message: 'boom' }]);
    },
  );

  it('is not what another event has to say', () => {
    expect(decodeEvent({ type: 'news', message: 'all is well' })).toEqual([]);
  });
});
