import { describe, expect, it } from '@jest/globals';
import type { CohereConfig } from '../../../plugins/cohere/api.ts';
import { rerank } from '../../../plugins/cohere/rerank.ts';
import { commonWire } from '../../../plugins/cohere/wire.ts';
import { createConfig } from '../../openai-dialect/create-call.ts';

const call = {
  provider: 'cohere',
  config: createConfig<CohereConfig>({ baseURL: 'https://api.cohere.ai/v1' }),
  model: 'rerank-v3.5',
  query: 'Who?',
  documents: ['a', 'b'],
};

describe('reranking', () => {
  it('is a request of v2', () => {
    expect(rerank.path(call)).toBe('https://api.cohere.ai/v2/rerank');
    expect(rerank.encode({ ...call, topN: 1 })).toEqual({ model: 'rerank-v3.5', query: 'Who?', documents: ['a', 'b'], top_n: 1 });
  });

  it('is read as places and scores, paid by searches', () => {
    const meta = { billed_units: { search_units: 1 } };
    const answer = rerank.decode({ results: [{ index: 1, relevance_score: 0.5 }], meta });
    expect(answer).toEqual({ results: [{ index: 1, score: 0.5 }], counters: meta });
    expect(commonWire.usage(meta)).toEqual({});
  });

  it('reads a result that is none as one without a place', () => {
    expect(rerank.decode({ results: [null] })?.results).toEqual([{ index: undefined, score: undefined }]);
  });

  it.each([[null], [7], [{}], [{ results: {} }]])('is not %j', (body) => {
    expect(rerank.decode(body)).toBeUndefined();
  });
});
