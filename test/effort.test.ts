import { describe, expect, it } from '@jest/globals';
import { budgetOf, effortOf, isThinking } from '../src/effort.ts';
import type { Effort, Reasoning } from '../src/message.ts';

const ALL: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

describe('effortOf', () => {
  it('gives what is asked for where the API knows it', () => {
    for (const effort of ALL) expect(effortOf({ effort }, ALL)).toBe(effort);
  });

  it.each<[Effort, Effort[], Effort]>([
    ['max', ['low', 'medium', 'high'], 'high'],
    ['xhigh', ['low', 'high', 'max'], 'high'],
    ['minimal', ['low', 'high'], 'low'],
    ['medium', ['low', 'high'], 'low'],
    ['none', ['low', 'high'], 'low'],
    ['none', ['high', 'none'], 'none'],
    ['minimal', ['none', 'high'], 'high'],
    ['high', ['high', 'low', 'medium'], 'high'],
  ])('gives for %s of %j the nearest, which is %s', (effort, known, nearest) => {
    expect(effortOf({ effort }, known)).toBe(nearest);
  });

  it.each<[number, Effort]>([
    [0, 'none'],
    [1, 'minimal'],
    [1024, 'minimal'],
    [1025, 'low'],
    [8192, 'medium'],
    [10_000, 'high'],
    [32_768, 'xhigh'],
    [1_000_000, 'max'],
  ])('gives for a budget of %d tokens the least that has them: %s', (budgetTokens, effort) => {
    expect(effortOf({ budgetTokens }, ALL)).toBe(effort);
  });

  it('gives what is asked for where the API knows none', () => {
    expect(effortOf({ effort: 'high' }, [])).toBe('high');
    expect(effortOf({ effort: 'high' }, ['none'])).toBe('high');
  });
});

describe('budgetOf', () => {
  it('gives the budget, inside of the limits', () => {
    expect(budgetOf({ budgetTokens: 5000 })).toBe(5000);
    expect(budgetOf({ budgetTokens: 5 }, { least: 1024 })).toBe(1024);
    expect(budgetOf({ budgetTokens: 90_000 }, { most: 24_576 })).toBe(24_576);
  });

  it('gives more tokens for more effort', () => {
    const budgets = ALL.map((effort) => budgetOf({ effort }));
    expect(budgets).toEqual(budgets.toSorted((a, b) => a - b));
    expect(new Set(budgets).size).toBe(ALL.length);
  });

  it('gives nothing for nothing, whatever the least is', () => {
    const nothing: Reasoning[] = [{ effort: 'none' }, { budgetTokens: 0 }];
    for (const reasoning of nothing) expect(budgetOf(reasoning, { least: 1024 })).toBe(0);
  });
});

describe('isThinking', () => {
  it('is so where anything is asked for', () => {
    for (const reasoning of [{ effort: 'minimal' }, { effort: 'max' }, { budgetTokens: 1 }] satisfies Reasoning[])
      expect(isThinking(reasoning)).toBe(true);
    for (const reasoning of [undefined, { effort: 'none' }, { budgetTokens: 0 }] satisfies (Reasoning | undefined)[])
      expect(isThinking(reasoning)).toBe(false);
  });
});
