import type { JsonObject, ResolvedConfig } from '../../src/plugin.ts';

/** The config, with Cohere's own keys. */
export interface CohereConfig extends ResolvedConfig {
  readonly apiVersion?: 'v1' | 'v2';
}

/** Token counts, in all places where Cohere has put them. */
export interface Counters {
  /** What the model read and wrote. Images are counted apart from `input_tokens`. */
  tokens?: { input_tokens?: number; output_tokens?: number; image_tokens?: number; reasoning_tokens?: number } | null;
  /** What is paid for: without the prompt's template and what Cohere adds for tools. */
  billed_units?: { input_tokens?: number; output_tokens?: number } | null;
  /** The oldest answers of v1. */
  token_count?: { prompt_tokens?: number; response_tokens?: number } | null;
  cached_tokens?: number | null;
}

/** What failed, where an answer ends or in a body of its own; `error` may hold it all. */
export interface Failure {
  message?: unknown;
  error_type?: string;
  error?: { type?: string; message?: string } | string | null;
  /** Where a 498 says what it is about. */
  data?: string;
}

/** How an answer ends. With `ERROR` as the reason, the other members say what failed. */
export interface Ending extends Omit<Failure, 'data'> {
  finish_reason?: string | null;
}

/** One object, or a list of them: v2 uses the same names for both. */
export type OneOrMore<T> = T | (T | null)[] | null;

/** One content block of v2, or a piece of one: its type is told only where it starts. */
export interface Block extends JsonObject {
  type?: string;
  text?: string;
  thinking?: string;
}

/** A tool call of v2, or a piece of one. */
export interface ToolCallV2 {
  id?: string;
  function?: { name?: string; arguments?: string | JsonObject | null } | null;
}

/** A source that backs a span, and which text the span is of. */
export interface CitationV2 extends CitationV1 {
  type?: 'TEXT_CONTENT' | 'THINKING_CONTENT' | 'PLAN' | null;
  /** The content block that the span is in. */
  content_index?: number | null;
  sources?: { document?: JsonObject | null; tool_output?: JsonObject | null }[] | null;
}

/** A message of v2, or what an event adds to it. */
export interface MessageV2 {
  content?: OneOrMore<Block | string>;
  tool_plan?: string;
  tool_calls?: OneOrMore<ToolCallV2>;
  citations?: OneOrMore<CitationV2>;
}

/** A whole answer of v2. */
export interface AnswerV2 extends Ending {
  id?: string;
  message?: MessageV2 | null;
  usage?: JsonObject | null;
}

/** One event of a v2 stream. */
export interface EventV2 {
  type?: string;
  id?: string;
  index?: number;
  delta?: Omit<AnswerV2, 'id'> | null;
}

/** A tool call of v1: it has no id. */
export interface ToolCallV1 {
  name?: string;
  parameters?: JsonObject | null;
}

/** A cited span of v1. */
export interface CitationV1 extends JsonObject {
  start?: number | null;
  end?: number | null;
  text?: string;
}

/** A whole answer of v1. */
export interface AnswerV1 extends Ending {
  text?: string | null;
  generation_id?: string;
  tool_calls?: ToolCallV1[] | null;
  citations?: CitationV1[] | null;
  meta?: JsonObject | null;
  token_count?: JsonObject | null;
}

/** One line of a v1 stream. */
export interface EventV1 extends Ending {
  event_type?: string;
  generation_id?: string;
  text?: string;
  /** A piece of a call; `parameters` are a piece of JSON here. */
  tool_call_delta?: { index?: number; name?: string; parameters?: string } | null;
  tool_calls?: ToolCallV1[] | null;
  citations?: CitationV1[] | null;
  /** The whole answer once more, at the end. */
  response?: AnswerV1 | null;
}
