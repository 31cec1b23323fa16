import { describe, expect, it } from '@jest/globals';
import { dialectEmbeddings } from '../../src/openai-dialect/embeddings.ts';
import { openaiDialect } from '../../src/openai-dialect/wire.ts';
import type { EmbedCall, EmbeddingFacts } from '../../src/plugin.ts';
import { createConfig } from './create-call.ts';

const call = (more: Partial<EmbedCall> = {}): EmbedCall => ({
  provider: 'acme',
  config: createConfig(),
  model: 'some-model',
  input: ['a', 'b'],
  ...more,
});
const wireOf = (facts: EmbeddingFacts = {}) => dialectEmbeddings(facts, {});

describe('embeddings of the dialect', () => {
  it('are asked for with the model and the texts, and nothing else', () => {
    const wire = wireOf();
    expect(wire.path(call())).toBe('/embeddings');
    expect(wire.encode(call({ inputType: 'search_query' }))).toEqual({ model: 'some-model', input: ['a', 'b'] });
    expect([wire.maxInputs(createConfig()), wire.maxCharacters, wire.dimensions]).toEqual([2048, undefined, true]);
  });

  it('are asked for in the words of the API', () => {
    const inputTypes = {
      search_document: 'passage',
      search_query: 'query',
      similarity: 'query',
      classification: 'query',
      clustering: 'query',
    };
    const wire = wireOf({ base64: true, dimensionsField: 'output_dimension', inputTypes, maxInputs: 5, maxCharacters: 9 });
    expect(wire.encode(call({ dimensions: 7, inputType: 'search_document' }))).toEqual({
      model: 'some-model',
      input: ['a', 'b'],
      output_dimension: 7,
      encoding_format: 'base64',
      input_type: 'passage',
    });
    expect(wire.encode(call())).not.toHaveProperty('input_type');
    expect([wire.maxInputs(createConfig()), wire.maxCharacters]).toEqual([5, 9]);
    expect(wireOf({ dimensionsField: 'none' }).dimensions).toBe(false);
  });

  it('are where the facts say, or beside the route that the base URL ends with', () => {
    const azure = dialectEmbeddings({ path: '/deployments/{model}/embeddings' }, { query: { 'api-version': '1' } });
    expect(azure.path(call({ model: 'my/model' }))).toBe('/deployments/my%2Fmodel/embeddings?api-version=1');
    const config = createConfig({ baseURL: 'https://api.example.com/v1/chat/completions' });
    expect(wireOf().path(call({ config }))).toBe('https://api.example.com/v1/embeddings');
  });

  it('are read with numbers or base64', () => {
    const data = [
      { object: 'embedding', index: 1, embedding: [1, 2] },
      { index: 0, embedding: 'AACAPw==' },
      { embedding: [3] },
      null,
    ];
    const usage = { prompt_tokens: 4, total_tokens: 4 };
    expect(wireOf().decode({ object: 'list', data, model: 'm-1', usage })).toEqual({
      vectors: [
        { index: 1, values: [1, 2] },
        { index: 0, values: 'AACAPw==' },
        { index: undefined, values: [3] },
        { index: undefined, values: undefined },
      ],
      model: 'm-1',
      counters: { prompt_tokens: 4, completion_tokens: 0 },
    });
  });

  it.each([
    [{ prompt_tokens: 4, total_tokens: 9 }, 4],
    [{ total_tokens: 4 }, 4],
    [{ input_tokens: 4 }, 4],
    [{}, undefined],
    [null, undefined],
    ['none', undefined],
  ])('tell what was counted in %j', (usage, expected) => {
    const { counters } = wireOf().decode({ data: [], usage }) ?? {};
    expect(counters && openaiDialect().usage(counters).promptTokens).toBe(expected);
  });

  it.each([[null], ['text'], [[]], [{}], [{ data: {} }], [{ error: { message: 'no' } }]])('are not in %j', (body) => {
    expect(wireOf().decode(body)).toBeUndefined();
  });

  it('are a capability of those that have them', () => {
    expect(openaiDialect().capabilities).not.toContain('embed');
    expect(openaiDialect().embeddings).toBeUndefined();
    const wire = openaiDialect({ embeddings: {} });
    expect(wire.capabilities).toContain('embed');
    expect(wire.embeddings).toBeDefined();
  });
});
