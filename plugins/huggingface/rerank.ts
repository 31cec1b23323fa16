import { InvalidInputError, type RerankWire } from '../../src/plugin.ts';
import type { HuggingFaceConfig } from './api.ts';
import { serverAt } from './hub.ts';

interface Result {
  index: number;
  score: number;
}

/** [Reranking](https://huggingface.co/docs/text-embeddings-inference/quick_tour#re-rankers), as a server of text-embeddings-inference has it. */
export const serverRerank: RerankWire<HuggingFaceConfig> = {
  path: ({ config }) => `${serverAt(config)}/rerank`,
  encode: ({ query, documents }) => ({ query, texts: [...documents] }),

  decode(body) {
    if (!Array.isArray(body)) return undefined;
    return { results: body.map((result: Result | null) => ({ index: result?.index as number, score: result?.score as number })) };
  },
};

/** Says why there is none on the hub. */
export const noRerank: RerankWire<HuggingFaceConfig> = {
  ...serverRerank,
  path: () => '',
  encode({ provider, model }) {
    const message =
      'rerank: is not served by the router (no capability "rerank"); set baseURL to a server of text-embeddings-inference';
    throw new InvalidInputError(message, { provider, model });
  },
};
