import { describe, expect, it } from '@jest/globals';
import { factsOf, type ModelFacts } from '../../../plugins/anthropic/models.ts';

const ALL = ['low', 'medium', 'high', 'xhigh', 'max'] as const;
const newest: ModelFacts = {
  hasFormats: true,
  canBeForced: true,
  mostBudget: undefined,
  efforts: ALL,
  hidesThoughts: true,
  silence: 'disabled',
};
const older: ModelFacts = { ...newest, mostBudget: 62_000, efforts: [], hidesThoughts: false };
const between: ModelFacts = { ...older, mostBudget: 126_000, efforts: ['low', 'medium', 'high', 'max'] };
const always: ModelFacts = { ...newest, silence: undefined };

describe('the facts of a model', () => {
  it.each([
    ['claude-2.1', { ...older, hasFormats: false }],
    ['claude-instant-1.2', { ...older, hasFormats: false }],
    ['claude-3-haiku-20240307', { ...older, hasFormats: false }],
    ['claude-3-7-sonnet-latest', { ...older, hasFormats: false }],
    ['anthropic/claude-3.7-sonnet:thinking', { ...older, hasFormats: false }],
    ['anthropic.claude-v2:1', { ...older, hasFormats: false }],
    ['claude-sonnet-4-20250514', { ...older, hasFormats: false }],
    ['claude-sonnet-4-0', { ...older, hasFormats: false }],
    ['us.anthropic.claude-opus-4-20250514-v1:0', { ...older, hasFormats: false, mostBudget: 30_000 }],
    ['claude-opus-4-1-20250805', { ...older, mostBudget: 30_000 }],
    ['claude-sonnet-4-5-20250929', older],
    ['anthropic/claude-haiku-4.5', older],
    ['claude-opus-4-5@20251101', older],
    ['Claude-Haiku-4-5', older],
    ['claude-sonnet-4-6', between],
    ['anthropic/claude-4.6-opus', between],
    ['claude-opus-4-7', newest],
    ['claude-opus-4-8', newest],
    ['claude-sonnet-5', newest],
    ['claude-opus-5', newest],
    ['claude-haiku-5-5', newest],
    ['claude-opus-5-5', { ...always, canBeForced: false }],
    ['claude-sonnet-5-5', { ...newest, canBeForced: false, silence: 'between_tools' }],
    ['claude-fable-5', always],
    ['claude-mythos-preview', always],
    ['claude-mythos-5-1', { ...always, canBeForced: false }],
    ['claude-next', newest],
    ['some-gateways-own-name', newest],
  ] satisfies [string, ModelFacts][])('%s', (model, facts) => {
    expect(factsOf(model)).toEqual(facts);
  });
});
