import { describe, expect, it } from '@jest/globals';
import { encodeReasoning } from '../../src/openai-dialect/reasoning.ts';
import type { Call, DialectFacts } from '../../src/plugin.ts';
import { createCall } from './create-call.ts';

const encode = (reasoning: Call['reasoning'], parameter?: DialectFacts['reasoning']) =>
  encodeReasoning(createCall({ reasoning }), parameter);

describe('an effort', () => {
  it.each<[DialectFacts['reasoning'], object, object]>([
    [undefined, { reasoning_effort: 'low' }, { reasoning_effort: 'none' }],
    ['reasoning_effort', { reasoning_effort: 'low' }, { reasoning_effort: 'none' }],
    ['thinking', { reasoning_effort: 'low' }, { thinking: { type: 'disabled' } }],
    ['enable_thinking', { reasoning_effort: 'low' }, { enable_thinking: false }],
    ['reasoning', { reasoning: { effort: 'low' } }, { reasoning: { effort: 'none' } }],
  ])('is told by %s', (parameter, low, none) => {
    expect(encode({ effort: 'low' }, parameter)).toEqual(low);
    expect(encode({ effort: 'none' }, parameter)).toEqual(none);
  });

  it('is refused where the API does not know it', () => {
    const call = createCall({ reasoning: { effort: 'xhigh' } });
    expect(() => encodeReasoning(call, 'thinking', ['none', 'high'])).toThrow(
      '[acme] reasoning: effort must be one of none, high (given: xhigh)',
    );
    expect(encodeReasoning(call, 'thinking', ['xhigh'])).toEqual({ reasoning_effort: 'xhigh' });
  });

  it('is not told where there is none', () => {
    expect(encode(undefined, 'thinking')).toEqual({});
  });
});

describe('a budget', () => {
  it.each([
    ['enable_thinking', { thinking_budget: 200 }],
    ['reasoning', { reasoning: { max_tokens: 200 } }],
  ] as const)('is told by %s', (parameter, told) => {
    expect(encode({ budgetTokens: 200 }, parameter)).toEqual(told);
    expect(encode({ budgetTokens: 0 }, parameter)).toEqual(encode({ effort: 'none' }, parameter));
  });

  it.each([undefined, 'reasoning_effort', 'thinking'] as const)('is refused by %s', (parameter) => {
    const refused = () => encode({ budgetTokens: 200 }, parameter);
    expect(refused).toThrow('[acme] reasoning: this API takes { effort }, not { budgetTokens }');
    expect(refused).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', model: 'some-model' }));
  });
});
