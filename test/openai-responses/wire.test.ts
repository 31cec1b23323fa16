import { describe, expect, it } from '@jest/globals';
import { openaiResponses } from '../../src/plugin.ts';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import { createCall, createConfig } from '../openai-dialect/create-call.ts';
import { thrownBy } from '../support/failure.ts';

const create = (provider: string, config: object) =>
  new ProviderRegistry({ env: {} }).create(provider, { apiKey: 'k', model: 'm', api: 'responses', ...config });

describe('the address', () => {
  it.each<[string, string, object]>([
    ['https://a.test/v1/responses', 'custom', { baseURL: 'https://a.test/v1' }],
    ['https://a.test/v1/responses', 'custom', { baseURL: 'https://a.test/v1/responses' }],
    ['https://a.test/v1/responses', 'custom', { baseURL: 'https://a.test/v1/responses', api: undefined }],
    ['https://a.test/v1/responses', 'custom', { baseURL: 'https://a.test/v1/chat/completions' }],
    ['https://a.test/answer/m?v=1', 'custom', { baseURL: 'https://a.test', responsesPath: '/answer/{model}', query: { v: '1' } }],
    ['https://me.test/openai/v1/responses', 'azure-openai', { baseURL: 'https://me.test/openai/v1' }],
    ['https://me.test/openai/v1/responses', 'azure-openai', { baseURL: 'https://me.test/openai/v1/responses' }],
    ['https://me.test/openai/responses?api-version=v', 'azure-openai', { baseURL: 'https://me.test', apiVersion: 'v' }],
    ['https://me.test/openai/responses?api-version=v', 'azure-openai', { baseURL: 'https://me.test/openai', apiVersion: 'v' }],
    ['https://api.x.ai/v1/responses', 'xai', {}],
    ['https://openrouter.ai/api/v1/responses', 'openrouter', {}],
    ['http://localhost:1234/v1/responses', 'lmstudio', {}],
  ])('is %s for %s with %j', (url, provider, config) => {
    expect(create(provider, config).encode('Hi').url).toBe(url);
  });

  it('of the models is beside it', () => {
    const wire = openaiResponses();
    expect(wire.models?.path(createConfig({ baseURL: 'https://a.test/v1/responses' }))).toBe('https://a.test/v1/models');
    expect(wire.path(createCall())).toBe('/responses');
  });
});

describe('settings', () => {
  it('that only chat completions have are refused, saying so', () => {
    const error = thrownBy(() => create('xai', {}).encode({ prompt: 'Hi', stop: ['.'], seed: 1, topK: 3 }));
    expect(error).toMatchObject({ code: 'INVALID_INPUT' });
    expect(error.message).toMatch(/stop: is not sent to this API \(.*; a client with api: 'chat' sends it\)/);
    expect(error.message).toMatch(/topK: is not sent to this API \(.*; extraBody takes/);
  });

  it('of custom are those that its config names', () => {
    const client = create('custom', { baseURL: 'https://a.test', settings: ['maxTokens', 'stop'], stateless: false });
    expect(client.encode({ prompt: 'Hi', maxTokens: 9 }).body).toEqual({
      model: 'm',
      input: [{ role: 'user', content: 'Hi' }],
      max_output_tokens: 9,
      stream: false,
    });
    expect(thrownBy(() => client.encode({ prompt: 'Hi', stop: ['.'] })).message).toContain("api: 'chat'");
    expect(thrownBy(() => client.encode({ prompt: 'Hi', temperature: 1 })).message).toContain('extraBody');
  });
});

it('takes no marks for a cache, whatever chat completions take', () => {
  const content = [{ type: 'text' as const, text: 'Hi', cache: true }];
  expect(create('openrouter', {}).encode({ messages: [{ role: 'user', content }] }).body.input).toEqual([
    { role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
  ]);
});
