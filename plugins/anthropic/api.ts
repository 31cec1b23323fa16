import type { Call, JsonObject, ResolvedConfig } from '../../src/plugin.ts';

/** The config, with Anthropic's own keys. */
export interface AnthropicConfig extends ResolvedConfig {
  readonly version: string;
  readonly betas?: readonly string[];
}

/** A call of this API. */
export type AnthropicCall = Call<AnthropicConfig>;

/** A content block. Members and types that are not named here exist, and more of them come with every release. */
export interface Block extends JsonObject {
  type?: string;
  text?: string | null;
  citations?: Cited[] | null;
  thinking?: string | null;
  id?: string;
  name?: string;
  input?: JsonObject;
}

/** A source behind a text. Where in the source the cited words are depends on its type. */
export interface Cited extends JsonObject {
  cited_text?: string | null;
  title?: string | null;
  document_title?: string | null;
  url?: string | null;
  /** Of a search result of the caller's: often a URL. */
  source?: string | null;
}

/** An answer: the body of a whole one, and `message` in the first event of a stream. */
export interface AnthropicMessage {
  type?: string;
  id?: string;
  model?: string;
  content?: Block[];
  stop_reason?: string | null;
  usage?: JsonObject | null;
}

/** What a block of a stream grows by; `type` says which member is there. */
export interface BlockDelta extends JsonObject {
  type?: string;
  text?: string;
  thinking?: string;
  signature?: string;
  partial_json?: string;
  citation?: Cited;
}

/** One event of a stream; `type` says which members are there. */
export interface AnthropicEvent {
  type?: string;
  index?: number;
  message?: AnthropicMessage | null;
  content_block?: Block;
  /** Of a block, or, in `message_delta`, of the message. */
  delta?: (BlockDelta & { stop_reason?: string | null }) | null;
  usage?: JsonObject | null;
}

/** A failure, as the body of an answer or as an event. Gateways leave out `type`, or even `error`, or give it as words. */
export interface AnthropicFailure {
  type?: string;
  error?: { type?: string } | null;
}

/** The list of models. */
export interface AnthropicModels {
  data?: unknown;
}
