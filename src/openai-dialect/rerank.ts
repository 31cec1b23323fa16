import type { RerankAnswer, RerankWire } from '../data-wires.ts';
import { dataAddress } from './address.ts';
import { countersOf } from './embeddings.ts';
import type { DialectFacts, RerankFacts } from './facts.ts';
import { listOf, objectOf, textOf } from './values.ts';

interface RankingAnswer {
  results?: unknown;
  model?: unknown;
  usage?: unknown;
  tokens?: unknown;
  meta?: { tokens?: unknown } | null;
}

/** What one of the results may hold. */
interface Result {
  index: number;
  relevance_score?: number;
  score?: number;
}

/** The order of documents in the form that [Jina](https://api.jina.ai/redoc#tag/rerank) and many servers share; OpenAI has none. */
export function dialectRerank({ path = '/rerank', maxDocuments }: RerankFacts, { query: parameters }: DialectFacts): RerankWire {
  return {
    maxDocuments,
    path: (call) => dataAddress(call, path, parameters),
    encode: ({ model, query, documents, topN }) => ({
      model,
      query,
      documents: [...documents],
      ...(topN !== undefined && { top_n: topN }),
    }),
    decode: decodeRanking,
  };
}

function decodeRanking(body: unknown): RerankAnswer | undefined {
  const { results, model, usage, tokens, meta } = (objectOf(body) ?? {}) as RankingAnswer;
  if (!Array.isArray(results)) return undefined;
  return {
    results: listOf<Result>(results).map(({ index, relevance_score, score }) => ({
      index,
      score: (relevance_score ?? score) as number,
    })),
    model: textOf(model),
    counters: countersOf(usage) ?? countersOf(meta?.tokens) ?? countersOf(tokens),
  };
}
