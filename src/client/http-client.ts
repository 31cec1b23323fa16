import { InvalidInputError, type LLMError } from '../errors.ts';
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
import { decodeModels, foldWhole } from './whole-answer.ts';

const MASKED_KEY = '***';

interface Prepared {
  call: Call;
  exchange: Exchange;
}

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
    return exchange.whole(MAX_ANSWER_BYTES, (text) => {
      const fold = this.#createFold(call);
      const raw = foldWhole(fold, text, exchange);
      return createResponse(fold, call, this.#parts.wire, exchange.meta(), raw);
    });
  }

  async chat(messages: Message[], options?: CallOptions): Promise<CompletionResponse> {
    return this.complete({ messages }, options);
  }

  stream(input: CompletionInput, options: CallOptions = {}): CompletionStream {
    const prepared = this.#tryToPrepare(input, options);
    return new PulledStream({
      known: 'error' in prepared ? { provider: this.provider, model: this.model } : prepared.exchange.known,
      signal: 'error' in prepared ? undefined : options.signal,
      open: async (signal) => {
        if ('error' in prepared) throw prepared.error;
        return this.#openStream(prepared, signal);
      },
      empty: () => ('error' in prepared ? undefined : this.#emptyResponse(prepared)),
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
    return exchange.whole(MAX_ANSWER_BYTES, (text) => decodeModels(models, text, exchange));
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
      // As it goes over the wire: what is undefined is not sent.
      body: JSON.parse(encodeBody(call, wire)),
    };
  }

  /** A stream's request is fixed when it is made; what is wrong with it is told by the first pull. */
  #tryToPrepare(input: CompletionInput, options: CallOptions): Prepared | { error: unknown } {
    try {
      return this.#prepare(input, options, true);
    } catch (error) {
      return { error };
    }
  }

  #prepare(input: CompletionInput, options: CallOptions, stream: boolean): Prepared {
    const { wire, config } = this.#parts;
    const call = createCall(input, this.provider, wire, config, stream);
    refuse(checkOptions(options), { provider: this.provider, model: call.model });
    const body = encodeBody(call, wire);
    const question = {
      method: 'POST' as const,
      url: joinUrl(config.baseURL, wire.path(call)),
      accept: stream ? wire.framing.accept : 'application/json',
      body,
      // As it was said, and as it was written.
      said: () => [...saidIn(call), body],
    };
    return { call, exchange: new Exchange(this.#parts, call.model, question, options) };
  }

  async #openStream({ call, exchange }: Prepared, signal: AbortSignal) {
    const { timeoutMs } = exchange.options;
    return exchange.run(signal, async (scope) => {
      const stopFirstLimit =
        timeoutMs === undefined
          ? scope.limit('first-content', call.config.firstContentTimeoutMs)
          : scope.limit('first-content', timeoutMs, 'timeoutMs');
      const answer = await exchange.send(scope);
      const live = new LiveStream({ exchange, call, scope, answer, fold: this.#createFold(call), stopFirstLimit });
      const events: StreamEvent[] = await live.read();
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

  #emptyResponse({ call, exchange }: Prepared): CompletionResponse | undefined {
    try {
      return createResponse(this.#createFold(call), call, this.#parts.wire, exchange.meta());
    } catch {
      return undefined;
    }
  }

  #lacking(capability: Capability, what: string): LLMError {
    return new InvalidInputError(`this API has no ${what} here (no capability "${capability}")`, { provider: this.provider });
  }
}
