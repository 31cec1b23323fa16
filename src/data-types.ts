import type { TokenUsage } from './message.ts';

/** A request for embeddings. */
export interface EmbedRequest {
  /** Texts that are not empty. A list that is too long for one request is split. */
  input: string | readonly string[];
  /** Default: the config's `embeddingModel`; without it, its `model`. */
  model?: string | undefined;
  /** The length of the vectors, for models that can shorten theirs. */
  dimensions?: number | undefined;
  /** What the vectors are for. Providers whose vectors are the same for all purposes are not told. */
  inputType?: InputType | undefined;
}

/** What texts are embedded for. */
export type InputType = 'search_document' | 'search_query' | 'similarity' | 'classification' | 'clustering';

/** One vector for each input, in the order of the inputs. */
export interface EmbedResponse {
  embeddings: number[][];
  model: string;
  usage: TokenUsage;
}

/** A request to order documents by how well they answer a query. */
export interface RerankRequest {
  query: string;
  documents: readonly string[];
  /** How many of the best are told. Default: all. */
  topN?: number | undefined;
  /** Default: the config's `rerankModel`; without it, its `model`. */
  model?: string | undefined;
}

/** The best documents first; `index` is the place in the request. */
export interface RerankResponse {
  results: { index: number; score: number }[];
  model: string;
  usage?: TokenUsage | undefined;
}
