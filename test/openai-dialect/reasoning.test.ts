import { describe, expect, it } from '@jest/globals';
import { encodeReasoning, isThoughtless } from '../../src/openai-dialect/reasoning.ts';
import type { Call, DialectFacts } from '../../src/plugin.ts';
import { createCall } from './create-call.ts';

const encode = (reasoning: Call['reasoning'], facts: DialectFacts = {}) => encodeReasoning(createCall({ reasoning }), facts);

describe('an effort', () => {
  it.each<[DialectFacts['reasoning'], object, object]>([
    [undefined, { reasoning_effort: 'low' }, { reasoning_effort: 'none' }],
    ['reasoning_effort', { reasoning_effort: 'low' }, { reasoning_effort: 'none' }],
    ['thinking', { reasoning_effort: 'low' }, { thinking: { type: 'disabled' } }],
    ['enable_thinking', { reasoning_effort: 'low' }, { enable_thinking: false }],
    ['reasoning', { reasoning: { effort: 'low' } }, { reasoning: { effort: 'none' } }],
  ])('is told by %s', (reasoning, low, none) => {
    expect(encode({ effort: 'low' }, { reasoning })).toEqual(low);
    expect(encode({ effort: 'none' }, { reasoning })).toEqual(none);
  });

  it('is the nearest that the API knows', () => {
    const facts: DialectFacts = { efforts: ['low', 'high'] };
    expect(encode({ effort: 'max' }, facts)).toEqual({ reasoning_effort: 'high' });
    expect(encode({ effort: 'medium' }, facts)).toEqual({ reasoning_effort: 'low' });
    expect(encode({ effort: 'none' }, { ...facts, reasoning: 'thinking' })).toEqual({ reasoning_effort: 'low' });
  });

  it('is the nearest that the model knows', () => {
    const efforts: DialectFacts['efforts'] = (model) => (model === 'some-model' ? ['high'] : ['low']);
    expect(encode({ effort: 'low' }, { efforts })).toEqual({ reasoning_effort: 'high' });
  });

  it('turns thoughts on where there is only that', () => {
    expect(encode({ effort: 'low' }, { reasoning: 'thinking', efforts: ['none'] })).toEqual({ thinking: { type: 'enabled' } });
    expect(encode({ effort: 'none' }, { reasoning: 'thinking', efforts: ['none'] })).toEqual({ thinking: { type: 'disabled' } });
    expect(encode({ effort: 'none' }, { reasoning: 'thinking', efforts: [] })).toEqual({ thinking: { type: 'enabled' } });
  });

  it('is not told where there is none', () => {
    expect(encode(undefined, { reasoning: 'thinking' })).toEqual({});
  });
});

describe('a budget', () => {
  it.each([
    ['enable_thinking', { thinking_budget: 200 }],
    ['reasoning', { reasoning: { max_tokens: 200 } }],
  ] as const)('is told by %s', (reasoning, told) => {
    expect(encode({ budgetTokens: 200 }, { reasoning })).toEqual(told);
    expect(encode({ budgetTokens: 0 }, { reasoning })).toEqual(encode({ effort: 'none' }, { reasoning }));
  });

  it('keeps to the limits of the API', () => {
    const facts: DialectFacts = { reasoning: 'enable_thinking', budgets: { least: 128, most: 1000 } };
    expect(encode({ budgetTokens: 1 }, facts)).toEqual({ thinking_budget: 128 });
    expect(encode({ budgetTokens: 9999 }, facts)).toEqual({ thinking_budget: 1000 });
  });

  it.each([undefined, 'reasoning_effort', 'thinking'] as const)('is the nearest effort for %s', (reasoning) => {
    expect(encode({ budgetTokens: 4000 }, { reasoning })).toEqual({ reasoning_effort: 'low' });
    expect(encode({ budgetTokens: 0 }, { reasoning })).toEqual(encode({ effort: 'none' }, { reasoning }));
  });
});

describe('a demanded call of a tool, where thoughts forbid that', () => {
  const facts: DialectFacts = { reasoning: 'thinking', thinksUnlessForced: (model) => model === 'some-model' };
  const demand = (call: Partial<Call>) => createCall({ toolChoice: 'required', ...call });

  it('turns the thoughts off', () => {
    expect(encodeReasoning(demand({}), facts)).toEqual({ thinking: { type: 'disabled' } });
    expect(encodeReasoning(demand({ toolChoice: { name: 'now' } }), facts)).toEqual({ thinking: { type: 'disabled' } });
    expect(isThoughtless(demand({}), facts)).toBe(true);
  });

  it('leaves them as they are for a call that is not demanded, and for other models', () => {
    expect(encodeReasoning(demand({ model: 'other' }), facts)).toEqual({});
    expect(encodeReasoning(demand({ toolChoice: 'auto' }), facts)).toEqual({});
    expect(isThoughtless(demand({ toolChoice: 'auto' }), facts)).toBe(false);
  });

  it('refuses thoughts beside it', () => {
    expect(() => encodeReasoning(demand({ reasoning: { effort: 'high' } }), facts)).toThrow(
      "[acme] reasoning: acme can't be made to call a tool, or to fit a schema by one, while the model thinks",
    );
    expect(encodeReasoning(demand({ reasoning: { effort: 'none' } }), facts)).toEqual({ thinking: { type: 'disabled' } });
  });
});
