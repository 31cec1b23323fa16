import { describe, expect, it } from '@jest/globals';
import type { AnthropicCall } from '../../../plugins/anthropic/api.ts';
import { type Thinking, thinkingOf } from '../../../plugins/anthropic/thinking.ts';
import { InvalidInputError, type Reasoning } from '../../../src/plugin.ts';

const OLDER = 'claude-haiku-4-5';
const BETWEEN = 'claude-opus-4-6';
const NEW = 'claude-sonnet-5';

function sent(model: string, reasoning: Reasoning | undefined, settings: Partial<AnthropicCall> = {}): Thinking {
  return thinkingOf({ provider: 'anthropic', model, messages: [], stream: false, reasoning, ...settings } as AnthropicCall);
}

const adaptive = { type: 'adaptive' };
const shown = { type: 'adaptive', display: 'summarized' };
const budget = (budget_tokens: number) => ({ type: 'enabled', budget_tokens });

describe('an effort', () => {
  it.each([
    ['minimal', 'low', 1024],
    ['low', 'low', 4096],
    ['medium', 'medium', 8192],
    ['high', 'high', 16_384],
    ['xhigh', 'xhigh', 32_768],
    ['max', 'max', 65_536],
  ] as const)('of %s is %s for a new model, which is asked to show what it thinks', (effort, level, tokens) => {
    expect(sent(NEW, { effort })).toEqual({ max_tokens: tokens + 2000, thinking: shown, effort: level });
  });

  it('is the nearest level that the model has', () => {
    expect(sent(BETWEEN, { effort: 'xhigh' })).toMatchObject({ thinking: adaptive, effort: 'high' });
    expect(sent(BETWEEN, { effort: 'max' })).toEqual({ max_tokens: 67_536, thinking: adaptive, effort: 'max' });
  });

  it('is a budget for a model that has no levels', () => {
    expect(sent(OLDER, { effort: 'minimal' })).toEqual({ max_tokens: 3024, thinking: budget(1024) });
    expect(sent(OLDER, { effort: 'high' })).toEqual({ max_tokens: 18_384, thinking: budget(16_384) });
    expect(sent(OLDER, { effort: 'max' })).toEqual({ max_tokens: 64_000, thinking: budget(62_000) });
    expect(sent('claude-opus-4-1', { effort: 'max' })).toEqual({ max_tokens: 32_000, thinking: budget(30_000) });
  });

  it.each([
    [20_000, 16_384],
    [10_000, 8000],
    [4096, 2096],
    [2048, 1024],
    [1025, 1024],
  ])('is a budget that leaves room for an answer of the %i tokens that there are', (maxTokens, tokens) => {
    expect(sent(OLDER, { effort: 'high' }, { maxTokens })).toEqual({ max_tokens: maxTokens, thinking: budget(tokens) });
  });

  it('is refused where there is room for no budget at all', () => {
    const refused = () => sent(OLDER, { effort: 'low' }, { maxTokens: 1024 });
    expect(refused).toThrow(InvalidInputError);
    expect(refused).toThrow(
      '[anthropic] maxTokens: must be over 1024, the least that this model takes for reasoning (given: 1024)',
    );
  });

  it('lets the caller choose the limit', () => {
    expect(sent(NEW, { effort: 'high' }, { maxTokens: 500 })).toMatchObject({ max_tokens: 500, effort: 'high' });
  });
});

describe('a budget', () => {
  it.each([OLDER, BETWEEN])('is sent as it is to %s', (model) => {
    expect(sent(model, { budgetTokens: 4000 })).toEqual({ max_tokens: 6000, thinking: budget(4000) });
    expect(sent(model, { budgetTokens: 100_000 })).toMatchObject({ thinking: budget(100_000) });
  });

  it('is never less than the least', () => {
    expect(sent(OLDER, { budgetTokens: 1 })).toEqual({ max_tokens: 3024, thinking: budget(1024) });
    expect(() => sent(OLDER, { budgetTokens: 500 }, { maxTokens: 1000 })).toThrow('maxTokens: must be over 1024, the least');
  });

  it('is the least level with as many tokens for a new model', () => {
    expect(sent(NEW, { budgetTokens: 1024 })).toEqual({ max_tokens: 3024, thinking: shown, effort: 'low' });
    expect(sent(NEW, { budgetTokens: 10_000 })).toEqual({ max_tokens: 12_000, thinking: shown, effort: 'high' });
    expect(sent(NEW, { budgetTokens: 500_000 })).toMatchObject({ effort: 'max' });
  });

  it.each([OLDER, BETWEEN, NEW])('is refused by %s where the limit is not over it', (model) => {
    expect(() => sent(model, { budgetTokens: 4000 }, { maxTokens: 4000 })).toThrow(
      '[anthropic] maxTokens: must be over reasoning.budgetTokens, which is 4000 (given: 4000)',
    );
  });
});

describe('no thoughts', () => {
  it.each([{ effort: 'none' as const }, { budgetTokens: 0 }])('are asked for by %j', (reasoning) => {
    const disabled = { max_tokens: 2000, thinking: { type: 'disabled' } };
    expect(sent(OLDER, reasoning)).toEqual(disabled);
    expect(sent(NEW, reasoning)).toEqual(disabled);
    expect(sent('claude-sonnet-5-5', reasoning)).toEqual({ max_tokens: 2000, thinking: { type: 'between_tools' } });
    expect(sent('claude-opus-5-5', reasoning)).toEqual({ max_tokens: 6096, effort: 'low' });
    expect(sent('claude-fable-5', reasoning, { maxTokens: 10 })).toEqual({ max_tokens: 10, effort: 'low' });
  });

  it('are not said where nobody says how much', () => {
    expect(sent(NEW, undefined)).toEqual({ max_tokens: 2000 });
    expect(sent(OLDER, undefined, { maxTokens: 9 })).toEqual({ max_tokens: 9 });
  });
});

describe('beside thoughts', () => {
  it.each([
    [{ temperature: 0.5 }, 'temperature: must be left out, or 1, together with reasoning (given: 0.5)'],
    [{ topP: 0.9 }, 'topP: must be left out, or at least 0.95, together with reasoning (given: 0.9)'],
    [{ topK: 0 }, 'topK: must be left out together with reasoning (given: 0)'],
  ])('%j is refused', (settings, message) => {
    for (const model of [OLDER, NEW]) expect(() => sent(model, { effort: 'low' }, settings)).toThrow(`[anthropic] ${message}`);
    expect(sent(NEW, { effort: 'none' }, settings)).toMatchObject({ thinking: { type: 'disabled' } });
  });

  it('what the API takes is sent', () => {
    expect(sent(NEW, { effort: 'low' }, { temperature: 1, topP: 0.95 })).toMatchObject({ effort: 'low' });
  });
});
