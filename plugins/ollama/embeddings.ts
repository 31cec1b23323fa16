import type { EmbeddingsWire } from '../../src/plugin.ts';
import type { OllamaConfig, OllamaVectors } from './api.ts';

/** Ollama's [embeddings](https://docs.ollama.com/api/embed). It has no limit of its own: this many keep a small machine from a long answer. */
export const embeddings: EmbeddingsWire<OllamaConfig> = {
  maxInputs: () => 512,
  dimensions: true,
  path: () => '/api/embed',

  encode: ({ model, input, dimensions, config: { keepAlive, numCtx } }) => ({
    model,
    input: [...input],
    dimensions,
    keep_alive: keepAlive,
    options: numCtx === undefined ? undefined : { num_ctx: numCtx },
  }),

  decode(body) {
    const { embeddings: vectors, model, prompt_eval_count } = (body ?? {}) as OllamaVectors;
    if (!Array.isArray(vectors)) return undefined;
    return { vectors: vectors.map((values) => ({ values: values ?? [] })), model, counters: { prompt_eval_count } };
  },
};
