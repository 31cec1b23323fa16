import type { EmbedCall, EmbeddingsWire, InputType, JsonObject } from '../../src/plugin.ts';
import type { GeminiVectors } from './api.ts';
import { resourceName } from './models.ts';
import { pathOf } from './path.ts';

const TASKS: Readonly<Record<InputType, string>> = {
  search_document: 'RETRIEVAL_DOCUMENT',
  search_query: 'RETRIEVAL_QUERY',
  similarity: 'SEMANTIC_SIMILARITY',
  classification: 'CLASSIFICATION',
  clustering: 'CLUSTERING',
};

/** Models of the first generation; it is told to them in a member. */
const FIRST = /embedding-(0|exp|gecko)|text-(multilingual-)?embedding/i;

/** From the second generation on the task is told [in the text](https://ai.google.dev/gemini-api/docs/embeddings#task-types). */
const PREFIXES: Readonly<Record<InputType, string>> = {
  search_document: 'title: none | text: ',
  search_query: 'task: search result | query: ',
  similarity: 'task: sentence similarity | query: ',
  classification: 'task: classification | query: ',
  clustering: 'task: clustering | query: ',
};

/** Gemini's [embeddings](https://ai.google.dev/api/embeddings#method:-models.batchembedcontents). */
export const embeddings: EmbeddingsWire = {
  maxInputs: () => 100,
  dimensions: true,
  path: (call) => `/${pathOf(call)}:batchEmbedContents`,

  encode(call: EmbedCall): JsonObject {
    const { model, input, inputType, dimensions } = call;
    const isFirst = FIRST.test(model);
    const prefix = inputType && !isFirst ? PREFIXES[inputType] : '';
    return {
      requests: input.map((text) => ({
        model: resourceName(model),
        content: { parts: [{ text: prefix + text }] },
        taskType: inputType && isFirst ? TASKS[inputType] : undefined,
        outputDimensionality: dimensions,
      })),
    };
  },

  decode(body) {
    const { embeddings: vectors, usageMetadata } = (body ?? {}) as GeminiVectors;
    if (!Array.isArray(vectors)) return undefined;
    return { vectors: vectors.map((vector) => ({ values: vector?.values ?? [] })), counters: usageMetadata ?? undefined };
  },
};
