import { describe, expect, it } from '@jest/globals';
import { wireV1 } from '../../../plugins/cohere/wire-v1.ts';

const decodeEvents = (...events: unknown[]) => events.flatMap((event) => wireV1.decodeEvent(event));

describe('a whole answer', () => {
  it('is text, calls without ids, citations and usage', () => {
    const citation = { start: 0, end: 2, text: '60', document_ids: ['age:0'] };
    const body = {
      response_id: 'r1',
      generation_id: 'g1',
      text: 'I look.',
      finish_reason: 'COMPLETE',
      tool_calls: [
        { name: 'age', parameters: { of: 'Ada' } },
        { name: 'time', parameters: null },
      ],
      citations: [citation],
      meta: { api_version: { version: '1' }, tokens: { input_tokens: 9, output_tokens: 4 } },
    };
    expect(wireV1.decode(body)).toEqual([
      { type: 'response', id: 'g1' },
      { type: 'text', text: 'I look.' },
      { type: 'tool-call', key: 0, name: 'age', argumentsText: '{"of":"Ada"}', mode: 'whole' },
      { type: 'tool-call', key: 1, name: 'time', argumentsText: '{}', mode: 'whole' },
      { type: 'citation', citation: { text: '60', raw: citation }, place: { start: 0, end: 2, unit: 'codepoint' } },
      { type: 'usage', counters: body.meta },
      { type: 'finish', reason: 'stop', raw: 'COMPLETE' },
    ]);
  });

  it('takes the token count of old answers', () => {
    const token_count = { prompt_tokens: 690, response_tokens: 10 };
    expect(wireV1.decode({ text: '', token_count })).toContainEqual({ type: 'usage', counters: { token_count } });
  });

  it.each([{ text: null }, {}])('is calls alone, beside %j', (said) => {
    const deltas = wireV1.decode({ ...said, tool_calls: [{ name: 'age', parameters: {} }], finish_reason: 'COMPLETE' });
    expect(deltas.map(({ type }) => type)).toEqual(['response', 'tool-call', 'usage', 'finish']);
  });

  it('is known by its id alone', () => {
    const deltas = wireV1.decode({ generation_id: 'g1', finish_reason: 'ERROR', error: 'no luck' });
    expect(deltas).toEqual([
      { type: 'response', id: 'g1' },
      { type: 'usage', counters: {} },
      { type: 'error', message: 'no luck' },
    ]);
  });

  it('is a failure where it is an error body', () => {
    expect(wireV1.decode({ message: 'invalid api token' })).toEqual([{ type: 'error', message: 'invalid api token' }]);
  });

  it.each([[null], ['text'], [7], [[]], [{}], [{ text: null, tool_calls: null, generation_id: 7 }]])('is not %j', (body) => {
    expect(wireV1.decode(body)).toEqual([]);
  });
});

describe('a stream', () => {
  const meta = { billed_units: { input_tokens: 4, output_tokens: 2 } };

  it('is text, which its end repeats', () => {
    const deltas = decodeEvents(
      { is_finished: false, event_type: 'stream-start', generation_id: 'g1' },
      { is_finished: false, event_type: 'text-generation', text: 'Hel' },
      { is_finished: false, event_type: 'text-generation', text: 'lo.' },
      {
        is_finished: true,
        event_type: 'stream-end',
        finish_reason: 'COMPLETE',
        response: { text: 'Hello.', generation_id: 'g1', meta },
      },
    );
    expect(deltas).toEqual([
      { type: 'response', id: 'g1' },
      { type: 'text', text: 'Hel' },
      { type: 'text', text: 'lo.' },
      { type: 'usage', counters: meta },
      { type: 'finish', reason: 'stop', raw: 'COMPLETE' },
      { type: 'end' },
    ]);
  });

  it('is text, pieces of calls, and the calls as a whole', () => {
    const chunk = (members: object) => ({ event_type: 'tool-calls-chunk', ...members });
    const deltas = decodeEvents(
      chunk({ text: 'I look.' }),
      chunk({ tool_call_delta: { name: 'age' } }),
      chunk({ tool_call_delta: { parameters: '{\n "of"' } }),
      chunk({ tool_call_delta: { index: 1, name: 'time' } }),
      { event_type: 'tool-calls-generation', text: 'I look.', tool_calls: [{ name: 'age', parameters: { of: 'Ada' } }] },
    );
    expect(deltas).toEqual([
      { type: 'text', text: 'I look.' },
      { type: 'tool-call', key: 0, name: 'age', argumentsText: '', mode: 'append' },
      { type: 'tool-call', key: 0, argumentsText: '{\n "of"', mode: 'append' },
      { type: 'tool-call', key: 1, name: 'time', argumentsText: '', mode: 'append' },
      { type: 'tool-call', key: 0, name: 'age', argumentsText: '{"of":"Ada"}', mode: 'whole' },
    ]);
  });

  it('tells citations as they come', () => {
    const citation = { start: 0, end: 2, text: '60', document_ids: ['age:0'] };
    expect(decodeEvents({ event_type: 'citation-generation', citations: [citation] })).toEqual([
      { type: 'citation', citation: { text: '60', raw: citation }, place: { start: 0, end: 2, unit: 'codepoint' } },
    ]);
  });

  it('ends in a failure where its end says so', () => {
    expect(
      decodeEvents({ event_type: 'stream-end', finish_reason: 'ERROR', error: 'no luck', response: { text: 'He', meta } }),
    ).toEqual([{ type: 'usage', counters: meta }, { type: 'error', message: 'no luck' }, { type: 'end' }]);
  });

  it.each([[{ message: 'boom' }], [{ error: 'boom' }], [{ error: { message: 'boom' } }]])(
    'is a failure at the line %j',
    (line) => {
      expect(wireV1.decodeEvent(line)).toEqual([{ type: 'error', message: 'boom' }]);
    },
  );

  it('takes the reason from the repeated answer where the end itself has none', () => {
    expect(decodeEvents({ event_type: 'stream-end', response: { finish_reason: 'MAX_TOKENS' } })).toContainEqual({
      type: 'finish',
      reason: 'length',
      raw: 'MAX_TOKENS',
    });
  });

  it.each([
    [{ event_type: 'search-results', documents: [{ id: 'age:0' }] }],
    [{ event_type: 'search-queries-generation', search_queries: [] }],
    [{ event_type: 'debug', message: 'seen' }],
    [{ event_type: 'tool-calls-generation' }],
    [{ event_type: 'citation-generation', citations: null }],
    [{}],
    [null],
    ['text'],
  ])('passes over %j', (event) => {
    expect(wireV1.decodeEvent(event)).toEqual([]);
  });
});
