import { describe, expect, it } from '@jest/globals';
import type { OllamaConfig } from '../../../plugins/ollama/api.ts';
import { embeddings } from '../../../plugins/ollama/embeddings.ts';
import type { EmbedCall } from '../../../src/plugin.ts';
import { ProviderRegistry } from '../../../src/registry/registry.ts';
import { startSimulator } from '../../../src/simulator/simulator.ts';
import { vectorOf } from '../../../src/simulator/vectors.ts';
import { createConfig } from '../../openai-dialect/create-call.ts';

const bodyOf = (more: Partial<EmbedCall<OllamaConfig>> = {}) => {
  const call = { provider: 'ollama', config: createConfig<OllamaConfig>(), model: 'embeddinggemma', input: ['a', 'b'], ...more };
  return JSON.parse(JSON.stringify(embeddings.encode(call)));
};

describe('embeddings', () => {
  it('are asked for with the settings that the server has for them', () => {
    expect(bodyOf()).toEqual({ model: 'embeddinggemma', input: ['a', 'b'] });
    const config = createConfig<OllamaConfig>({ keepAlive: 0, numCtx: 4096 });
    expect(bodyOf({ dimensions: 256, inputType: 'search_query', config })).toEqual({
      model: 'embeddinggemma',
      input: ['a', 'b'],
      dimensions: 256,
      keep_alive: 0,
      options: { num_ctx: 4096 },
    });
  });

  it('are read with the model and what was counted', () => {
    expect(embeddings.decode({ model: 'm', embeddings: [[1, 2]], prompt_eval_count: 3 })).toEqual({
      vectors: [{ values: [1, 2] }],
      model: 'm',
      counters: { prompt_eval_count: 3 },
    });
    expect(embeddings.decode({ embeddings: [null] })).toMatchObject({ vectors: [{ values: [] }] });
    expect(embeddings.decode({ embedding: [1, 2] })).toBeUndefined();
    expect(embeddings.decode(null)).toBeUndefined();
  });

  it.each(['chat', 'generate'] as const)('come whichever of the endpoints is used beside it: %s', async (api) => {
    const simulator = await startSimulator();
    const client = new ProviderRegistry({ env: {} }).create('ollama', { baseURL: simulator.baseURL('ollama'), api });
    try {
      const { embeddings: vectors, ...answer } = await client.embed({ input: ['one text', 'two'], dimensions: 3 });
      expect(vectors).toEqual([vectorOf('one text', 3), vectorOf('two', 3)]);
      expect(answer).toEqual({ model: 'embeddinggemma', usage: { promptTokens: 3, completionTokens: 0, totalTokens: 3 } });
    } finally {
      await simulator.close();
    }
  });
});
