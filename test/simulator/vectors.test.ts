import { describe, expect, it } from '@jest/globals';
import { packed, ranked, relevanceOf, vectorOf } from '../../src/simulator/vectors.ts';

describe('the vector of a text', () => {
  it('depends on the text alone', () => {
    expect(vectorOf('a')).toEqual(vectorOf('a'));
    expect(vectorOf('a')).not.toEqual(vectorOf('b'));
  });

  it('is as long as asked, has the length 1, and repeats nothing', () => {
    for (const dimensions of [1, 7, 8, 9, 300]) {
      const vector = vectorOf('a', dimensions);
      expect(vector).toHaveLength(dimensions);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
      expect(new Set(vector).size).toBe(dimensions);
    }
    expect(vectorOf('a')).toHaveLength(8);
  });

  it('has numbers that 32 bits hold, so that nothing is lost when it is packed', () => {
    const vector = vectorOf('a', 5);
    const bytes = Buffer.from(packed(vector), 'base64');
    expect(Array.from({ length: 5 }, (_, index) => bytes.readFloatLE(index * 4))).toEqual(vector);
  });
});

describe('the order of documents', () => {
  it('has the one with most of the words first, of two equals the earlier', () => {
    expect(ranked('red fish', ['a cat', 'a red fish', 'a red car', 'a red car']).map(({ index }) => index)).toEqual([1, 2, 3, 0]);
    expect(ranked('red fish', ['a cat', 'a red fish'], 1)).toEqual([{ index: 1, score: relevanceOf('red fish', 'a red fish') }]);
  });
});
