import type { EmbeddingsWire, InputType, JsonObject } from '../../src/plugin.ts';
import { v2At } from './address.ts';
import type { CohereConfig } from './api.ts';

/** The API has no word for texts that are compared with each other; a clustering compares them so. */
const INPUT_TYPES: Readonly<Record<InputType, string>> = {
  search_document: 'search_document',
  search_query: 'search_query',
  similarity: 'clustering',
  classification: 'classification',
  clustering: 'clustering',
};

interface EmbedBody {
  embeddings?: { base64?: unknown; float?: unknown } | null;
  meta?: JsonObject | null;
}

/** Cohere's [Embed API](https://docs.cohere.com/reference/embed), v2 whichever version the chat is of. */
export const embeddings: EmbeddingsWire<CohereConfig> = {
  maxInputs: () => 96,
  dimensions: true,
  path: ({ config }) => v2At(config, '/embed'),

  encode: ({ model, input, dimensions, inputType = 'search_document' }) => ({
    model,
    texts: [...input],
    input_type: INPUT_TYPES[inputType],
    embedding_types: ['base64'],
    output_dimension: dimensions,
  }),

  decode(body) {
    const { embeddings: told, meta } = (body ?? {}) as EmbedBody;
    const vectors = told?.base64 ?? told?.float;
    if (!Array.isArray(vectors)) return undefined;
    return { vectors: vectors.map((values) => ({ values })), counters: meta ?? undefined };
  },
};
