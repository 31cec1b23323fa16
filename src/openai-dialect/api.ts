/** A whole answer or one chunk of a stream, as far as it is read. Servers leave out or null any of it. */
export interface ChatAnswer {
  id?: unknown;
  model?: unknown;
  choices?: unknown;
  usage?: unknown;
  /** Groq: in the last chunk, where `error` says why a stream ends early. */
  x_groq?: { usage?: unknown; error?: unknown } | null;
  /** The addresses of what was searched. */
  citations?: unknown;
  /** Perplexity: the same with titles, instead or beside. */
  search_results?: unknown;
}

/** A page that was searched, or what an answer refers to. */
export interface Source {
  type?: unknown;
  url?: unknown;
  title?: unknown;
}

/** One of the answers that were asked for. */
export interface Choice {
  index?: number | null;
  /** Whole answers. */
  message?: ChatMessage | null;
  /** Streams. */
  delta?: ChatMessage | null;
  /** Text completions, whole and streamed. */
  text?: string | null;
  finish_reason?: unknown;
  usage?: unknown;
  error?: unknown;
}

/** What the model says, or a piece of it. */
export interface ChatMessage {
  /** Text, parts, or the JSON that was asked for. */
  content?: unknown;
  reasoning_content?: unknown;
  reasoning?: unknown;
  reasoning_details?: unknown;
  refusal?: unknown;
  tool_calls?: unknown;
  function_call?: ToolFunction | null;
  annotations?: unknown;
  /** Google: the signature of the model's thoughts, and where older models put it. */
  extra_content?: unknown;
  thought_signature?: unknown;
}

/** One of the thoughts behind an answer: readable, or encrypted in `data`. */
export interface ReasoningDetail {
  type?: unknown;
  index?: unknown;
  id?: unknown;
  text?: unknown;
  summary?: unknown;
  data?: unknown;
}

/** A part of content that is a list. */
export interface ContentPart {
  type?: string;
  text?: unknown;
  refusal?: unknown;
  thinking?: unknown;
  summary?: unknown;
}

/** A tool call or a piece of one. */
export interface ChatToolCall {
  index?: number | null;
  id?: unknown;
  type?: string | null;
  function?: ToolFunction | null;
  custom?: { name?: unknown; input?: unknown } | null;
}

/** The function that a tool call names. */
export interface ToolFunction {
  name?: unknown;
  arguments?: unknown;
}

/** A web page that the answer cites. */
export interface UrlCitation {
  start_index?: number | null;
  end_index?: number | null;
  title?: string | null;
  url?: string | null;
}
