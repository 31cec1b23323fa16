import { describe, expect, it } from '@jest/globals';
import { ProviderRegistry } from '../../src/index.ts';
import { thrownBy } from '../support/failure.ts';

const registry = new ProviderRegistry({ env: {} });

function encode(provider: string, name: string, config: Record<string, unknown>) {
  const client = registry.create(provider, { apiKey: 'k', baseURL: 'https://a.test', model: 'm', ...config });
  return client.encode({ prompt: 'Hi', tools: [{ name }] });
}

describe('the name of a tool', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['anthropic', 'files.read', {}],
    ['anthropic', 'files:read', {}],
    ['cohere', 'get-time', { apiVersion: 'v1' }],
    ['cohere', '1st', { apiVersion: 'v1' }],
    ['gemini', '1st', {}],
    ['gemini', '-f', {}],
    ['openai', 'a.b:c', {}],
    ['openai', 'x'.repeat(65), {}],
    ['groq', 'a.b', {}],
  ])('is refused by %s as %s', (provider, name, config) => {
    const error = thrownBy(() => encode(provider, name, config));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', provider });
    expect(error.message).toContain(`tools[0].name: "${name}" is not taken by this API`);
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['anthropic', 'x'.repeat(128), {}],
    ['cohere', 'get_time', { apiVersion: 'v1' }],
    ['cohere', 'a.b', {}],
    ['gemini', '_f.g:h-1', {}],
    ['openai', 'x'.repeat(64), {}],
    ['custom', 'a.b:c', {}],
    ['ollama', 'a.b:c', {}],
  ])('is sent to %s as %s', (provider, name, config) => {
    expect(JSON.stringify(encode(provider, name, config).body)).toContain(name);
  });
});
