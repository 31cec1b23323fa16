import type { JsonObject } from '../../src/plugin.ts';

/** A part of a content. One of its members says what it is, and more kinds of parts come with every release. */
export interface GeminiPart extends JsonObject {
  text?: string | null;
  /** The text is a summary of what the model thought. */
  thought?: boolean | null;
  /** What the model thought, encrypted. Any part can have one, and the API wants it back at that part. */
  thoughtSignature?: string;
  functionCall?: FunctionCall | null;
  /** In an answer: the result of a call that the API made itself. */
  functionResponse?: { name?: string } | null;
}

/** A call of a tool. Most models give it no id, and none where there are no arguments. */
export interface FunctionCall extends JsonObject {
  id?: string;
  name?: string;
  args?: JsonObject | null;
  /** These two are there only where the request asks for arguments in pieces. */
  partialArgs?: JsonObject[];
  willContinue?: boolean;
}

/** One of the answers to a request. */
export interface Candidate {
  index?: number;
  content?: { parts?: (GeminiPart | null)[] | null } | null;
  /** The number of an enum where the request asks for numbers. */
  finishReason?: string | number | null;
  groundingMetadata?: GroundingMetadata | null;
  citationMetadata?: CitationMetadata | null;
}

/** A whole answer, and one chunk of a stream. Candidates are missing where the prompt is blocked. */
export interface GeminiAnswer {
  candidates?: (Candidate | null)[] | null;
  promptFeedback?: { blockReason?: string | number | null } | null;
  usageMetadata?: JsonObject | null;
  modelVersion?: string;
  responseId?: string;
}

/** Which words rest on which sources. */
export interface GroundingMetadata {
  groundingChunks?: Readonly<Record<string, Source>>[] | null;
  groundingSupports?: GroundingSupport[] | null;
}

/** Some words of the answer, and the places of their sources in the list of chunks. */
export interface GroundingSupport extends JsonObject {
  segment?: Segment;
  groundingChunkIndices?: number[];
}

/** Some words of a part. Numbers that are 0 are left out. */
export interface Segment extends JsonObject {
  text?: string;
  /** The place of the part among those of the content. */
  partIndex?: number;
  /** In bytes of UTF-8 from the beginning of the part. */
  startIndex?: number;
  endIndex?: number;
}

/** The members of a chunk have it below their kind: `web`, `maps`, `retrievedContext`. */
export interface Source extends JsonObject {
  title?: string;
  uri?: string;
}

/** What the answer recites. The older name is the one that the Gemini API still uses. */
export interface CitationMetadata {
  citations?: (Source & Segment)[] | null;
  citationSources?: (Source & Segment)[] | null;
}

/** A [failure](https://cloud.google.com/apis/design/errors): the body of an answer, or an event of a stream. */
export interface GeminiFailure {
  /** Gateways say it in words. */
  error?: Status | string | null;
}

/** What went wrong. */
export interface Status {
  code?: number;
  message?: string | undefined;
  /** Such as `RESOURCE_EXHAUSTED`. */
  status?: string;
  /** Each with a type of its own, such as `ErrorInfo` (with a reason) and `RetryInfo` (with a delay). */
  details?: ({ reason?: string; retryDelay?: string } | null)[] | null;
}

/** The list of models. */
export interface GeminiModels {
  models?: unknown;
}

/** The answer to a batch of texts: a vector for each, in their order. */
export interface GeminiVectors {
  embeddings?: ({ values?: number[] } | null)[] | null;
  usageMetadata?: JsonObject | null;
}
