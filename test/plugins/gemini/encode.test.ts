import { describe, expect, it } from '@jest/globals';
import { encode } from '../../../plugins/gemini/encode.ts';
import { type Call, InvalidInputError, type JsonObject, type ToolDefinition } from '../../../src/plugin.ts';
import { createCall } from '../../openai-dialect/create-call.ts';

function bodyOf(call: Partial<Call>): JsonObject {
  return JSON.parse(JSON.stringify(encode(createCall({ provider: 'gemini', ...call }))));
}

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

  it('must say something', () => {
    const silent: Partial<Call> = { messages: [{ role: 'user', content: [{ type: 'text', text: '' }] }] };
    expect(() => bodyOf(silent)).toThrow(InvalidInputError);
    expect(() => bodyOf(silent)).toThrow('[gemini] messages: must say something');
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
