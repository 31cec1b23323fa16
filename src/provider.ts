import type { EmbeddingsWire, RerankWire } from './data-wires.ts';
import type { Delta } from './delta.ts';
import type { ErrorReason } from './errors.ts';
import type { Framing } from './http/framing.ts';
import type { HttpRequest, Transport } from './http/transport.ts';
import type { AnswerFormat, JsonObject, Message, TokenUsage, ToolDefinition } from './message.ts';
import type { ResolvedConfig } from './resolved-config.ts';
import type { Capability, Client, ModelInfo, RequestSettings } from './types.ts';

/** A request with the config's settings filled in: all that a wire needs to encode it. */
export interface Call<C extends ResolvedConfig = ResolvedConfig>
  extends Omit<RequestSettings, 'tools' | 'responseFormat' | 'stop'> {
  /** The name that the provider is registered under: the key of its `providerMetadata`. */
  readonly provider: string;
  readonly config: C;
  readonly model: string;
  /**
   * The conversation; a `prompt` is one user message. Parts and metadata of other providers are already left out. Every tool
   * message has the tool's `name`; each call has exactly one result right after its message, in any order. Images and files are in
   * messages of the user alone; each has either a `url` that is no `data:`, or `base64` and its `mediaType`. A message's `cache` is on
   * its last part, that of a tool message on the message.
   */
  readonly messages: readonly Message[];
  /** Never empty; `toolChoice` is there only with them, and a name in it is one of theirs. */
  readonly tools?: readonly ToolDefinition[] | undefined;
  /** Never empty. */
  readonly stop?: string[] | undefined;
  /** Only a format that the wire has as `native`; one that is asked for by a tool is among the tools. */
  readonly responseFormat?: AnswerFormat | undefined;
  /** The prompt as the caller gave it, for text-generation endpoints. */
  readonly prompt?: string | undefined;
  readonly stream: boolean;
}

/** A setting that a request may carry; a wire names those that its API takes. */
export type Setting = Exclude<keyof RequestSettings, 'model' | 'extraBody'>;

/** What an error body says beyond its status. */
export interface Classification {
  /** The status that the body really means. */
  status?: number | undefined;
  reason?: ErrorReason | undefined;
  /** The provider's own error type or code. */
  providerType?: string | undefined;
  /** Overrides what the status says. */
  retryable?: boolean | undefined;
  /** A wait that the provider demands. */
  retryAfterMs?: number | undefined;
  /** A wait that the provider only guesses; it is waited up to the policy's cap. */
  estimatedWaitMs?: number | undefined;
}

/** The answer to an error's question: what came back, and what the wire read from it. */
export interface ErrorAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Parsed JSON, or the text where it is none. */
  body: unknown;
}

/**
 * How an API gives each format: by a member of the request, which `encode` writes, or by a tool that core adds and has the model call. A
 * format that is missing is refused.
 */
export type ResponseFormats = Readonly<Partial<Record<AnswerFormat['type'], 'native' | 'tool'>>>;

/** Which images, or which files, an API takes. */
export interface MediaFacts {
  /** Whether it fetches a URL itself, takes the bytes in the request, or both. */
  readonly sources: readonly ('url' | 'data')[];
  /** The media types that it takes. Default: any of its kind. */
  readonly types?: RegExp | undefined;
}

/** The list of models. */
export interface ModelsWire<C extends ResolvedConfig = ResolvedConfig> {
  /** Below `baseURL`, or a whole URL. */
  path(config: C): string;
  /** `undefined` where the body is no list of this API. */
  decode(body: unknown): ModelInfo[] | undefined;
}

/** A free request that tells whether a provider is available. */
export interface Probe {
  /** Below `baseURL`, or a whole URL. */
  path: string;
  /** `false` where the answer is public, so that it says nothing of the key. */
  checksKey: boolean;
}

/**
 * The pure mapping between Plugboard's types and one provider's HTTP API. No IO, no state, no clock.
 *
 * Requests are strict, answers are read loosely: unknown members and enum values pass, a missing member never throws.
 */
export interface Wire<C extends ResolvedConfig = ResolvedConfig> {
  readonly capabilities: readonly Capability[];
  /** The settings that the API takes; a request with any other is refused before it is sent. */
  readonly settings: readonly Setting[];
  /** Where settings that this API has not are sent, by their names: said by their refusal. */
  readonly elsewhere?: Readonly<Partial<Record<Setting, string>>> | undefined;
  /** How a stream's bytes are cut into events. */
  readonly framing: Framing;
  /** The ids of tool calls that the API takes. Those that do not fit are replaced by nine letters and digits. Default: any. */
  readonly toolCallIds?: RegExp | undefined;
  /** The names of tools that the API takes; a request with another is refused before it is sent. Default: what core takes. */
  readonly toolNames?: RegExp | undefined;
  /** How the API gives each format, by the model and the one that is asked for. Default: all natively, if `settings` has `responseFormat`. */
  readonly responseFormats?: ResponseFormats | ((model: string, asked: AnswerFormat) => ResponseFormats) | undefined;
  /** The images and the files that the API takes. Default: none. The capability is `vision`. */
  readonly media?: { readonly image?: MediaFacts | undefined; readonly file?: MediaFacts | undefined } | undefined;
  /** Whether the API takes marks for its cache; if not, `encode` sees none. Default `false`. */
  readonly cacheMarks?: boolean | undefined;
  /** Below `baseURL`, such as `/chat`; empty for `baseURL` itself. */
  path(call: Call<C>): string;
  /** Authentication and version headers. The key is `undefined` where the provider needs none and none is set. */
  headers(config: C, apiKey: string | undefined): Record<string, string>;
  /** The request's JSON body. Throws `InvalidInputError` for what the API is known to refuse. */
  encode(call: Call<C>): JsonObject;
  /** A whole answer. An empty list means that the body is no answer of this API. */
  decode(body: unknown): Delta[];
  /** One event of a stream: its parsed data, and its name where the framing has names. `[DONE]` never arrives here. */
  decodeEvent(data: unknown, event?: string): Delta[];
  /** Normalises the collected counters. What is left out is estimated, and the usage then marked so. */
  usage(counters: JsonObject): Partial<TokenUsage>;
  /** The provider's own words in an error body. */
  errorMessage(body: unknown): string | undefined;
  /** What an error means beyond its status. */
  classify?(answer: ErrorAnswer): Classification | undefined;
  /** What to do where nothing listens at `baseURL`, such as how to start the server: said by the error of a refused connection. */
  readonly unreachable?: string | undefined;
  readonly embeddings?: EmbeddingsWire<C> | undefined;
  readonly rerank?: RerankWire<C> | undefined;
  readonly models?: ModelsWire<C> | undefined;
  /** What `checkAvailability` asks with GET. Default: the list of models, which is taken to look at the key. */
  probe?(config: C): Probe;
  /** Signs a request, for APIs whose authentication depends on the body. Runs in core, once for each attempt. */
  sign?(request: HttpRequest, config: C): Promise<HttpRequest>;
}

/** Time, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds that never run backwards. */
  monotonic(): number;
  /** Calls `callback` after `ms`; the answer cancels it. */
  schedule(callback: () => void, ms: number): () => void;
}

/** A number from 0 up to, not including, 1. */
export type Random = () => number;

/** Other clients of the same registry, by their name in the config file: for plugins that are policies over other clients. */
export type Clients = (name: string) => Client;

/** A key that is read anew for every request, so that it can change without a restart. */
export interface ApiKey {
  read(): string | Promise<string>;
}

/** What a plugin's `create` may use, and what `static inject` can ask for. */
export interface Dependencies {
  transport: Transport;
  clock: Clock;
  random: Random;
  clients: Clients;
}

/** What a plugin says of itself. */
export interface ProviderOptions {
  /** Lower case: letters, digits, `-`, `_`, `.`. */
  name: string;
  aliases?: readonly string[] | undefined;
  /** JSON Schema of the plugin's own config keys, with defaults and `env` names. The common keys are merged in by core. */
  schema: JsonObject;
  /** The version of this contract. */
  apiVersion: 1;
  /** The provider's own hosts and the path that a `baseURL` on them gets where it has none: `{ 'api.acme.com': '/v1' }`. */
  hosts?: Readonly<Record<string, string>> | undefined;
}

/**
 * An instance of a plugin's class: it gives a `wire`, or a `create` for what is no HTTP API of its own.
 */
export interface ProviderPlugin<C extends ResolvedConfig = ResolvedConfig> {
  /** The wire, or a function that chooses one by the config. */
  readonly wire?: Wire<C> | ((config: C) => Wire<C>) | undefined;
  /** What was given as `baseURL`, as a URL, before it is checked: for providers whose address is told without a scheme. */
  address?(given: string): string;
  /** A pure last step over the resolved config, such as a version path. */
  configure?(config: C): C;
  create?(config: C, dependencies: Dependencies & { apiKey: ApiKey | undefined }): Client;
}

/** A class of plugins. `inject` names what its constructor is given, in order. */
export interface ProviderClass<C extends ResolvedConfig = ResolvedConfig> {
  // biome-ignore lint/suspicious/noExplicitAny: the arguments are what `inject` names
  new (...dependencies: any[]): ProviderPlugin<C>;
  readonly inject?: readonly symbol[] | undefined;
}
