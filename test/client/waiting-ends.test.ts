import { describe, expect, it } from '@jest/globals';
import { WaitingEnds } from '../../src/client/waiting-ends.ts';

describe('WaitingEnds', () => {
  it('gives each once, when the text is long enough, the nearest first and of the same those that came first', () => {
    const ends = new WaitingEnds<string>();
    for (const [end, who] of [
      [5, 'a'],
      [3, 'b'],
      [9, 'c'],
      [5, 'd'],
    ] as const)
      ends.add(end, who);
    expect(ends.reach(2)).toEqual([]);
    expect(ends.reach(6)).toEqual(['b', 'a', 'd']);
    ends.add(7, 'e');
    ends.add(4, 'f');
    expect(ends.reach(6)).toEqual(['f']);
    expect(ends.reach(100)).toEqual(['e', 'c']);
    expect(ends.reach(100)).toEqual([]);
  });
});
