import { describe, expect, it } from '@jest/globals';
import type { AnthropicConfig } from '../../../plugins/anthropic/api.ts';
import { encode } from '../../../plugins/anthropic/encode.ts';
import { type Call, InvalidInputError, type JsonObject, type ToolDefinition } from '../../../src/plugin.ts';

const config = { model: 'claude-sonnet-5', version: '2023-06-01' } as AnthropicConfig;

function bodyOf(call: Partial<Call<AnthropicConfig>>): JsonObject {
  const defaults = {
    provider: 'anthropic',
    config,
    model: config.model,
    messages: [{ role: 'user' as const, content: 'Hello' }],
    stream: false,
  };
  return JSON.parse(JSON.stringify(encode({ ...defaults, ...call })));
}

const weather: ToolDefinition = {
  name: 'get_weather',
  description: 'Tells the weather.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const clock: ToolDefinition = { name: 'get-time', parameters: { type: 'object', properties: {} } };

describe('a request', () => {
  it('sends no more than it must', () => {
    expect(bodyOf({})).toEqual({
      model: 'claude-sonnet-5',
      max_tokens: 2000,
      messages: [{ role: 'user', content: 'Hello' }],
      stream: false,
    });
  });

  it('sends all settings, zeros included', () => {
    const settings = { maxTokens: 9, temperature: 0, topP: 0, topK: 0, stop: ['END'], user: 'u-1', stream: true };
    expect(bodyOf(settings)).toMatchObject({
      max_tokens: 9,
      temperature: 0,
      top_p: 0,
      top_k: 0,
      stop_sequences: ['END'],
      metadata: { user_id: 'u-1' },
      stream: true,
    });
  });

  it('refuses a temperature over 1', () => {
    expect(bodyOf({ temperature: 1 }).temperature).toBe(1);
    expect(() => bodyOf({ temperature: 1.01 })).toThrow(InvalidInputError);
    expect(() => bodyOf({ temperature: 1.01 })).toThrow('[anthropic] temperature: must be at most 1 (given: 1.01)');
  });
});

describe('tools', () => {
  it('are sent with their schema', () => {
    const { name, description, parameters } = weather;
    expect(bodyOf({ tools: [weather, clock] }).tools).toEqual([
      { name, description, input_schema: parameters },
      { name: 'get-time', input_schema: clock.parameters },
    ]);
  });

  it.each([
    ['auto', { type: 'auto' }],
    ['none', { type: 'none' }],
    ['required', { type: 'any' }],
    [{ name: 'get_weather' }, { type: 'tool', name: 'get_weather' }],
  ] as const)('are chosen among by %j', (toolChoice, sent) => {
    expect(bodyOf({ tools: [weather, clock], toolChoice }).tool_choice).toEqual(sent);
  });

  it('are left to the model where nobody chooses', () => {
    expect(bodyOf({ tools: [weather] })).not.toHaveProperty('tool_choice');
  });

  const budget = { budgetTokens: 2000 };
  const effort = { effort: 'low' as const };

  it.each([budget, effort])('can not be forced on a model that thinks: %j', (reasoning) => {
    for (const toolChoice of ['required', { name: 'get_weather' }] as const) {
      const forced = () => bodyOf({ tools: [weather], toolChoice, reasoning });
      expect(forced).toThrow(InvalidInputError);
      expect(forced).toThrow('[anthropic] toolChoice: must be auto or none together with reasoning');
      expect(forced).toThrow('a responseFormat that the model has not is given by one');
    }
  });

  it.each(['claude-opus-5-5', 'claude-fable-5-1', 'claude-sonnet-5-5-20260801'])('can not be forced on %s', (model) => {
    expect(() => bodyOf({ model, tools: [weather], toolChoice: 'required' })).toThrow(
      '[anthropic] toolChoice: must be auto or none, as this model can not be made to call a tool',
    );
    expect(bodyOf({ model, tools: [weather], toolChoice: 'auto' }).tool_choice).toEqual({ type: 'auto' });
  });

  it('may be left to a model that thinks, or forced on one that must not', () => {
    expect(bodyOf({ tools: [weather], toolChoice: 'auto', reasoning: budget }).tool_choice).toEqual({ type: 'auto' });
    expect(bodyOf({ tools: [weather], toolChoice: 'none', reasoning: effort }).tool_choice).toEqual({ type: 'none' });
    const silent = bodyOf({ tools: [weather], toolChoice: 'required', reasoning: { effort: 'none' } });
    expect(silent).toMatchObject({ tool_choice: { type: 'any' }, thinking: { type: 'disabled' } });
  });
});

describe('a format', () => {
  const schema = { type: 'object', properties: { city: { type: 'string', minLength: 1 } }, required: ['city'] };
  const responseFormat = { type: 'json_schema' as const, name: 'place', schema, strict: true };

  it('is sent as the API takes it', () => {
    const city = { type: 'string', description: '(minLength: 1)' };
    expect(bodyOf({ responseFormat }).output_config).toEqual({
      format: {
        type: 'json_schema',
        schema: { type: 'object', properties: { city }, required: ['city'], additionalProperties: false },
      },
    });
    expect(schema.properties.city).toEqual({ type: 'string', minLength: 1 });
  });

  it('stands beside the effort', () => {
    const { output_config } = bodyOf({ responseFormat, reasoning: { effort: 'low' } });
    expect(output_config).toEqual({ effort: 'low', format: expect.objectContaining({ type: 'json_schema' }) });
  });

  it('is refused with all that the API does not take of it', () => {
    const broken = { type: 'object', properties: { a: { not: {} }, b: true } };
    const refused = () => bodyOf({ responseFormat: { ...responseFormat, schema: broken } });
    expect(refused).toThrow(InvalidInputError);
    expect(refused).toThrow(/^\[anthropic\] responseFormat: anthropic does not take the schema: .*properties\.b: .*a\.not: /);
  });

  it('is refused with no way out that there is not', () => {
    const format = { ...responseFormat, schema: { type: 'object', properties: { a: true } } };
    const refused = (model: string) => () => bodyOf({ model, responseFormat: format });
    expect(refused('claude-sonnet-5')).toThrow('a: must say of what type it is, or set strict: false');
    expect(refused('claude-opus-5-5')).toThrow(/a: must say of what type it is$/);
  });

  it('is refused where the model would have to go on with an answer', () => {
    const messages = [
      { role: 'user' as const, content: 'Where?' },
      { role: 'assistant' as const, content: '{' },
    ];
    expect(() => bodyOf({ responseFormat, messages })).toThrow("messages: the last one must be the user's or a tool's");
    expect(bodyOf({ messages })).not.toHaveProperty('output_config');
  });
});
