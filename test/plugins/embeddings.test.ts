import { describe, expect, it } from '@jest/globals';
import type { EmbedRequest } from '../../src/data-types.ts';
import type { JsonObject } from '../../src/message.ts';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import { failureOf } from '../support/failure.ts';
import { FakeTransport } from '../support/fake-transport.ts';

/** What is sent; all answers are refused, which does not matter here. */
async function sent(provider: string, method: 'embed' | 'rerank', config: object = {}, request: object = {}, env = {}) {
  const transport = new FakeTransport({ chunks: ['{}'] });
  const client = new ProviderRegistry({ env, transport }).create(provider, { apiKey: 'key-0123456789', ...config });
  if (method === 'embed') await failureOf(client.embed({ input: ['a', 'b'], ...request } as EmbedRequest));
  else await failureOf(client.rerank({ query: 'q', documents: ['a', 'b'], ...request }));
  return transport.requests.map(({ url, headers, body = '' }) => ({ url, headers, body: JSON.parse(body) as JsonObject }));
}

const azure = (path: string) => ({ baseURL: `https://me.openai.azure.com${path}`, model: 'chat', embeddingModel: 'my-vectors' });

describe('embeddings', () => {
  it.each<[string, object, object, string, object]>([
    [
      'openai',
      {},
      { dimensions: 256 },
      'https://api.openai.com/v1/embeddings',
      { model: 'text-embedding-3-small', dimensions: 256, encoding_format: 'base64' },
    ],
    [
      'openai',
      { api: 'responses' },
      {},
      'https://api.openai.com/v1/embeddings',
      { model: 'text-embedding-3-small', encoding_format: 'base64' },
    ],
    ['siliconflow', {}, {}, 'https://api.siliconflow.cn/v1/embeddings', { model: 'BAAI/bge-m3', encoding_format: 'base64' }],
    [
      'mistral',
      {},
      { dimensions: 256 },
      'https://api.mistral.ai/v1/embeddings',
      { model: 'mistral-embed', output_dimension: 256 },
    ],
    ['openrouter', { embeddingModel: 'm' }, {}, 'https://openrouter.ai/api/v1/embeddings', { model: 'm' }],
    ['together', { embeddingModel: 'm' }, {}, 'https://api.together.ai/v1/embeddings', { model: 'm' }],
    ['fireworks', { embeddingModel: 'm' }, {}, 'https://api.fireworks.ai/inference/v1/embeddings', { model: 'm' }],
    [
      'nvidia',
      { embeddingModel: 'm' },
      { inputType: 'search_document' },
      'https://integrate.api.nvidia.com/v1/embeddings',
      { model: 'm', input_type: 'passage' },
    ],
    ['vllm', { model: 'm' }, {}, 'http://localhost:8000/v1/embeddings', { model: 'm', encoding_format: 'base64' }],
    ['lmstudio', { model: 'm' }, {}, 'http://localhost:1234/v1/embeddings', { model: 'm' }],
    ['llamacpp', { model: 'm' }, {}, 'http://localhost:8080/v1/embeddings', { model: 'm' }],
    [
      'azure-openai',
      azure(''),
      {},
      'https://me.openai.azure.com/openai/deployments/my-vectors/embeddings?api-version=2024-10-21',
      { model: 'my-vectors', encoding_format: 'base64' },
    ],
    [
      'azure-openai',
      azure('/openai'),
      {},
      'https://me.openai.azure.com/openai/deployments/my-vectors/embeddings?api-version=2024-10-21',
      { model: 'my-vectors', encoding_format: 'base64' },
    ],
    [
      'azure-openai',
      azure('/openai/v1'),
      {},
      'https://me.openai.azure.com/openai/v1/embeddings',
      { model: 'my-vectors', encoding_format: 'base64' },
    ],
    [
      'azure-openai',
      azure('/openai/deployments/v'),
      {},
      'https://me.openai.azure.com/openai/deployments/v/embeddings?api-version=2024-10-21',
      { model: 'my-vectors', encoding_format: 'base64' },
    ],
    [
      'custom',
      { baseURL: 'https://me.test/v1', model: 'm' },
      { dimensions: 3 },
      'https://me.test/v1/embeddings',
      { model: 'm', dimensions: 3 },
    ],
    [
      'custom',
      { baseURL: 'https://me.test/v1/chat/completions', model: 'c', embeddingModel: 'm', embeddingsPath: '/vectors' },
      {},
      'https://me.test/v1/vectors',
      { model: 'm' },
    ],
  ])('of %s with %j are asked for where it has them, in its words', async (provider, config, request, url, body) => {
    expect(await sent(provider, 'embed', config, request)).toMatchObject([{ url, body: { input: ['a', 'b'], ...body } }]);
    const [one] = await sent(provider, 'embed', config, request);
    expect(Object.keys(one?.body ?? {}).sort()).toEqual(['input', ...Object.keys(body)].sort());
  });

  it('have the model of the variable', async () => {
    const [one] = await sent('openai', 'embed', {}, {}, { OPENAI_EMBEDDING_MODEL: 'text-embedding-3-large' });
    expect(one?.body.model).toBe('text-embedding-3-large');
    const deployed = { AZURE_OPENAI_EMBEDDING_DEPLOYMENT: 'vectors' };
    const [other] = await sent('azure-openai', 'embed', { ...azure(''), embeddingModel: undefined }, {}, deployed);
    expect(other?.url).toContain('/deployments/vectors/embeddings');
  });

  it.each([
    ['siliconflow', {}, 33, 2],
    ['mistral', {}, 257, 2],
    ['fireworks', {}, 9, 2],
    ['openai', {}, 2049, 2],
    ['custom', { baseURL: 'https://me.test', model: 'm', embeddingBatch: 10 }, 31, 4],
  ])('of %s with %j are asked for in as many requests as %i texts need', async (provider, config, length, requests) => {
    const input = new Array(length).fill('a');
    const asked = await sent(provider, 'embed', config, { input });
    expect(asked).toHaveLength(requests);
  });

  it('of long texts need more requests, where an API counts the tokens of all', async () => {
    expect(await sent('openai', 'embed', {}, { input: new Array(3).fill('a'.repeat(40_000)) })).toHaveLength(2);
    expect(await sent('mistral', 'embed', {}, { input: new Array(3).fill('a'.repeat(6000)) })).toHaveLength(2);
  });

  it.each(['together', 'lmstudio', 'llamacpp'])('of %s have the length that they have', async (provider) => {
    expect(await sent(provider, 'embed', { model: 'm' }, { dimensions: 3 })).toEqual([]);
  });

  it.each(['groq', 'xai', 'cerebras', 'perplexity', 'deepseek', 'kimi', 'anthropic'])('are no capability of %s', (provider) => {
    const client = new ProviderRegistry({ env: {} }).create(provider, { apiKey: 'key-0123456789' });
    expect([client.capabilities.has('embed'), client.capabilities.has('rerank')]).toEqual([false, false]);
  });
});

describe('the order of documents', () => {
  it.each<[string, object, string, string]>([
    ['siliconflow', {}, 'https://api.siliconflow.cn/v1/rerank', 'BAAI/bge-reranker-v2-m3'],
    ['together', { rerankModel: 'm' }, 'https://api.together.ai/v1/rerank', 'm'],
    ['vllm', { model: 'm' }, 'http://localhost:8000/v1/rerank', 'm'],
    ['llamacpp', { model: 'm' }, 'http://localhost:8080/v1/rerank', 'm'],
    ['custom', { baseURL: 'https://me.test/v1', model: 'm', rerankPath: '/v2/rerank' }, 'https://me.test/v1/v2/rerank', 'm'],
  ])('of %s with %j is asked for where it has it', async (provider, config, url, model) => {
    const body = { model, query: 'q', documents: ['a', 'b'], top_n: 1 };
    expect(await sent(provider, 'rerank', config, { topN: 1 })).toMatchObject([{ url, body }]);
  });
});
