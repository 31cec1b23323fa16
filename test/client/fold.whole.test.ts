import { describe, expect, it } from '@jest/globals';
import { fold } from '../support/fold.ts';

describe('whole text', () => {
  it('adds what goes on from what was told', () => {
    const { events, content } = fold(
      { type: 'text', key: 0, text: 'Hi' },
      { type: 'text', key: 0, text: 'Hi there', mode: 'whole' },
      { type: 'text', key: 0, text: 'Hi there', mode: 'whole' },
    );
    expect(events).toEqual([
      { type: 'text', text: 'Hi' },
      { type: 'text', text: ' there' },
    ]);
    expect(content).toEqual([{ type: 'text', text: 'Hi there' }]);
  });

  it('changes nothing where it says something else', () => {
    const { content } = fold({ type: 'reasoning', key: 0, text: 'Hi' }, { type: 'reasoning', key: 0, text: 'Ho', mode: 'whole' });
    expect(content).toEqual([{ type: 'reasoning', text: 'Hi' }]);
  });
});

describe('whole data', () => {
  it('takes the place of what is there', () => {
    const { content } = fold(
      { type: 'part', key: 0, data: { a: [1], b: 2 } },
      { type: 'part', key: 0, data: { a: [2] }, mode: 'whole' },
      { type: 'part', key: 0, data: { a: [3] } },
    );
    expect(content).toEqual([{ type: 'opaque', providerMetadata: { acme: { a: [2, 3] } } }]);
  });

  it('is content only if there is any', () => {
    const { fold: folded } = fold();
    expect(folded.push({ type: 'part', key: 0, data: {} })).toBe(false);
    expect(folded.push({ type: 'part', key: 0, data: { a: 1 } })).toBe(true);
  });
});

describe('a repeated answer', () => {
  const repeat = { type: 'repeat' as const, deltas: [{ type: 'text' as const, key: 0, text: 'Hi' }] };

  it('is read where nothing of it was told', () => {
    expect(fold(repeat).content).toEqual([{ type: 'text', text: 'Hi' }]);
    expect(fold({ type: 'part', key: 0, kind: 'text', data: {} }, repeat).content).toMatchObject([{ text: 'Hi' }]);
  });

  it.each([
    ['text', { type: 'text' as const, key: 1, text: 'Ho' }],
    ['data', { type: 'part' as const, key: 1, data: { a: 1 } }],
    ['a call', { type: 'tool-call' as const, key: 1, id: 'a', name: 'f', argumentsText: '', mode: 'append' as const }],
  ])('is not read after %s', (_what, told) => {
    expect(fold(told, repeat).content).toHaveLength(1);
  });
});
