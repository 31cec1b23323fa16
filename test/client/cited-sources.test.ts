import { describe, expect, it } from '@jest/globals';
import type { Delta } from '../../src/delta.ts';
import { fold } from '../support/fold.ts';

const sources = (...names: string[]): Delta => ({ type: 'sources', sources: names.map((title) => ({ title })) });
const cite = (source: number, text: string): Delta => ({ type: 'citation', citation: { text, raw: null }, source });
const titles = (...deltas: Delta[]) => fold(...deltas).fold.citations.map(({ title }) => title);

describe('the sources of citations', () => {
  it('are those that are told so far', () => {
    expect(titles(sources('A'), cite(0, 'x'), cite(1, 'y'), sources('B'), cite(1, 'z'), cite(0, 'u'))).toEqual([
      'A',
      undefined,
      'B',
      'A',
    ]);
  });

  it('are the same where all are told once more', () => {
    expect(titles(sources('A'), sources('A', 'B'), cite(1, 'x'), sources('A', 'B'), cite(0, 'y'))).toEqual(['B', 'A']);
  });

  it('name themselves in the event too', () => {
    const { events } = fold(sources('A'), cite(0, 'x'));
    expect(events).toEqual([{ type: 'citation', citation: { text: 'x', title: 'A', raw: null } }]);
  });
});

describe('a citation that comes again', () => {
  it('is told once, but at each of its places', () => {
    const place = { start: 0, end: 1 };
    const citation = { url: 'https://a.example', raw: null };
    const again: Delta = { type: 'citation', citation, place };
    const { fold: folded, events } = fold(
      { type: 'text', text: 'ab' },
      again,
      { ...again },
      { ...again, place: { start: 1, end: 2 } },
    );
    expect(folded.citations).toEqual([
      { ...citation, start: 0, end: 1 },
      { ...citation, start: 1, end: 2 },
    ]);
    expect(events.filter(({ type }) => type === 'citation')).toHaveLength(2);
  });
});
