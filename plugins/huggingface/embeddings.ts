import { type EmbeddingsWire, openaiDialect } from '../../src/plugin.ts';
import type { HuggingFaceConfig } from './api.ts';
import { modelAt, serverAt } from './hub.ts';

/** How many texts a server of text-embeddings-inference takes at a time, if it is not told otherwise. */
const MAX_INPUTS = 32;

/**
 * [Feature extraction](https://huggingface.co/docs/inference-providers/tasks/feature-extraction), as hf-inference has it. A model that
 * does not pool gives a vector for each token, which is no vector of the text.
 */
export const featureExtraction: EmbeddingsWire<HuggingFaceConfig> = {
  maxInputs: () => MAX_INPUTS,
  dimensions: false,
  path: ({ config, model }) => `${modelAt(config, model)}/pipeline/feature-extraction`,
  encode: ({ input }) => ({ inputs: [...input] }),
  decode: decodeVectors,
};

/** A server of [text-embeddings-inference](https://huggingface.co/docs/text-embeddings-inference), in its own words. It has one model. */
export const serverEmbeddings: EmbeddingsWire<HuggingFaceConfig> = {
  maxInputs: () => MAX_INPUTS,
  dimensions: true,
  path: ({ config }) => `${serverAt(config)}/embed`,
  encode: ({ input, dimensions }) => ({ inputs: [...input], dimensions }),
  decode: decodeVectors,
};

/** The same in OpenAI's words, which tell the usage too. */
export const openaiEmbeddings = openaiDialect({ embeddings: { maxInputs: MAX_INPUTS, base64: true } })
  .embeddings as EmbeddingsWire<HuggingFaceConfig>;

function decodeVectors(body: unknown) {
  return Array.isArray(body) ? { vectors: body.map((values) => ({ values })) } : undefined;
}
