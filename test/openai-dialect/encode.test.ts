import { describe, expect, it } from '@jest/globals';
import { encodeRequest } from '../../src/openai-dialect/encode.ts';
import type { Call, DialectFacts } from '../../src/plugin.ts';
import { createCall } from './create-call.ts';

const encode = (call: Partial<Call> = {}, facts: DialectFacts = {}) => encodeRequest(createCall(call), facts);

const parameters = { type: 'object', properties: { city: { type: 'string' } } };

describe('a request', () => {
  it('holds only what is set', () => {
    expect(JSON.parse(JSON.stringify(encode()))).toEqual({
      model: 'some-model',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: false,
    });
  });

  it('writes every setting under its name, zero included', () => {
    const settings = { maxTokens: 9, temperature: 0, topP: 0.5, topK: 4, stop: ['.'], seed: 0, user: 'u1' };
    expect(encode({ ...settings, presencePenalty: 0, frequencyPenalty: 1 })).toMatchObject({
      max_tokens: 9,
      temperature: 0,
      top_p: 0.5,
      top_k: 4,
      stop: ['.'],
      seed: 0,
      presence_penalty: 0,
      frequency_penalty: 1,
      user: 'u1',
    });
  });

  it('names token limit and seed as the facts say', () => {
    const body = encode({ maxTokens: 9, seed: 1 }, { maxTokensField: 'max_completion_tokens', seedField: 'random_seed' });
    expect(body).toMatchObject({ max_completion_tokens: 9, random_seed: 1 });
    expect(body).not.toHaveProperty('max_tokens');
    expect(body).not.toHaveProperty('seed');
  });

  it('asks a stream for its usage', () => {
    expect(encode({ stream: true })).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  it('does not ask where the facts say that it comes unasked', () => {
    expect(encode({ stream: true }, { asksForUsage: false })).not.toHaveProperty('stream_options');
  });

  it('writes messages as the facts say', () => {
    const messages: Call['messages'] = [
      { role: 'user', content: 'Hi', name: 'ada' },
      { role: 'assistant', content: [{ type: 'reasoning', text: 'Hm' }] },
    ];
    expect(encode({ messages }, { reasoningField: 'reasoning', speakerNames: false }).messages).toEqual([
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: '', reasoning: 'Hm' },
    ]);
  });
});

describe('tools', () => {
  it('are functions', () => {
    const { tools } = encode({
      tools: [
        { name: 'get_weather', description: 'The weather', parameters },
        { name: 'now', parameters: { type: 'object', properties: {} } },
      ],
    });
    expect(JSON.parse(JSON.stringify(tools))).toEqual([
      { type: 'function', function: { name: 'get_weather', description: 'The weather', parameters } },
      { type: 'function', function: { name: 'now', parameters: { type: 'object', properties: {} } } },
    ]);
  });

  it.each(['auto', 'none', 'required'] as const)('are chosen by the word %s', (toolChoice) => {
    expect(encode({ tools: [{ name: 'now', parameters }], toolChoice })).toMatchObject({ tool_choice: toolChoice });
  });

  it('are chosen by name', () => {
    expect(encode({ tools: [{ name: 'now', parameters }], toolChoice: { name: 'now' } })).toMatchObject({
      tool_choice: { type: 'function', function: { name: 'now' } },
    });
  });
});
