import type { EmbedAnswer, EmbeddingsWire } from '../data-wires.ts';
import type { JsonObject } from '../message.ts';
import { dataAddress } from './address.ts';
import type { DialectFacts, EmbeddingFacts } from './facts.ts';
import { objectOf, textOf } from './values.ts';

/** The most texts that OpenAI's own API takes at a time. */
const MAX_INPUTS = 2048;

interface EmbeddingsAnswer {
  data?: unknown;
  model?: unknown;
  usage?: unknown;
}

/** OpenAI's [embeddings](https://platform.openai.com/docs/api-reference/embeddings), as all who speak its dialect understand them. */
export function dialectEmbeddings(facts: EmbeddingFacts, { query }: DialectFacts): EmbeddingsWire {
  const { path = '/embeddings', maxInputs = MAX_INPUTS, dimensionsField = 'dimensions', base64, inputTypes } = facts;
  return {
    maxInputs: () => maxInputs,
    maxCharacters: facts.maxCharacters,
    dimensions: dimensionsField !== 'none',
    path: (call) => dataAddress(call, path, query),
    encode: ({ model, input, dimensions, inputType }) => ({
      model,
      input: [...input],
      ...(dimensions !== undefined && { [dimensionsField]: dimensions }),
      ...(base64 && { encoding_format: 'base64' }),
      ...(inputTypes && inputType && { input_type: inputTypes[inputType] }),
    }),
    decode: decodeEmbeddings,
  };
}

function decodeEmbeddings(body: unknown): EmbedAnswer | undefined {
  const { data, model, usage } = (objectOf(body) ?? {}) as EmbeddingsAnswer;
  if (!Array.isArray(data)) return undefined;
  return {
    vectors: data.map((item) => ({ index: item?.index ?? undefined, values: item?.embedding })),
    model: textOf(model),
    counters: countersOf(usage),
  };
}

/** The counters in the words of chat, whichever of them a server tells: a vector has no tokens of its own. */
export function countersOf(told: unknown): JsonObject | undefined {
  const counters = objectOf(told);
  if (!counters) return undefined;
  const { prompt_tokens = counters.input_tokens ?? counters.total_tokens, output_tokens = 0 } = counters;
  return prompt_tokens === undefined ? undefined : { prompt_tokens, completion_tokens: output_tokens };
}
