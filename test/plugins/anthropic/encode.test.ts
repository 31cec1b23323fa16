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

describe('reasoning', () => {
  it('sends a budget', () => {
    const thinking = { type: 'enabled', budget_tokens: 4000 };
    expect(bodyOf({ reasoning: { budgetTokens: 4000 } })).toMatchObject({ max_tokens: 6000, thinking });
    expect(bodyOf({ reasoning: { budgetTokens: 0 } })).toMatchObject({ max_tokens: 2000, thinking: { type: 'disabled' } });
  });

  it('sends an effort with adaptive thinking', () => {
    const body = bodyOf({ reasoning: { effort: 'xhigh' } });
    expect(body).toMatchObject({ max_tokens: 2000, thinking: { type: 'adaptive' }, output_config: { effort: 'xhigh' } });
  });

  it('turns thinking off for the effort "none"', () => {
    const body = bodyOf({ reasoning: { effort: 'none' } });
    expect(body.thinking).toEqual({ type: 'disabled' });
    expect(body).not.toHaveProperty('output_config');
  });

  it('refuses an effort that the API does not know', () => {
    expect(() => bodyOf({ reasoning: { effort: 'minimal' } })).toThrow(/reasoning: effort must be one of none, low/);
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
    }
  });

  it('may be left to a model that thinks, or forced on one that must not', () => {
    expect(bodyOf({ tools: [weather], toolChoice: 'auto', reasoning: budget }).tool_choice).toEqual({ type: 'auto' });
    expect(bodyOf({ tools: [weather], toolChoice: 'none', reasoning: effort }).tool_choice).toEqual({ type: 'none' });
    const silent = bodyOf({ tools: [weather], toolChoice: 'required', reasoning: { effort: 'none' } });
    expect(silent).toMatchObject({ tool_choice: { type: 'any' }, thinking: { type: 'disabled' } });
  });
});
