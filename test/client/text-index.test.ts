import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TextIndex, type Unit } from '../../src/client/text-index.ts';

/** The same cases in every run. */
fc.configureGlobal({ seed: 20261122, numRuns: 100 });

const indexOf = (...pieces: string[]): TextIndex => {
  const index = new TextIndex();
  for (const piece of pieces) index.add(piece);
  index.end();
  return index;
};

describe('TextIndex', () => {
  it.each<[Unit, number[]]>([
    ['utf16', [0, 1, 2, 3, -1, 5, 6]],
    ['codepoint', [0, 1, 2, 3, 5, 6]],
    ['byte', [0, 1, -1, 2, -1, -1, 3, -1, -1, -1, 5, 6]],
  ])('finds places in %s', (unit, places) => {
    const index = indexOf('aä語😀b');
    expect(index.length(unit)).toBe(places.length - 1);
    for (const [offset, place] of places.entries()) expect(index.find(offset, unit) ?? -1).toBe(place);
  });

  it('counts as JavaScript does, wherever the text is cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', 'é', 'ß', '語', '。', '😀', '\u200d', '\ud83d', '\ude00') });
    fc.assert(
      fc.property(text, fc.nat(), (whole, at) => {
        const cut = whole.length === 0 ? 0 : at % whole.length;
        const index = indexOf(whole.slice(0, cut), whole.slice(cut));
        expect(index.length('utf16')).toBe(whole.length);
        expect(index.length('codepoint')).toBe([...whole].length);
        expect(index.length('byte')).toBe(Buffer.byteLength(whole));
        let before = '';
        for (const [nth, character] of [...whole, ''].entries()) {
          expect(index.find(nth, 'codepoint')).toBe(before.length);
          expect(index.find(Buffer.byteLength(before), 'byte')).toBe(before.length);
          expect(index.find(before.length, 'utf16')).toBe(before.length);
          before += character;
        }
      }),
    );
  });

  it('waits for the other half of a character', () => {
    const index = new TextIndex();
    index.add('a\ud83d');
    expect(index.length('utf16')).toBe(1);
    index.add('\ude00');
    expect(index.length('byte')).toBe(5);
    index.add('\ud83d');
    index.end();
    expect(index.length('codepoint')).toBe(3);
  });
});
