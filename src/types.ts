import type { EmbedRequest, EmbedResponse, RerankRequest, RerankResponse } from './data-types.ts';
import type {
  Anything,
  AssistantMessage,
  FinishReason,
  Json,
  JsonObject,
  Message,
  Reasoning,
  ResponseFormat,
  TokenUsage,
  Tool,
  ToolCall,
  ToolChoice,
} from './message.ts';

/** What every completion request may set. `undefined` means unset; 0 has its effect. */
export interface RequestSettings<Parsed = Anything> {
  /** Overrides the client's model for this request. */
  model?: string | undefined;
  /** The most tokens to generate. */
  maxTokens?: number | undefined;
  temperature?: number | undefined;
  topP?: number | undefined;
  topK?: number | undefined;
  /** Texts that end the answer. */
  stop?: readonly string[] | undefined;
  seed?: number | undefined;
  presencePenalty?: number | undefined;
  frequencyPenalty?: number | undefined;
  tools?: readonly Tool[] | undefined;
  toolChoice?: ToolChoice | undefined;
  responseFormat?: ResponseFormat<Parsed> | undefined;
  reasoning?: Reasoning | undefined;
  /** An id of the end user, for the provider's abuse checks. */
  user?: string | undefined;
  /** Merged deeply and last into the request's body, for what only one provider has. `model` and `stream` are refused. */
  extraBody?: JsonObject | undefined;
}

/** A request for a completion: a conversation or a single prompt, and settings. */
export type CompletionRequest<Parsed = Anything> = RequestSettings<Parsed> &
  ({ messages: readonly Message[]; prompt?: undefined } | { prompt: string; messages?: undefined });

/** A source that backs a span of the answer's text. */
export interface Citation {
  /** The span of `response.content` that it belongs to, where the provider tells it: first character and one past the last. */
  start?: number | undefined;
  end?: number | undefined;
  /** The answer's words that are backed, or the source's words that back them. */
  text?: string | undefined;
  title?: string | undefined;
  url?: string | undefined;
  /** The citation as the provider sent it. */
  raw: Json;
}

/** Limits that the provider told in its headers. */
export interface RateLimit {
  requestsLimit?: number | undefined;
  requestsRemaining?: number | undefined;
  tokensLimit?: number | undefined;
  tokensRemaining?: number | undefined;
  /** Milliseconds from the answer until the request limit is full again. */
  requestsResetMs?: number | undefined;
  /** Milliseconds from the answer until the token limit is full again. */
  tokensResetMs?: number | undefined;
}

/** How the HTTP exchange went. */
export interface ResponseMeta {
  status: number;
  requestId?: string | undefined;
  /** How many times the request was sent; 1 means that nothing was retried. */
  attempts: number;
  /** From the call to the whole answer, waits between attempts included. */
  latencyMs: number;
  /** Streams: from the call to the first content. */
  firstTokenMs?: number | undefined;
  rateLimit?: RateLimit | undefined;
}

/** A whole answer. `Parsed` is what it says in the form that was asked for. */
export interface CompletionResponse<Parsed = Anything> {
  id: string;
  /** The answer in order, ready to be put back into `messages`. */
  message: AssistantMessage;
  /** All text of `message`, joined. */
  content: string;
  /** All reasoning text of `message`, joined. */
  reasoning?: string | undefined;
  toolCalls: ToolCall[];
  /**
   * What the answer says, where `responseFormat` asks for JSON: checked by the schema, and as a schema library's schema gives it. Not
   * there where the model calls tools instead of answering.
   */
  parsed?: Parsed | undefined;
  finishReason: FinishReason;
  /** The provider's own word for it; empty where it sent none. */
  rawFinishReason: string;
  /** The model that answered. */
  model: string;
  provider: string;
  usage: TokenUsage;
  /** The same as `usage.totalTokens`. */
  tokensUsed: number;
  citations?: Citation[] | undefined;
  meta: ResponseMeta;
  /** The provider's own body; whole answers only. */
  raw?: unknown;
}

/** What a stream gives, one at a time. The last one is always `finish`. */
export type StreamEvent<Parsed = Anything> =
  | { type: 'text'; text: string }
  | { type: 'reasoning'; text: string }
  | { type: 'tool-call-start'; index: number; id: string; name: string }
  | { type: 'tool-call-delta'; index: number; argumentsText: string }
  | { type: 'tool-call'; index: number; toolCall: ToolCall }
  | { type: 'citation'; citation: Citation }
  | {
      type: 'finish';
      finishReason: FinishReason;
      rawFinishReason: string;
      usage: TokenUsage;
      response: CompletionResponse<Parsed>;
    };

/** What a client's wire can carry. Whether a model obeys stays the API's answer. */
export type Capability = 'chat' | 'stream' | 'tools' | 'json' | 'vision' | 'reasoning' | 'embed' | 'rerank' | 'models';

/** What any call may set for itself. */
export interface CallOptions {
  /** Ends the call with a `CanceledError` within 100 ms, wherever it is. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for one attempt of a whole answer; for a stream, the silence before its first content. */
  timeoutMs?: number | undefined;
  /** Headers added to the client's. */
  headers?: Record<string, string> | undefined;
}

/** A model that a provider offers. */
export interface ModelInfo {
  id: string;
  /** What the provider tells of it. */
  raw: unknown;
}

/** Whether a provider can be used, and why not. */
export interface Availability {
  available: boolean;
  /** `false` where the question was answered without the key being looked at. */
  keyChecked: boolean;
  /** Why it is not available, or what was not checked. */
  reason?: string | undefined;
  latencyMs: number;
}

/** The HTTP request that would be sent, keys masked. */
export interface EncodedRequest {
  method: 'POST';
  url: string;
  headers: Record<string, string>;
  body: JsonObject;
}

/** What a stream can be asked with. */
export type CompletionInput<Parsed = Anything> = string | readonly Message[] | CompletionRequest<Parsed>;

/** The settings that `client.with` can change. */
export interface ClientOverrides {
  model?: string | undefined;
  maxTokens?: number | undefined;
  temperature?: number | undefined;
  topP?: number | undefined;
  timeoutMs?: number | undefined;
  headers?: Record<string, string> | undefined;
}

/**
 * An answer that arrives piece by piece. Nothing is sent before the first pull; one consumer reads it, once.
 *
 * Iteration ends with exactly one `finish` event or throws a typed error whose `partial` is the answer so far. The same holds
 * for `text` and `response`.
 */
export interface CompletionStream<Parsed = Anything> extends AsyncIterable<StreamEvent<Parsed>> {
  /** The text alone, as strings. */
  readonly text: AsyncIterable<string>;
  /**
   * The whole answer, as `complete()` gives it. Awaiting it reads the stream if nobody else does; reading the property does
   * nothing. After `break` it rejects with `CanceledError`.
   */
  readonly response: Promise<CompletionResponse<Parsed>>;
  /** Cancels the HTTP request; the stream ends with `CanceledError`. */
  abort(reason?: unknown): void;
  /** The events as a web stream. */
  toReadableStream(): ReadableStream<StreamEvent<Parsed>>;
}

/** One provider, ready to be asked. Every provider behaves the same behind it. */
export interface Client {
  /** The provider's name, such as `anthropic`. */
  readonly provider: string;
  readonly model: string;
  readonly maxTokens?: number | undefined;
  readonly capabilities: ReadonlySet<Capability>;
  /** Asks for a whole answer. @throws {LLMError} of the class that fits; `InvalidInputError` before anything is sent. */
  complete<Parsed = Json>(request: CompletionInput<Parsed>, options?: CallOptions): Promise<CompletionResponse<Parsed>>;
  /** Short for `complete({ messages })`. @throws {LLMError} as it does. */
  chat(messages: readonly Message[], options?: CallOptions): Promise<CompletionResponse>;
  /** Asks for an answer piece by piece. Reading it throws what `complete` does; the call itself throws nothing. */
  stream<Parsed = Json>(input: CompletionInput<Parsed>, options?: CallOptions): CompletionStream<Parsed>;
  /**
   * Turns texts into vectors: all of them, or none. A list that is too long for one request goes in several, four at a time; an error
   * of one of them says which inputs it is of.
   *
   * @throws {InvalidInputError} naming the capability `embed` where the API has it not here.
   */
  embed(request: EmbedRequest, options?: CallOptions): Promise<EmbedResponse>;
  /** Orders documents by relevance. @throws {InvalidInputError} naming the capability `rerank` where the API has it not here. */
  rerank(request: RerankRequest, options?: CallOptions): Promise<RerankResponse>;
  /** The models that the provider offers. @throws {InvalidInputError} naming the capability `models` where the API has no list. */
  listModels(options?: CallOptions): Promise<ModelInfo[]>;
  /** Whether the provider can be reached with this key. Cheap, never a paid call, never throws. */
  isAvailable(options?: CallOptions): Promise<boolean>;
  /** The same with the reason. Never throws. */
  checkAvailability(options?: CallOptions): Promise<Availability>;
  /** A client of the same provider with some settings changed, on the same connections. @throws {InvalidConfigError} if one is wrong. */
  with(overrides: ClientOverrides): Client;
  /** The HTTP request that `complete` would send, keys masked: a dry run. @throws {InvalidInputError} as `complete` does. */
  encode(request: CompletionInput): EncodedRequest;
}
