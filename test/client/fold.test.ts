import { describe, expect, it } from '@jest/globals';
import { call, fold } from '../support/fold.ts';

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
