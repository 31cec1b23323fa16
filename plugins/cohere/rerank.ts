import type { JsonObject, RerankWire } from '../../src/plugin.ts';
import { v2At } from './address.ts';
import type { CohereConfig } from './api.ts';

interface RerankBody {
  results?: unknown;
  meta?: JsonObject | null;
}

interface Result {
  index: number;
  relevance_score: number;
}

/** Cohere's [Rerank API](https://docs.cohere.com/reference/rerank), v2 whichever version the chat is of. It is paid by searches, not by tokens. */
export const rerank: RerankWire<CohereConfig> = {
  path: ({ config }) => v2At(config, '/rerank'),

  encode: ({ model, query, documents, topN }) => ({ model, query, documents: [...documents], top_n: topN }),

  decode(body) {
    const { results, meta } = (body ?? {}) as RerankBody;
    if (!Array.isArray(results)) return undefined;
    return {
      results: results.map((result: Result | null) => ({
        index: result?.index as number,
        score: result?.relevance_score as number,
      })),
      counters: meta ?? undefined,
    };
  },
};
