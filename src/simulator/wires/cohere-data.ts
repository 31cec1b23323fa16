import { tokensOf } from '../answer.ts';
import { choice, list, members, type Rule, someText, text, whole } from '../check.ts';
import { packed, ranked, vectorOf } from '../vectors.ts';
import type { DataEndpoint } from '../wire.ts';
import { modelProblem, refuse } from './cohere-request.ts';

const DIMENSIONS = ['256', '512', '1024', '1536'];
const TYPES = ['float', 'int8', 'uint8', 'binary', 'ubinary', 'base64'];

/** A number of which there are only some. */
const dimension: Rule = (value, path) => whole({ least: 1 })(value, path) ?? choice(...DIMENSIONS)(String(value), path);

const embedRule = members(
  {
    model: someText,
    input_type: choice('search_document', 'search_query', 'classification', 'clustering', 'image'),
    texts: list(text, { least: 1, most: 96 }),
    max_tokens: whole({ least: 1 }),
    output_dimension: dimension,
    embedding_types: list(choice(...TYPES)),
    truncate: choice('NONE', 'START', 'END'),
  },
  ['model', 'input_type', 'texts'],
);

const rerankRule = members(
  {
    model: someText,
    query: someText,
    documents: list(text, { least: 1 }),
    top_n: whole({ least: 1 }),
    max_tokens_per_doc: whole({ least: 1 }),
  },
  ['model', 'query', 'documents'],
);

interface EmbedBody {
  model: string;
  texts: string[];
  output_dimension?: number;
  embedding_types?: string[];
}

interface RerankBody {
  model: string;
  query: string;
  documents: string[];
  top_n?: number;
}

/** Vectors of texts: floats, or base64 of them. */
export const embed: DataEndpoint = {
  method: 'POST',
  path: '/cohere/v2/embed',
  answer({ body }) {
    const complaint = embedRule(body, '');
    if (complaint) return refuse(complaint);
    const { model, texts, output_dimension, embedding_types = ['float'] } = body as unknown as EmbedBody;
    const problem = modelProblem(model);
    if (problem) return problem;
    const vectors = texts.map((one) => vectorOf(one, output_dimension));
    const ofType = (type: string) => (type === 'base64' ? vectors.map(packed) : vectors);
    const input_tokens = texts.flatMap(tokensOf).length;
    return {
      body: {
        id: '00000000-0000-4000-8000-000000000000',
        texts,
        embeddings: Object.fromEntries(embedding_types.map((type) => [type, ofType(type)])),
        meta: { api_version: { version: '2' }, billed_units: { input_tokens } },
        response_type: 'embeddings_by_type',
      },
    };
  },
};

/** Documents in the order of how well they answer a query. It is paid by searches. */
export const rerank: DataEndpoint = {
  method: 'POST',
  path: '/cohere/v2/rerank',
  answer({ body }) {
    const complaint = rerankRule(body, '');
    if (complaint) return refuse(complaint);
    const { model, query, documents, top_n } = body as unknown as RerankBody;
    const results = ranked(query, documents, top_n).map(({ index, score }) => ({ index, relevance_score: score }));
    const meta = { api_version: { version: '2' }, billed_units: { search_units: 1 } };
    return modelProblem(model) ?? { body: { id: '00000000-0000-4000-8000-000000000000', results, meta } };
  },
};
