import { describe, expect, it } from '@jest/globals';
import type { CohereConfig } from '../../../plugins/cohere/api.ts';
import { embeddings } from '../../../plugins/cohere/embeddings.ts';
import type { EmbedCall } from '../../../src/plugin.ts';
import { createConfig } from '../../openai-dialect/create-call.ts';

const call = (more: Partial<EmbedCall<CohereConfig>> = {}): EmbedCall<CohereConfig> => ({
  provider: 'cohere',
  config: createConfig<CohereConfig>({ baseURL: 'https://api.cohere.com/v2' }),
  model: 'embed-v4.0',
  input: ['a', 'b'],
  ...more,
});
const encode = (more: Partial<EmbedCall<CohereConfig>> = {}) => JSON.parse(JSON.stringify(embeddings.encode(call(more))));

describe('embeddings', () => {
  it.each([
    ['https://api.cohere.com/v2', 'https://api.cohere.com/v2/embed'],
    ['https://api.cohere.ai/v1', 'https://api.cohere.ai/v2/embed'],
    ['https://gateway.example/v1/cohere', 'https://gateway.example/v1/cohere/embed'],
  ])('of %s are those of v2', (baseURL, url) => {
    expect(embeddings.path(call({ config: createConfig<CohereConfig>({ baseURL }) }))).toBe(url);
  });

  it('are asked for as base64, of documents unless told otherwise', () => {
    expect(encode()).toEqual({
      model: 'embed-v4.0',
      texts: ['a', 'b'],
      input_type: 'search_document',
      embedding_types: ['base64'],
    });
    expect(encode({ dimensions: 256, inputType: 'search_query' })).toMatchObject({
      input_type: 'search_query',
      output_dimension: 256,
    });
  });

  it('that are to be compared are asked for as for clusters', () => {
    expect(encode({ inputType: 'similarity' }).input_type).toBe('clustering');
  });

  it.each([
    ['base64', ['AACAPw=='], 'AACAPw=='],
    ['float', [[1]], [1]],
  ])('are read as %s', (type, told, values) => {
    const meta = { billed_units: { input_tokens: 2 } };
    expect(embeddings.decode({ embeddings: { [type]: told }, meta })).toEqual({ vectors: [{ values }], counters: meta });
  });

  it.each([[null], ['text'], [{}], [{ embeddings: null }], [{ embeddings: { int8: [[1]] } }]])('are not %j', (body) => {
    expect(embeddings.decode(body)).toBeUndefined();
  });
});
