import { describe, expect, it } from '@jest/globals';
import { encode } from '../../../plugins/gemini/encode.ts';
import { type Call, InvalidInputError, type JsonObject, type ToolDefinition } from '../../../src/plugin.ts';
import { createCall } from '../../openai-dialect/create-call.ts';

function bodyOf(call: Partial<Call>): JsonObject {
  return JSON.parse(JSON.stringify(encode(createCall({ provider: 'gemini', ...call }))));
}

const configOf = (call: Partial<Call>) => bodyOf(call).generationConfig as JsonObject;
const thinkingOf = (reasoning: Call['reasoning']) => configOf({ reasoning }).thinkingConfig;

const weather: ToolDefinition = {
  name: 'get_weather',
  description: 'Tells the weather.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, additionalProperties: false },
};
const clock: ToolDefinition = { name: 'now', parameters: { type: 'object', properties: {} } };

describe('a request', () => {
  it('sends no more than it must: the model is in the path', () => {
    expect(bodyOf({})).toEqual({ contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] });
  });

  it('sends all settings, zeros included', () => {
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
  });

  it.each<[Partial<Call>, string]>([
    [{ temperature: 2.1 }, 'temperature: must be at most 2 (given: 2.1)'],
    [{ stop: ['a', 'b', 'c', 'd', 'e', 'f'] }, 'stop: must have at most 5 texts (given: 6)'],
    [{ seed: 2 ** 31 }, 'seed: must be at most 2147483647 (given: 2147483648)'],
    [{ seed: -(2 ** 40) }, 'seed: must be at most 2147483647'],
    [{ messages: [{ role: 'user', content: [{ type: 'text', text: '' }] }] }, 'messages: must say something'],
  ])('refuses %j', (call, message) => {
    expect(() => bodyOf(call)).toThrow(InvalidInputError);
    expect(() => bodyOf(call)).toThrow(`[gemini] ${message}`);
  });

  it('takes what is just within the limits', () => {
    expect(configOf({ temperature: 2, stop: ['a', 'b', 'c', 'd', 'e'], seed: 2 ** 31 - 1 })).toMatchObject({ temperature: 2 });
  });
});

describe('reasoning', () => {
  it.each(['minimal', 'low', 'medium', 'high'] as const)(
    'sends the effort %s as a level, and asks for the thoughts',
    (effort) => {
      expect(thinkingOf({ effort })).toEqual({ thinkingLevel: effort.toUpperCase(), includeThoughts: true });
    },
  );

  it('sends a budget, and asks for the thoughts', () => {
    expect(thinkingOf({ budgetTokens: 4096 })).toEqual({ thinkingBudget: 4096, includeThoughts: true });
  });

  it('asks for no thoughts where there are none', () => {
    expect(thinkingOf({ effort: 'none' })).toEqual({ thinkingBudget: 0 });
    expect(thinkingOf({ budgetTokens: 0 })).toEqual({ thinkingBudget: 0 });
  });

  it.each(['xhigh', 'max'] as const)('refuses the effort %s, which has no level', (effort) => {
    expect(() => thinkingOf({ effort })).toThrow(InvalidInputError);
    expect(() => thinkingOf({ effort })).toThrow(`must be one of none, minimal, low, medium, high (given: ${effort})`);
  });
});

describe('tools', () => {
  it('are declared with their JSON Schema as it is', () => {
    expect(bodyOf({ tools: [weather, clock] }).tools).toEqual([
      {
        functionDeclarations: [
          { name: 'get_weather', description: 'Tells the weather.', parametersJsonSchema: weather.parameters },
          { name: 'now', parametersJsonSchema: clock.parameters },
        ],
      },
    ]);
  });

  it.each<[Call['toolChoice'], JsonObject]>([
    ['auto', { mode: 'AUTO' }],
    ['none', { mode: 'NONE' }],
    ['required', { mode: 'ANY' }],
    [{ name: 'now' }, { mode: 'ANY', allowedFunctionNames: ['now'] }],
  ])('send the choice %j', (toolChoice, functionCallingConfig) => {
    expect(bodyOf({ tools: [weather, clock], toolChoice }).toolConfig).toEqual({ functionCallingConfig });
  });

  it('leave the choice to the API where there is none', () => {
    expect(bodyOf({ tools: [clock] })).not.toHaveProperty('toolConfig');
    expect(bodyOf({})).not.toHaveProperty('tools');
  });
});
