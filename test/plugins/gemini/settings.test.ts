import { describe, expect, it } from '@jest/globals';
import { generationConfigOf } from '../../../plugins/gemini/settings.ts';
import { type Call, InvalidInputError, type JsonObject, type Reasoning } from '../../../src/plugin.ts';
import { createCall } from '../../openai-dialect/create-call.ts';

const configOf = (call: Partial<Call>): JsonObject =>
  JSON.parse(JSON.stringify(generationConfigOf(createCall({ provider: 'gemini', ...call })) ?? {}));
const thinkingOf = (model: string, reasoning: Reasoning) => configOf({ model, reasoning }).thinkingConfig;

describe('settings', () => {
  it('are all sent, zeros included', () => {
    const settings = { maxTokens: 9, temperature: 0, topP: 0, topK: 0, stop: ['END'], seed: 0 };
    expect(configOf({ ...settings, presencePenalty: 0, frequencyPenalty: -1 })).toEqual({
      maxOutputTokens: 9,
      temperature: 0,
      topP: 0,
      topK: 0,
      stopSequences: ['END'],
      seed: 0,
      presencePenalty: 0,
      frequencyPenalty: -1,
    });
    expect(generationConfigOf(createCall())).toBeUndefined();
  });

  it.each<[Partial<Call>, string]>([
    [{ temperature: 2.1 }, 'temperature: must be at most 2 (given: 2.1)'],
    [{ stop: ['a', 'b', 'c', 'd', 'e', 'f'] }, 'stop: must have at most 5 texts (given: 6)'],
    [{ seed: 2 ** 31 }, 'seed: must be at most 2147483647 (given: 2147483648)'],
    [{ seed: -(2 ** 40) }, 'seed: must be at most 2147483647'],
  ])('are refused where the API has no room for them: %j', (call, message) => {
    expect(() => configOf(call)).toThrow(InvalidInputError);
    expect(() => configOf(call)).toThrow(`[gemini] ${message}`);
  });

  it('are taken where they are just within the limits', () => {
    expect(configOf({ temperature: 2, stop: ['a', 'b', 'c', 'd', 'e'], seed: 2 ** 31 - 1 })).toMatchObject({ temperature: 2 });
  });
});

describe('a format', () => {
  const schema = { type: 'object', properties: { year: { type: 'integer', minimum: 1 } }, required: ['year'] };
  const format: Call['responseFormat'] = { type: 'json_schema', name: 'answer', schema, strict: true };
  const tools = [{ name: 'now', parameters: { type: 'object' } }];

  it('is a type and the schema as it is', () => {
    expect(configOf({ responseFormat: format })).toEqual({ responseMimeType: 'application/json', responseJsonSchema: schema });
    expect(configOf({ responseFormat: { type: 'json' } })).toEqual({ responseMimeType: 'application/json' });
  });

  it.each(['gemini-2.5-flash', 'models/gemini-2.5-pro', 'publishers/google/models/gemini-2.0-flash-001'])(
    'is refused beside tools for %s, which takes no such request',
    (model) => {
      const asked = { model, tools, responseFormat: format };
      expect(() => configOf(asked)).toThrow(InvalidInputError);
      expect(() => configOf(asked)).toThrow(`responseFormat: ${model} takes no tools beside it`);
    },
  );

  it('goes beside tools for later models, but not where one must be called', () => {
    const asked: Partial<Call> = { model: 'gemini-3.5-flash', tools, responseFormat: format };
    expect(configOf(asked)).toHaveProperty('responseJsonSchema');
    expect(configOf({ ...asked, toolChoice: 'auto' })).toHaveProperty('responseJsonSchema');
    for (const toolChoice of ['required', { name: 'now' }] as const)
      expect(() => configOf({ ...asked, toolChoice })).toThrow('set toolChoice to auto or none');
  });
});

describe('reasoning', () => {
  it.each<[string, string]>([
    ['gemini-3.5-flash', 'MINIMAL LOW MEDIUM HIGH HIGH HIGH'],
    ['gemini-3-flash-preview', 'MINIMAL LOW MEDIUM HIGH HIGH HIGH'],
    ['models/gemini-3.1-flash-lite', 'MINIMAL LOW MEDIUM HIGH HIGH HIGH'],
    ['gemini-3.7-flash', 'LOW LOW MEDIUM HIGH HIGH HIGH'],
    ['gemini-3.10-flash', 'LOW LOW MEDIUM HIGH HIGH HIGH'],
    ['gemini-3.1-pro-preview', 'LOW LOW MEDIUM HIGH HIGH HIGH'],
    ['gemini-3-pro-preview', 'LOW LOW LOW HIGH HIGH HIGH'],
    ['gemini-flash-latest', 'LOW LOW MEDIUM HIGH HIGH HIGH'],
    ['gemma-4-31b-it', 'MINIMAL MINIMAL HIGH HIGH HIGH HIGH'],
  ])('is the nearest level that %s has', (model, levels) => {
    const efforts = ['minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;
    expect(efforts.map((effort) => thinkingOf(model, { effort }))).toEqual(
      levels.split(' ').map((thinkingLevel) => ({ thinkingLevel, includeThoughts: true })),
    );
  });

  it('is a level for a budget where the model has levels', () => {
    expect(thinkingOf('gemini-3.5-flash', { budgetTokens: 4096 })).toEqual({ thinkingLevel: 'LOW', includeThoughts: true });
    expect(thinkingOf('gemini-3.5-flash', { budgetTokens: 5000 })).toEqual({ thinkingLevel: 'MEDIUM', includeThoughts: true });
  });

  it.each<[string, number, number]>([
    ['gemini-2.5-pro', 128, 32_768],
    ['gemini-2.5-flash', 1, 24_576],
    ['gemini-2.5-flash-lite-preview-09-2025', 512, 24_576],
  ])('is a budget within the limits of %s', (model, least, most) => {
    const budgetFor = (reasoning: Reasoning) => thinkingOf(model, reasoning);
    expect(budgetFor({ budgetTokens: 1 })).toEqual({ thinkingBudget: least, includeThoughts: true });
    expect(budgetFor({ budgetTokens: 4096 })).toEqual({ thinkingBudget: 4096, includeThoughts: true });
    expect(budgetFor({ budgetTokens: 1_000_000 })).toEqual({ thinkingBudget: most, includeThoughts: true });
    expect(budgetFor({ effort: 'max' })).toEqual({ thinkingBudget: most, includeThoughts: true });
    expect(budgetFor({ effort: 'low' })).toEqual({ thinkingBudget: 4096, includeThoughts: true });
  });

  it('is as little as there can be where none is wanted, and is not shown', () => {
    expect(thinkingOf('gemini-2.5-flash', { effort: 'none' })).toEqual({ thinkingBudget: 0 });
    expect(thinkingOf('gemini-2.5-flash-lite', { budgetTokens: 0 })).toEqual({ thinkingBudget: 0 });
    expect(thinkingOf('gemini-2.5-pro', { effort: 'none' })).toEqual({ thinkingBudget: 128 });
    expect(thinkingOf('gemini-3.5-flash', { effort: 'none' })).toEqual({ thinkingLevel: 'MINIMAL' });
    expect(thinkingOf('gemini-3-pro-preview', { budgetTokens: 0 })).toEqual({ thinkingLevel: 'LOW' });
  });
});
