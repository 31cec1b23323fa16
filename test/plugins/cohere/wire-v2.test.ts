import { describe, expect, it } from '@jest/globals';
import { wireV2 } from '../../../plugins/cohere/wire-v2.ts';

const decodeEvents = (...events: unknown[]) => events.flatMap((event) => wireV2.decodeEvent(event));

describe('a whole answer', () => {
  it('is thinking, text and usage', () => {
    const usage = { billed_units: { input_tokens: 8, output_tokens: 50 }, tokens: { input_tokens: 1394, output_tokens: 55 } };
    const body = {
      id: 'c1',
      message: {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Easy.' },
          { type: 'text', text: '8' },
        ],
      },
      finish_reason: 'COMPLETE',
      usage,
    };
    expect(wireV2.decode(body)).toEqual([
      { type: 'response', id: 'c1' },
      { type: 'reasoning', key: 0, text: 'Easy.' },
      { type: 'text', key: 1, text: '8' },
      { type: 'usage', counters: usage },
      { type: 'finish', reason: 'stop', raw: 'COMPLETE' },
    ]);
  });

  it('is a plan, marked as one, and calls', () => {
    const tool_calls = [{ id: 'a', type: 'function', function: { name: 'weather', arguments: '{"in":"Oslo"}' } }];
    const body = { id: 'c2', message: { tool_plan: 'I will look.', tool_calls }, finish_reason: 'TOOL_CALL' };
    expect(wireV2.decode(body)).toEqual([
      { type: 'response', id: 'c2' },
      { type: 'reasoning', key: 'tool_plan', text: 'I will look.' },
      { type: 'part', key: 'tool_plan', kind: 'reasoning', data: { tool_plan: true } },
      { type: 'tool-call', key: 0, id: 'a', name: 'weather', argumentsText: '{"in":"Oslo"}', mode: 'append' },
      { type: 'usage', counters: {} },
      { type: 'finish', reason: 'tool_calls', raw: 'TOOL_CALL' },
    ]);
  });

  it.each([
    [{ in: 'Oslo' }, '{"in":"Oslo"}'],
    [null, ''],
  ])('takes arguments that should be text and are %j', (given, argumentsText) => {
    const tool_calls = [{ id: 'a', type: 'function', function: { name: 'weather', arguments: given } }];
    expect(wireV2.decode({ message: { tool_calls } })).toContainEqual(
      expect.objectContaining({ name: 'weather', argumentsText }),
    );
  });

  it('keeps blocks of a kind that is not known', () => {
    const block = { type: 'chart', points: [1, 2] };
    expect(wireV2.decode({ message: { content: [block] } })).toContainEqual({ type: 'part', key: 0, data: block });
  });

  it('tells what its citations know', () => {
    const inText = { start: 3, end: 7, text: 'Ruby', type: 'TEXT_CONTENT', content_index: 1 };
    const document = { id: 'doc:0', title: 'facts.txt', url: 'https://facts.example', text: 'Ruby ...' };
    const citations = [
      { ...inText, sources: [{ type: 'document', id: 'doc:0', document }] },
      { start: 0, end: 2, text: '60', sources: [{ type: 'tool', id: 'age:0', tool_output: { title: 7 } }] },
      { start: 5, end: 9, text: 'look', type: 'PLAN', sources: [] },
    ];
    const deltas = wireV2.decode({ message: { content: [], citations } }).filter(({ type }) => type === 'citation');
    expect(deltas).toEqual([
      {
        type: 'citation',
        citation: { text: 'Ruby', title: 'facts.txt', url: 'https://facts.example', raw: citations[0] },
        place: { part: 1, start: 3, end: 7, unit: 'codepoint' },
      },
      { type: 'citation', citation: { text: '60', raw: citations[1] }, place: { start: 0, end: 2, unit: 'codepoint' } },
      { type: 'citation', citation: { text: 'look', raw: citations[2] } },
    ]);
  });

  it('is a failure where the reason is ERROR', () => {
    const body = { id: 'c3', message: { role: 'assistant' }, finish_reason: 'ERROR' };
    expect(wireV2.decode(body)).toContainEqual({ type: 'error' });
  });

  it('is text where its content is', () => {
    expect(wireV2.decode({ message: { content: 'Hello.' } })).toContainEqual({ type: 'text', key: 0, text: 'Hello.' });
  });

  it.each([[{ id: 'e1', message: 'boom' }], [{ error: 'boom' }], [{ error: { message: 'boom' } }]])(
    'is a failure in %j',
    (body) => {
      expect(wireV2.decode(body)).toEqual([{ type: 'error', message: 'boom' }]);
    },
  );

  it.each([[null], ['text'], [7], [[]], [{}], [{ message: '' }], [{ message: null }]])('is not %j', (body) => {
    expect(wireV2.decode(body)).toEqual([]);
  });
});

describe('a stream', () => {
  const start = {
    id: 's1',
    type: 'message-start',
    delta: { message: { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] } },
  };

  it('is thinking and text by block', () => {
    const block = (type: string, index: number, content: object) => ({ type, index, delta: { message: { content } } });
    const deltas = decodeEvents(
      start,
      block('content-start', 0, { type: 'thinking', thinking: '' }),
      block('content-delta', 0, { thinking: 'Easy.' }),
      { type: 'content-end', index: 0 },
      block('content-start', 1, { type: 'text', text: '' }),
      block('content-delta', 1, { text: '8' }),
      { type: 'content-end', index: 1 },
      { type: 'message-end', delta: { finish_reason: 'MAX_TOKENS', usage: { tokens: { input_tokens: 3, output_tokens: 2 } } } },
    );
    expect(deltas).toEqual([
      { type: 'response', id: 's1' },
      { type: 'reasoning', key: 0, text: '' },
      { type: 'reasoning', key: 0, text: 'Easy.' },
      { type: 'text', key: 1, text: '' },
      { type: 'text', key: 1, text: '8' },
      { type: 'usage', counters: { tokens: { input_tokens: 3, output_tokens: 2 } } },
      { type: 'finish', reason: 'length', raw: 'MAX_TOKENS' },
      { type: 'end' },
    ]);
  });

  it('is a plan and calls, piece by piece', () => {
    const piece = (type: string, tool_calls: object) => ({ type, index: 0, delta: { message: { tool_calls } } });
    const deltas = decodeEvents(
      { type: 'tool-plan-delta', delta: { message: { tool_plan: 'I will' } } },
      piece('tool-call-start', { id: 'a', type: 'function', function: { name: 'weather', arguments: '' } }),
      piece('tool-call-delta', { function: { arguments: '{"in":' } }),
      piece('tool-call-delta', { function: { arguments: 'null' } }),
      { type: 'tool-call-end', index: 0 },
    );
    expect(deltas).toEqual([
      { type: 'reasoning', key: 'tool_plan', text: 'I will' },
      { type: 'part', key: 'tool_plan', kind: 'reasoning', data: { tool_plan: true } },
      { type: 'tool-call', key: 0, id: 'a', name: 'weather', argumentsText: '', mode: 'append' },
      { type: 'tool-call', key: 0, argumentsText: '{"in":', mode: 'append' },
      { type: 'tool-call', key: 0, argumentsText: 'null', mode: 'append' },
      { type: 'stop', key: 0 },
    ]);
  });

  it('begins with all that its start holds', () => {
    const citations = [{ start: 0, end: 2 }];
    const message = {
      content: [
        { type: 'thinking', thinking: 'Hm.' },
        { type: 'text', text: '60' },
      ],
      tool_plan: 'I look.',
      tool_calls: [{ id: 'a', function: { name: 'age', arguments: '{' } }],
      citations,
    };
    expect(wireV2.decodeEvent({ id: 's1', type: 'message-start', delta: { message } })).toEqual([
      { type: 'response', id: 's1' },
      { type: 'reasoning', key: 0, text: 'Hm.' },
      { type: 'text', key: 1, text: '60' },
      { type: 'reasoning', key: 'tool_plan', text: 'I look.' },
      { type: 'part', key: 'tool_plan', kind: 'reasoning', data: { tool_plan: true } },
      { type: 'tool-call', key: 0, id: 'a', name: 'age', argumentsText: '{', mode: 'append' },
      { type: 'citation', citation: { raw: citations[0] }, place: { start: 0, end: 2, unit: 'codepoint' } },
    ]);
    expect(decodeEvents({ type: 'message-start', delta: { message: { content: 'Hi' } } })).toContainEqual({
      type: 'text',
      key: 0,
      text: 'Hi',
    });
  });

  it('takes lists where one object is usual, each item under the next index', () => {
    const event = (type: string, message: object) => ({ type, index: 1, delta: { message } });
    const named = (name: string) => ({ id: name, function: { name, arguments: '' } });
    const citation = { start: 0, end: 2 };
    const deltas = decodeEvents(
      event('content-start', { content: [{ type: 'text', text: 'a' }, null] }),
      event('content-delta', { content: [{ text: 'b' }] }),
      event('tool-call-start', { tool_calls: [named('age'), named('time')] }),
      event('tool-call-delta', { tool_calls: [{ function: { arguments: '{}' } }] }),
      event('citation-start', { citations: [citation] }),
    );
    expect(deltas).toEqual([
      { type: 'text', key: 1, text: 'a' },
      { type: 'text', key: 1, text: 'b' },
      { type: 'tool-call', key: 1, id: 'age', name: 'age', argumentsText: '', mode: 'append' },
      { type: 'tool-call', key: 2, id: 'time', name: 'time', argumentsText: '', mode: 'append' },
      { type: 'tool-call', key: 1, argumentsText: '{}', mode: 'append' },
      { type: 'citation', citation: { raw: citation }, place: { start: 0, end: 2, unit: 'codepoint' } },
    ]);
  });

  it('takes the name of an event for its type where the data has none', () => {
    const data = { index: 0, delta: { message: { content: { text: 'Hi' } } } };
    expect(wireV2.decodeEvent(data, 'content-delta')).toEqual([{ type: 'text', key: 0, text: 'Hi' }]);
    expect(wireV2.decodeEvent({ ...data, type: 'content-end' }, 'content-delta')).toEqual([]);
  });

  it.each([undefined, 'error', 'message'])('is a failure at an error body under the name %s', (name) => {
    expect(wireV2.decodeEvent({ id: 'e1', message: 'boom' }, name)).toEqual([{ type: 'error', message: 'boom' }]);
    expect(wireV2.decodeEvent({ error: { message: 'boom' } }, name)).toEqual([{ type: 'error', message: 'boom' }]);
  });

  it('continues the last part where an event has no index', () => {
    const delta = { message: { content: { text: 'Hi' } } };
    expect(wireV2.decodeEvent({ type: 'content-delta', delta })).toEqual([{ type: 'text', text: 'Hi' }]);
  });

  it('tells citations as they come', () => {
    const citations = { start: 0, end: 2, text: '60', sources: [], type: 'TEXT_CONTENT' };
    const deltas = decodeEvents(
      { type: 'citation-start', index: 0, delta: { message: { citations } } },
      { type: 'citation-end', index: 0 },
    );
    expect(deltas).toEqual([
      { type: 'citation', citation: { text: '60', raw: citations }, place: { start: 0, end: 2, unit: 'codepoint' } },
    ]);
  });

  it('ends in a failure where message-end says so', () => {
    const delta = { finish_reason: 'ERROR', usage: {}, error: 'bad call', error_type: 'INVALID_TOOL_GENERATION' };
    expect(decodeEvents({ type: 'message-end', delta })).toEqual([
      { type: 'usage', counters: {} },
      { type: 'error', message: 'bad call', providerType: 'INVALID_TOOL_GENERATION', status: 422 },
      { type: 'end' },
    ]);
  });

  it.each([
    [{ type: 'debug', prompt: '...' }],
    [{ type: 'something-new', index: 0, message: 'seen' }],
    [{ type: 'content-delta', index: 0 }],
    [{ type: 'content-delta', index: 0, delta: { message: null } }],
    [{ type: 'content-delta', index: 0, delta: { message: { content: {} } } }],
    [{ type: 'tool-plan-delta', delta: {} }],
    [{ type: 'tool-call-end' }],
    [{ type: 'citation-start', index: 0 }],
    [{}],
    [null],
    ['text'],
  ])('passes over %j', (event) => {
    expect(wireV2.decodeEvent(event)).toEqual([]);
  });

  it('ends at a message-end without members', () => {
    expect(decodeEvents({ type: 'message-end' })).toContainEqual({ type: 'end' });
  });
});
