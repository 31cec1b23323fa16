import { tokensOf } from '../answer.ts';
import { flag, list, members, type Rule, whole } from '../check.ts';
import { ranked } from '../vectors.ts';
import { type DataEndpoint, isMissing, type Problem } from '../wire.ts';
import { type Flaw, valueAt } from './chat-completions-request.ts';
import { filled } from './embeddings.ts';

/** What one API does in its own way with documents to order. */
export interface RerankFacts {
  path: string;
  /** Rules for further members. */
  members?: Readonly<Record<string, Rule>>;
  /** The refusal in the API's own words. */
  refuse(flaw: Flaw): Problem;
}

interface RerankBody {
  model: string;
  query: string;
  documents: string[];
  top_n?: number | null;
  return_documents?: boolean | null;
}

/** Ranking in the form that Jina, SiliconFlow and many servers share. */
export function rerank({ path, refuse, members: more }: RerankFacts): DataEndpoint {
  const rule = members(
    {
      model: filled,
      query: filled,
      documents: list(filled, { least: 1 }),
      top_n: whole({ least: 1 }),
      return_documents: flag,
      ...more,
    },
    ['model', 'query', 'documents'],
    { nulls: true },
  );
  return {
    method: 'POST',
    path,
    answer({ body }) {
      const complaint = rule(body, '');
      if (complaint) return refuse({ ...complaint, value: valueAt(body, complaint.path) });
      const asked = body as unknown as RerankBody;
      if (isMissing(asked.model)) return refuse({ kind: 'no such model', path: 'model', model: asked.model });
      return { body: answerOf(asked) };
    },
  };
}

function answerOf({ query, documents, top_n, return_documents }: RerankBody) {
  const read = [query, ...documents].reduce((sum, one) => sum + tokensOf(one).length, 0);
  return {
    id: 'simulated',
    results: ranked(query, documents, top_n ?? undefined).map(({ index, score }) => ({
      index,
      relevance_score: score,
      ...(return_documents && { document: { text: documents[index] } }),
    })),
    meta: { billed_units: { input_tokens: read, output_tokens: 0 }, tokens: { input_tokens: read, output_tokens: 0 } },
  };
}
