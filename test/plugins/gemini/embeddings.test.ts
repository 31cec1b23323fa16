import { describe, expect, it } from '@jest/globals';
import { embeddings } from '../../../plugins/gemini/embeddings.ts';
import type { EmbedCall, InputType } from '../../../src/plugin.ts';
import { ProviderRegistry } from '../../../src/registry/registry.ts';
import { startSimulator } from '../../../src/simulator/simulator.ts';
import { vectorOf } from '../../../src/simulator/vectors.ts';
import { createConfig } from '../../openai-dialect/create-call.ts';

const config = createConfig();
const call = (more: Partial<EmbedCall> = {}): EmbedCall => ({
  provider: 'gemini',
  config,
  model: 'gemini-embedding-2',
  input: ['a', 'b'],
  ...more,
});
const bodyOf = (more?: Partial<EmbedCall>) => JSON.parse(JSON.stringify(embeddings.encode(call(more))));

describe('embeddings', () => {
  it('are asked for in one batch, each text with the model', () => {
    expect(embeddings.path(call())).toBe('/models/gemini-embedding-2:batchEmbedContents');
    expect(embeddings.path(call({ model: 'models/gemini-embedding-001' }))).toBe(
      '/models/gemini-embedding-001:batchEmbedContents',
    );
    expect(bodyOf()).toEqual({
      requests: ['a', 'b'].map((text) => ({ model: 'models/gemini-embedding-2', content: { parts: [{ text }] } })),
    });
    expect(bodyOf({ dimensions: 768 }).requests[1]).toMatchObject({ outputDimensionality: 768 });
    expect(embeddings.maxInputs(config)).toBe(100);
  });

  it.each<[InputType, string, string]>([
    ['search_document', 'RETRIEVAL_DOCUMENT', 'title: none | text: a'],
    ['search_query', 'RETRIEVAL_QUERY', 'task: search result | query: a'],
    ['similarity', 'SEMANTIC_SIMILARITY', 'task: sentence similarity | query: a'],
    ['classification', 'CLASSIFICATION', 'task: classification | query: a'],
    ['clustering', 'CLUSTERING', 'task: clustering | query: a'],
  ])('are told what they are for, as the model wants it: %s', (inputType, taskType, text) => {
    const first = bodyOf({ inputType, model: 'gemini-embedding-001', input: ['a'] });
    expect(first.requests).toEqual([{ model: 'models/gemini-embedding-001', content: { parts: [{ text: 'a' }] }, taskType }]);
    const second = bodyOf({ inputType, input: ['a'] });
    expect(second.requests).toEqual([{ model: 'models/gemini-embedding-2', content: { parts: [{ text }] } }]);
  });

  it('are read with what was counted, if it was', () => {
    const vectors = [{ values: [0.5, -1] }, { values: [1, 2] }];
    expect(embeddings.decode({ embeddings: [{ values: [0.5, -1] }, { values: [1, 2] }] })).toEqual({
      vectors,
      counters: undefined,
    });
    expect(embeddings.decode({ embeddings: vectors, usageMetadata: { promptTokenCount: 12 } })?.counters).toEqual({
      promptTokenCount: 12,
    });
    expect(embeddings.decode({ embeddings: [{}, null] })).toMatchObject({ vectors: [{ values: [] }, { values: [] }] });
    expect(embeddings.decode({ embedding: {} })).toBeUndefined();
    expect(embeddings.decode(null)).toBeUndefined();
  });

  it('come from the API in the order of the texts, however many there are', async () => {
    const simulator = await startSimulator();
    const client = new ProviderRegistry({ env: {} }).create('gemini', { apiKey: 'k', baseURL: simulator.baseURL('gemini') });
    const input = Array.from({ length: 230 }, (_, index) => `text ${index}`);
    try {
      const answer = await client.embed({ input, dimensions: 4 });
      expect(answer.embeddings).toEqual(input.map((text) => vectorOf(text, 4)));
      expect(answer).toMatchObject({ model: 'gemini-embedding-2', usage: { promptTokens: 460, totalTokens: 460 } });
      const older = await client.embed({ input: 'a', model: 'gemini-embedding-001', inputType: 'similarity' });
      expect(older.usage.estimated).toBe(true);
    } finally {
      await simulator.close();
    }
  });
});
