import { InvalidInputError, type LLMError } from '../errors.ts';
import { readBody } from '../http/body.ts';
import { maskHeaders } from '../http/redact.ts';
import type { Message } from '../message.ts';
import type { Call } from '../provider.ts';
import type {
  Availability,
  CallOptions,
  Capability,
  Client,
  ClientOverrides,
  CompletionInput,
  CompletionResponse,
  CompletionStream,
  EmbedRequest,
  EmbedResponse,
  EncodedRequest,
  ModelInfo,
  RerankRequest,
  RerankResponse,
  StreamEvent,
} from '../types.ts';
import { checkAvailability } from './availability.ts';
import { createCall, encodeBody } from './call.ts';
import { PulledStream } from './completion-stream.ts';
import { type ClientParts, Exchange, MAX_ANSWER_BYTES } from './exchange.ts';
import { Fold } from './fold.ts';
import { LiveStream } from './live-stream.ts';
import { createHeaders, joinUrl, saidIn } from './request.ts';
import { createResponse } from './response.ts';
import { checkOptions, refuse } from './validate.ts';
import { foldWhole, parse } from './whole-answer.ts';

const MASKED_KEY = '***';

/** The client of every provider that is an HTTP API: it drives a wire. Holds no state but its parts. */
export class HttpClient implements Client {
  readonly provider: string;
  readonly model: string;
  readonly maxTokens?: number | undefined;
  readonly capabilities: ReadonlySet<Capability>;
  readonly #parts: ClientParts;
  readonly #derive: (overrides: ClientOverrides) => Client;

  constructor(parts: ClientParts, derive: (overrides: ClientOverrides) => Client) {
    this.#parts = parts;
    this.#derive = derive;
    this.provider = parts.provider;
    this.model = parts.config.model;
    this.maxTokens = parts.config.maxTokens;
    this.capabilities = new Set(parts.wire.capabilities);
  }

  async complete(request: CompletionInput, options: CallOptions = {}): Promise<CompletionResponse> {
    const { call, exchange } = this.#prepare(request, options, false);
    const limit = options.timeoutMs ?? call.config.timeoutMs;
    return exchange.run(options.signal, async (scope) => {
      scope.limit('attempt', limit);
      const text = await readBody(await exchange.send(scope), MAX_ANSWER_BYTES);
      const fold = this.#createFold(call);
      const raw = foldWhole(fold, text, exchange);
      scope.close();
      return createResponse(fold, call, this.#parts.wire, exchange.meta(), raw);
    });
  }

  async chat(messages: Message[], options?: CallOptions): Promise<CompletionResponse> {
    return this.complete({ messages }, options);
  }

  stream(input: CompletionInput, options: CallOptions = {}): CompletionStream {
    let prepared: { call: Call; exchange: Exchange } | undefined;
    const prepare = () => {
      prepared ??= this.#prepare(input, options, true);
      return prepared;
    };
    return new PulledStream({
      known: { provider: this.provider, model: this.model },
      signal: options.signal,
      open: async (signal) => this.#openStream(prepare(), options, signal),
      empty: () => prepared && this.#emptyResponse(prepared),
    });
  }

  async embed(_request: EmbedRequest, _options?: CallOptions): Promise<EmbedResponse> {
    throw this.#lacking('embed', 'embeddings');
  }

  async rerank(_request: RerankRequest, _options?: CallOptions): Promise<RerankResponse> {
    throw this.#lacking('rerank', 'reranking');
  }

  async listModels(options: CallOptions = {}): Promise<ModelInfo[]> {
    const { wire, config } = this.#parts;
    const { models } = wire;
    if (!models) throw this.#lacking('models', 'list of models');
    refuse(checkOptions(options), { provider: this.provider });
    const url = joinUrl(config.baseURL, models.path(config));
    const exchange = new Exchange(this.#parts, this.model, { method: 'GET', url, accept: 'application/json' }, options);
    return exchange.run(options.signal, async (scope) => {
      scope.limit('attempt', options.timeoutMs ?? config.timeoutMs);
      const text = await readBody(await exchange.send(scope), MAX_ANSWER_BYTES);
      scope.close();
      return models.decode(parse(text, exchange));
    });
  }

  async isAvailable(options?: CallOptions): Promise<boolean> {
    return (await this.checkAvailability(options)).available;
  }

  checkAvailability(options: CallOptions = {}): Promise<Availability> {
    return checkAvailability(this.#parts, options);
  }

  with(overrides: ClientOverrides): Client {
    return this.#derive(overrides);
  }

  encode(request: CompletionInput): EncodedRequest {
    const { wire, config, apiKey } = this.#parts;
    const call = createCall(request, this.provider, wire, config, false);
    const key = apiKey && MASKED_KEY;
    return {
      method: 'POST',
      url: joinUrl(config.baseURL, wire.path(call)),
      headers: maskHeaders(createHeaders('application/json', true, wire.headers(config, key), config.headers)),
      body: encodeBody(call, wire),
    };
  }

  #prepare(input: CompletionInput, options: CallOptions, stream: boolean): { call: Call; exchange: Exchange } {
    const { wire, config } = this.#parts;
    const call = createCall(input, this.provider, wire, config, stream);
    refuse(checkOptions(options), { provider: this.provider, model: call.model });
    const question = {
      method: 'POST' as const,
      url: joinUrl(config.baseURL, wire.path(call)),
      accept: stream ? wire.framing.accept : 'application/json',
      body: this.#serialise(call),
      said: () => saidIn(call),
    };
    return { call, exchange: new Exchange(this.#parts, call.model, question, options) };
  }

  #serialise(call: Call): string {
    const body = encodeBody(call, this.#parts.wire);
    try {
      return JSON.stringify(body);
    } catch {
      const known = { provider: this.provider, model: call.model };
      throw new InvalidInputError('the request can not be written as JSON; it holds a cycle or a BigInt', known);
    }
  }

  async #openStream({ call, exchange }: { call: Call; exchange: Exchange }, options: CallOptions, signal: AbortSignal) {
    return exchange.run(signal, async (scope) => {
      const stopLimit = scope.limit('first-content', options.timeoutMs ?? call.config.firstContentTimeoutMs);
      const live = new LiveStream(exchange, call, scope, await exchange.send(scope), this.#createFold(call));
      const events: StreamEvent[] = await live.read();
      stopLimit();
      return { live, events };
    });
  }

  #createFold({ model }: Call): Fold {
    const { random } = this.#parts;
    return new Fold({
      provider: this.provider,
      model,
      createId: () => `call_${random().toString(36).slice(2, 14).padEnd(12, '0')}`,
    });
  }

  #emptyResponse({ call, exchange }: { call: Call; exchange: Exchange }): CompletionResponse {
    return createResponse(this.#createFold(call), call, this.#parts.wire, exchange.meta());
  }

  #lacking(capability: Capability, what: string): LLMError {
    return new InvalidInputError(`this API has no ${what} here (no capability "${capability}")`, { provider: this.provider });
  }
}
