import type { InputType } from './data-types.ts';
import type { JsonObject } from './message.ts';
import type { ResolvedConfig } from './resolved-config.ts';

/** Texts to embed, at most as many as one request takes. */
export interface EmbedCall<C extends ResolvedConfig = ResolvedConfig> {
  readonly provider: string;
  readonly config: C;
  readonly model: string;
  readonly input: readonly string[];
  readonly dimensions?: number | undefined;
  readonly inputType?: InputType | undefined;
}

/** What came back: a vector for each text, in any order. */
export interface EmbedAnswer {
  /** `index` is the place among the texts (default: the place here); a text is base64 of 32-bit floats, the lowest byte first. */
  readonly vectors: readonly { readonly index?: number | undefined; readonly values: readonly number[] | string }[];
  readonly model?: string | undefined;
  /** Raw counters, for `usage`. */
  readonly counters?: JsonObject | undefined;
}

/** Embeddings of texts. */
export interface EmbeddingsWire<C extends ResolvedConfig = ResolvedConfig> {
  /** The most texts that one request takes; a longer list is split. */
  maxInputs(config: C): number;
  /** The most characters of all texts of one request together; what has more is split. Default: no limit. */
  readonly maxCharacters?: number | undefined;
  /** Whether the API can shorten vectors; if not, a request with `dimensions` is refused. */
  readonly dimensions: boolean;
  /** Below `baseURL`, or a whole URL. */
  path(call: EmbedCall<C>): string;
  /** Throws `InvalidInputError` for what the API is known to refuse. */
  encode(call: EmbedCall<C>): JsonObject;
  /** `undefined` where the body is no answer of this API. */
  decode(body: unknown): EmbedAnswer | undefined;
}

/** A query, and documents to be ordered by how well they answer it. */
export interface RerankCall<C extends ResolvedConfig = ResolvedConfig> {
  readonly provider: string;
  readonly config: C;
  readonly model: string;
  readonly query: string;
  readonly documents: readonly string[];
  readonly topN?: number | undefined;
}

/** What came back, in any order. */
export interface RerankAnswer {
  readonly results: readonly { readonly index: number; readonly score: number }[];
  readonly model?: string | undefined;
  /** Raw counters, for `usage`. Left out: nothing was counted. */
  readonly counters?: JsonObject | undefined;
}

/** The order of documents. */
export interface RerankWire<C extends ResolvedConfig = ResolvedConfig> {
  /** The most documents that one request takes; more are refused, as scores of two requests can not be compared. Default: no limit. */
  readonly maxDocuments?: number | undefined;
  /** Below `baseURL`, or a whole URL. */
  path(call: RerankCall<C>): string;
  /** Throws `InvalidInputError` for what the API is known to refuse. */
  encode(call: RerankCall<C>): JsonObject;
  /** `undefined` where the body is no answer of this API. */
  decode(body: unknown): RerankAnswer | undefined;
}
