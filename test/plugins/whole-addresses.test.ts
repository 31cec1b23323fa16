import { describe, expect, it } from '@jest/globals';
import { ProviderRegistry } from '../../src/index.ts';

const registry = new ProviderRegistry({ env: {} });

describe('a base URL', () => {
  it.each([
    ['anthropic', 'https://gateway.test/v1/messages'],
    ['anthropic', 'https://gateway.test/v1/messages/'],
    ['cohere', 'https://gateway.test/v2/chat'],
    ['cohere', 'https://gateway.test/v1/chat/'],
    ['ollama', 'http://gpu.test:11434/api/chat'],
    ['openai', 'https://gateway.test/v1/chat/completions'],
    ['openai', 'https://gateway.test/v1/responses'],
    ['custom', 'https://gateway.test/chat/completions'],
    ['custom', 'https://gateway.test/responses'],
  ])('of %s may be the whole address %s', (provider, baseURL) => {
    const client = registry.create(provider as string, { apiKey: 'k', model: 'm', baseURL });
    expect(client.encode('Hi').url).toBe(baseURL.replace(/\/$/, ''));
  });

  it.each([
    ['cohere', 'https://gateway.test/v2/embed', 'https://gateway.test/v2/chat'],
    ['cohere', 'https://gateway.test/v2/rerank/', 'https://gateway.test/v2/chat'],
    ['huggingface', 'http://gpu.test:8080/v1/embeddings', 'http://gpu.test:8080/v1/chat/completions'],
  ])('of %s may be the address of its data: %s', (provider, baseURL, url) => {
    const client = registry.create(provider as string, { apiKey: 'k', model: 'm', baseURL });
    expect(client.encode('Hi').url).toBe(url);
  });

  it.each([
    ['anthropic', 'https://gateway.test/messages', '/messages'],
    ['cohere', 'https://gateway.test/chat', '/chat'],
  ])('of %s is used as given where it has no version: %s', (provider, baseURL, path) => {
    const client = registry.create(provider as string, { apiKey: 'k', model: 'm', baseURL });
    expect(client.encode('Hi').url).toBe(baseURL + path);
  });
});
