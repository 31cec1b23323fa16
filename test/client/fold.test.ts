import { describe, expect, it } from '@jest/globals';
import { Fold } from '../../src/client/fold.ts';
import type { Delta } from '../../src/provider.ts';
import type { StreamEvent } from '../../src/types.ts';

function fold(...deltas: Delta[]): { fold: Fold; events: StreamEvent[]; content: unknown[] } {
  let next = 0;
  const folded = new Fold({ provider: 'acme', model: 'acme-1', createId: () => `made-up-${++next}` });
  for (const delta of deltas) folded.push(delta);
  folded.close();
  return { fold: folded, events: folded.take(), content: folded.message().content };
}

const call = (over: Partial<Extract<Delta, { type: 'tool-call' }>>): Delta => ({
  type: 'tool-call',
  argumentsText: '',
  mode: 'append',
  ...over,
});

describe('fold of text', () => {
  it('joins text without a key until another kind of part comes', () => {
    const { content } = fold(
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
      { type: 'reasoning', text: 'why' },
      { type: 'text', text: 'c' },
    );
    expect(content).toEqual([
      { type: 'text', text: 'ab' },
      { type: 'reasoning', text: 'why' },
      { type: 'text', text: 'c' },
    ]);
  });

  it('keeps parts with keys apart, and a key that starts again opens a new part', () => {
    const { content } = fold(
      { type: 'text', key: 0, text: 'a' },
      { type: 'text', key: 1, text: 'b' },
      { type: 'text', key: 0, text: 'c' },
      { type: 'start', key: 0 },
      { type: 'text', key: 0, text: 'd' },
    );
    expect(content).toEqual([
      { type: 'text', text: 'ac' },
      { type: 'text', text: 'b' },
      { type: 'text', text: 'd' },
    ]);
  });

  it('makes neither part nor event of empty text', () => {
    const { content, events } = fold({ type: 'text', text: '' }, { type: 'reasoning', key: 3, text: '' });
    expect(content).toEqual([]);
    expect(events).toEqual([]);
  });
});

describe('fold of tool calls', () => {
  it('joins the pieces of parallel calls by key and tells each in the order of first sight', () => {
    const { events, content } = fold(
      call({ key: 7, id: 'x', name: 'add', argumentsText: '{"a"' }),
      call({ key: 9, id: 'y', name: 'sub', argumentsText: '{}' }),
      call({ key: 7, argumentsText: ':1}' }),
    );
    expect(content).toEqual([
      { type: 'tool-call', id: 'x', name: 'add', arguments: { a: 1 }, argumentsText: '{"a":1}' },
      { type: 'tool-call', id: 'y', name: 'sub', arguments: {}, argumentsText: '{}' },
    ]);
    expect(events.map((event) => [event.type, 'index' in event && event.index])).toEqual([
      ['tool-call-start', 0],
      ['tool-call-delta', 0],
      ['tool-call-start', 1],
      ['tool-call-delta', 1],
      ['tool-call-delta', 0],
      ['tool-call', 0],
      ['tool-call', 1],
    ]);
  });

  it('opens a call where the same key has another id', () => {
    const { content } = fold(
      call({ key: 0, id: 'x', name: 'add' }),
      call({ key: 0, id: 'y', name: 'add' }),
      call({ key: 0, id: 'y' }),
    );
    expect(content).toHaveLength(2);
  });

  it('continues the last call without key, id and name, and opens one for a new name', () => {
    const { content } = fold(
      call({ name: 'add' }),
      call({ argumentsText: '{"a":1}' }),
      call({ name: 'sub', argumentsText: '{}' }),
    );
    expect(content).toMatchObject([
      { id: 'made-up-1', name: 'add', arguments: { a: 1 } },
      { id: 'made-up-2', name: 'sub', arguments: {} },
    ]);
  });

  it('drops text that belongs to no call', () => {
    expect(fold(call({ key: 6, argumentsText: '{"lost":1}' })).content).toEqual([]);
  });

  it('takes a whole call that repeats what was streamed, and tells only what is new', () => {
    const { events, content } = fold(
      call({ key: 0, id: 'x', name: 'add', argumentsText: '{"a":' }),
      call({ key: 0, argumentsText: '{"a":1}', mode: 'whole' }),
      call({ key: 0, argumentsText: '{"a":1}', mode: 'whole' }),
    );
    expect(content).toMatchObject([{ argumentsText: '{"a":1}' }]);
    const told = events.flatMap((event) => (event.type === 'tool-call-delta' ? [event.argumentsText] : []));
    expect(told).toEqual(['{"a":', '1}']);
  });

  it('believes a whole call that says something else', () => {
    const { events, content } = fold(
      call({ key: 0, id: 'x', name: 'add', argumentsText: '{"a": 1}' }),
      call({ key: 0, argumentsText: '{"a":1}', mode: 'whole' }),
    );
    expect(content).toMatchObject([{ argumentsText: '{"a":1}' }]);
    expect(events.at(-1)).toMatchObject({ type: 'tool-call', toolCall: { argumentsText: '{"a":1}' } });
  });

  it('tells the start of a call once its name is known, with all arguments so far', () => {
    const { events } = fold(
      call({ key: 0, id: 'x', argumentsText: '{"a"' }),
      call({ key: 0, name: 'add', argumentsText: ':1}' }),
    );
    expect(events.slice(0, 2)).toEqual([
      { type: 'tool-call-start', index: 0, id: 'x', name: 'add' },
      { type: 'tool-call-delta', index: 0, argumentsText: '{"a":1}' },
    ]);
  });

  it('completes a call early where the wire says that nothing more comes', () => {
    const folded = new Fold({ provider: 'acme', model: 'acme-1', createId: () => 'id' });
    folded.push(call({ key: 0, id: 'x', name: 'add', argumentsText: '{}' }));
    folded.push({ type: 'stop', key: 0 });
    expect(folded.take().map(({ type }) => type)).toEqual(['tool-call-start', 'tool-call-delta', 'tool-call']);
    folded.close();
    expect(folded.take()).toEqual([]);
  });

  const written: [string, string, 'stop' | 'length', unknown][] = [
    ['none', '', 'stop', {}],
    ['null', 'null', 'stop', {}],
    ['cut', '{"a":', 'length', undefined],
    ['none, cut by the limit', '', 'length', undefined],
    ['no object', '[1]', 'stop', [1]],
  ];
  it.each(written)('keeps arguments as text and parses them: %s', (_what, argumentsText, reason, parsed) => {
    const { content } = fold(call({ key: 0, id: 'x', name: 'add', argumentsText }), { type: 'finish', reason, raw: reason });
    expect(content).toEqual([{ type: 'tool-call', id: 'x', name: 'add', arguments: parsed, argumentsText }]);
  });
});

describe('fold of provider parts', () => {
  it('puts data on the part of its kind and key, or opens one', () => {
    const { content } = fold(
      { type: 'reasoning', key: 0, text: 'why' },
      { type: 'part', key: 0, kind: 'reasoning', data: { signature: 's' } },
      { type: 'part', key: 1, kind: 'reasoning', data: { signature: 't' } },
      { type: 'part', key: 2, data: { type: 'redacted', data: 'd' } },
    );
    expect(content).toEqual([
      { type: 'reasoning', text: 'why', providerMetadata: { acme: { signature: 's' } } },
      { type: 'reasoning', text: '', providerMetadata: { acme: { signature: 't' } } },
      { type: 'opaque', providerMetadata: { acme: { type: 'redacted', data: 'd' } } },
    ]);
  });

  it('appends lists, merges objects and replaces the rest', () => {
    const { content } = fold(
      { type: 'part', key: 0, data: { list: [1], inner: { a: 1 }, value: null } },
      { type: 'part', key: 0, data: { list: [2], inner: { b: 2 }, value: 'x' } },
    );
    expect(content).toEqual([
      { type: 'opaque', providerMetadata: { acme: { list: [1, 2], inner: { a: 1, b: 2 }, value: 'x' } } },
    ]);
  });

  it('parses tool-call text into the member that an opaque part names', () => {
    const { content, fold: folded } = fold(
      { type: 'part', key: 1, data: { type: 'server_tool_use', input: {} }, argumentsInto: 'input' },
      call({ key: 1, argumentsText: '{"q":' }),
      call({ key: 1, argumentsText: '"x"}' }),
      { type: 'start', key: 1 },
      { type: 'text', key: 1, text: 'after' },
      { type: 'finish', reason: 'stop', raw: 'end' },
    );
    expect(content).toEqual([
      { type: 'opaque', providerMetadata: { acme: { type: 'server_tool_use', input: { q: 'x' } } } },
      { type: 'text', text: 'after' },
    ]);
    expect(folded.finishReason).toBe('stop');
  });

  it('does not let a member named __proto__ out of its part', () => {
    fold({ type: 'part', key: 0, data: JSON.parse('{"__proto__": {"polluted": true}}') });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('fold of the end', () => {
  it('makes tool_calls of stop, and of no reason at all, where there is a call', () => {
    expect(fold(call({ id: 'x', name: 'add' }), { type: 'finish', reason: 'stop', raw: 'end' }).fold.finishReason).toBe(
      'tool_calls',
    );
    expect(fold(call({ id: 'x', name: 'add' })).fold.finishReason).toBe('tool_calls');
    expect(fold(call({ id: 'x', name: 'add' }), { type: 'finish', reason: 'length', raw: 'max' }).fold.finishReason).toBe(
      'length',
    );
  });

  it('takes the last reason that says something', () => {
    const { fold: folded } = fold(
      { type: 'finish', reason: 'length', raw: 'max' },
      { type: 'finish', reason: 'stop', raw: 'stop' },
      { type: 'finish', reason: 'other', raw: '' },
    );
    expect([folded.finishReason, folded.rawFinishReason]).toEqual(['stop', 'stop']);
  });

  it('replaces counters one by one and skips null', () => {
    const { fold: folded } = fold(
      { type: 'usage', counters: { input: 5, details: { cached: 1, other: 2 } } },
      { type: 'usage', counters: { input: null, output: 7, details: { cached: 3 } } },
    );
    expect(folded.counters).toEqual({ input: 5, output: 7, details: { cached: 3, other: 2 } });
  });

  it('keeps the last id and model that are not empty', () => {
    const { fold: folded } = fold(
      { type: 'response', id: '', model: 'm1' },
      { type: 'response', id: 'r', model: '' },
      { type: 'response', id: null },
    );
    expect([folded.id, folded.model]).toEqual(['r', 'm1']);
  });
});
