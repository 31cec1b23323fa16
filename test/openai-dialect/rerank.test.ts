import { describe, expect, it } from '@jest/globals';
import { dialectRerank } from '../../src/openai-dialect/rerank.ts';
import { openaiDialect } from '../../src/openai-dialect/wire.ts';
import type { RerankCall } from '../../src/plugin.ts';
import { createConfig } from './create-call.ts';

const call: RerankCall = {
  provider: 'acme',
  config: createConfig(),
  model: 'some-model',
  query: 'what swims?',
  documents: ['a cat', 'a fish'],
};
const wire = dialectRerank({}, {});

describe('the order of documents in the dialect', () => {
  it('is asked for with query and documents', () => {
    expect(wire.path(call)).toBe('/rerank');
    expect(wire.encode(call)).toEqual({ model: 'some-model', query: 'what swims?', documents: ['a cat', 'a fish'] });
    expect(wire.encode({ ...call, topN: 1 })).toMatchObject({ top_n: 1 });
    const own = dialectRerank({ path: '/v2/rerank', maxDocuments: 7 }, { query: { a: 'b' } });
    expect([own.path(call), own.maxDocuments]).toEqual(['/v2/rerank?a=b', 7]);
  });

  it.each([
    ['SiliconFlow', { meta: { tokens: { input_tokens: 8, output_tokens: 1 } } }, { promptTokens: 8, completionTokens: 1 }],
    ['the description of SiliconFlow', { tokens: { input_tokens: 8, output_tokens: 0 } }, { promptTokens: 8 }],
    ['Jina', { usage: { total_tokens: 8 } }, { promptTokens: 8 }],
    ['llama.cpp', { usage: { prompt_tokens: 8, total_tokens: 8 } }, { promptTokens: 8 }],
  ])('is read as %s has it', (_who, told, usage) => {
    const results = [{ index: 1, relevance_score: 0.9, document: { text: 'a fish' } }, { index: 0, score: 0.1 }, null];
    const answer = wire.decode({ id: 'x', model: 'm-1', results, ...told });
    expect(answer).toMatchObject({
      results: [
        { index: 1, score: 0.9 },
        { index: 0, score: 0.1 },
      ],
      model: 'm-1',
    });
    expect(openaiDialect().usage(answer?.counters ?? {})).toMatchObject(usage);
  });

  it('has no counters where nothing was counted', () => {
    expect(wire.decode({ results: [] })).toEqual({ results: [], model: '', counters: undefined });
  });

  it.each([[null], ['text'], [[]], [{}], [{ results: {} }]])('is not in %j', (body) => {
    expect(wire.decode(body)).toBeUndefined();
  });

  it('is a capability of those that have it', () => {
    expect(openaiDialect().capabilities).not.toContain('rerank');
    expect(openaiDialect({ rerank: {} }).capabilities).toContain('rerank');
  });
});
