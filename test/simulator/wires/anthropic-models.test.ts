import { describe, expect, it } from '@jest/globals';
import { type ModelBody, modelFlaw, showsThoughts } from '../../../src/simulator/wires/anthropic-models.ts';

const flaw = (model: string, body: Omit<ModelBody, 'model'>) => modelFlaw({ model, ...body });
const effort = (effort: string, thinking?: ModelBody['thinking']) => ({ output_config: { effort }, thinking });
const budget = { thinking: { type: 'enabled', budget_tokens: 1024 } };
const adaptive = { thinking: { type: 'adaptive' } };
const disabled = { thinking: { type: 'disabled' } };
const format = { output_config: { format: { schema: {} } } };
const forced = { tool_choice: { type: 'any' as const } };

describe('a model', () => {
  it.each<[string, ...Omit<ModelBody, 'model'>[]]>([
    ['claude-3-haiku-20240307', disabled, forced],
    ['claude-3-7-sonnet-latest', budget],
    ['claude-opus-4-20250514', budget],
    ['claude-opus-4-1-20250805', budget, format],
    ['claude-haiku-4-5-20251001', budget, disabled, format],
    ['claude-opus-4-6', budget, adaptive, disabled, format, effort('max'), effort('max', disabled.thinking)],
    ['claude-opus-4-8', adaptive, disabled, format, effort('xhigh')],
    ['claude-sonnet-5', adaptive, disabled, format, forced, effort('max', adaptive.thinking)],
    ['claude-sonnet-5-5', adaptive, { thinking: { type: 'between_tools' } }],
    ['claude-opus-5-5', adaptive, effort('low')],
    ['claude-fable-5', adaptive, forced],
  ])('%s takes what it can', (model, ...bodies) => {
    for (const body of bodies) expect(flaw(model, body)).toBeUndefined();
  });

  it.each<[string, Omit<ModelBody, 'model'>, string]>([
    ['claude-3-haiku-20240307', format, 'This model does not support structured outputs.'],
    ['claude-sonnet-4-0', format, 'This model does not support structured outputs.'],
    ['claude-haiku-4-5', adaptive, 'adaptive thinking is not supported on this model'],
    ['claude-haiku-4-5', effort('low'), 'This model does not support the effort parameter.'],
    [
      'claude-opus-4-6',
      effort('xhigh'),
      "This model does not support effort level 'xhigh'. Supported levels: high, low, max, medium.",
    ],
    ['claude-opus-4-7', budget, '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive"'],
    ['claude-fable-5', disabled, '"thinking.type.disabled" is not supported for this model.'],
    ['claude-opus-5-5', disabled, '"thinking.type.disabled" is not supported for this model.'],
    [
      'claude-sonnet-5',
      { thinking: { type: 'between_tools' } },
      '"thinking.type.between_tools" is not supported for this model.',
    ],
    ['claude-opus-5', effort('xhigh', disabled.thinking), "effort 'xhigh' is not supported when thinking is disabled"],
    ['claude-opus-5-5', forced, 'tool_choice: type "tool" and "any" are not supported for this model.'],
    [
      'claude-sonnet-5',
      { thinking: { type: 'adaptive', budget_tokens: 1024 } },
      'thinking.adaptive.budget_tokens: Extra inputs are not permitted',
    ],
    ['claude-haiku-4-5', { ...budget, temperature: 0.5 }, '`temperature` may only be set to 1 when thinking is enabled'],
    ['claude-haiku-4-5', { ...budget, top_p: 0.5 }, '`top_p` must be greater than or equal to 0.95'],
    ['claude-haiku-4-5', { ...budget, top_k: 1 }, '`top_k` must be unset when thinking is enabled'],
  ])('%s does not take %j', (model, body, words) => {
    expect(flaw(model, body)).toContain(words);
  });

  it('shows its thoughts unasked up to Claude 4.6', () => {
    expect(showsThoughts({ model: 'claude-opus-4-6', ...adaptive })).toBe(true);
    expect(showsThoughts({ model: 'claude-opus-4-6', thinking: { type: 'adaptive', display: 'omitted' } })).toBe(false);
    expect(showsThoughts({ model: 'claude-opus-4-7', ...adaptive })).toBe(false);
    expect(showsThoughts({ model: 'claude-opus-4-7', thinking: { type: 'adaptive', display: 'summarized' } })).toBe(true);
  });
});
