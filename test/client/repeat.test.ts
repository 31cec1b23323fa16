import { describe, expect, it } from '@jest/globals';
import type { Delta } from '../../src/delta.ts';
import { fold } from '../support/fold.ts';

const text = (said: string, key = 0): Delta => ({ type: 'text', key, text: said, mode: 'whole' });
const own = (id: string, key = 0): Delta => ({ type: 'part', key, kind: 'text', data: { id }, mode: 'whole' });
const repeat = (...deltas: Delta[]): Delta => ({ type: 'repeat', deltas });

describe('an answer that is told once more', () => {
  it('adds what a part that was never told whole lacks', () => {
    const { content, events } = fold({ type: 'text', key: 0, text: 'Hi' }, repeat(text('Hi there'), own('m1')));
    expect(content).toEqual([{ type: 'text', text: 'Hi there', providerMetadata: { acme: { id: 'm1' } } }]);
    expect(events.map((event) => 'text' in event && event.text)).toEqual(['Hi', ' there']);
  });

  it('adds nothing to a part that was told whole, and no part to others', () => {
    const { content } = fold(text('Hi'), own('m1'), text('Ho', 1), repeat(text('Hi!'), own('m2'), own('m3', 1), text('Hu', 2)));
    expect(content).toMatchObject([
      { text: 'Hi', providerMetadata: { acme: { id: 'm1' } } },
      { text: 'Ho', providerMetadata: { acme: { id: 'm3' } } },
    ]);
  });

  it('is read where nothing but signs of life was told', () => {
    const life: Delta = { type: 'part', key: 0, data: { item: {} } };
    expect(fold(life, repeat(text('Hi', 1))).content).toMatchObject([{ type: 'opaque' }, { type: 'text', text: 'Hi' }]);
  });

  it.each<[string, Delta[], number]>([
    ['are added with it', [{ type: 'text', key: 0, text: 'Hi' }], 2],
    ['are not told twice', [text('Hi'), own('m1')], 0],
  ])('has citations that %s', (_what, told, count) => {
    const cited = (part?: number): Delta => ({ type: 'citation', citation: { raw: String(part) }, place: { part } });
    expect(fold(...told, repeat(cited(), cited(0), cited(1))).fold.citations).toHaveLength(count);
  });
});
