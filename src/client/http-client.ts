import type { EmbedRequest, EmbedResponse, RerankRequest, RerankResponse } from '../data-types.ts';
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
  EncodedRequest,
  ModelInfo,
  StreamEvent,
} from '../types.ts';
import { AnswerTool } from './answer-tool.ts';
import { checkAvailability } from './availability.ts';
import { encodeBody, prepareCall } from './call.ts';
import { PulledStream } from './completion-stream.ts';
import { prepareEmbed } from './embed-call.ts';
import { type ClientParts, Exchange, MAX_ANSWER_BYTES } from './exchange.ts';
import { Fold } from './fold.ts';
import { LiveStream } from './live-stream.ts';
import { answerToolName } from './offer-answer-tool.ts';
import { findUncheckable, parseAnswer } from './parse-answer.ts';
import { ParsedStream } from './parsed-stream.ts';
import { createHeaders, joinUrl, saidIn } from './request.ts';
import { rerank } from './rerank.ts';
import { createResponse } from './response.ts';
import type { AskedFormat } from './response-format.ts';
import { Scope } from './scope.ts';
import { checkOptions, refuse } from './validate.ts';
import { decodeModels, foldWhole } from './whole-answer.ts';

const MASKED_KEY = '***';

interface Prepared {
  call: Call;
  asked: AskedFormat | undefined;
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
    const prepared = this.#prepare(request, options, false);
    const { call, exchange } = prepared;
    const { response, said } = await exchange.whole(MAX_ANSWER_BYTES, (text) => {
      const fold = this.#createFold(prepared);
      const raw = foldWhole(fold, text, exchange);
      return { response: createResponse(fold, call, this.#parts.wire, exchange.meta(), raw), said: fold.answer };
    });
    return this.#parse(prepared, response, said, options.signal);
  }

  async chat(messages: readonly Message[], options?: CallOptions): Promise<CompletionResponse> {
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

  async embed(request: EmbedRequest, options: CallOptions = {}): Promise<EmbedResponse> {
    const { embeddings } = this.#parts.wire;
    if (!embeddings) throw this.#lacking('embed', 'embeddings');
    const asked = prepareEmbed(this.#parts, embeddings, request, options);
    const { embed } = await import('./embed.ts');
    return embed(this.#parts, embeddings, asked, options);
  }

  async rerank(request: RerankRequest, options: CallOptions = {}): Promise<RerankResponse> {
    const { rerank: ranking } = this.#parts.wire;
    if (!ranking) throw this.#lacking('rerank', 'reranking');
    return rerank(this.#parts, ranking, request, options);
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
    const { call, asked } = prepareCall(request, this.provider, wire, config, false);
    refuse(findUncheckable(asked), { provider: this.provider, model: call.model });
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
    const { call, asked } = prepareCall(input, this.provider, wire, config, stream);
    refuse([...checkOptions(options), ...findUncheckable(asked)], { provider: this.provider, model: call.model });
    const body = encodeBody(call, wire);
    const question = {
      method: 'POST' as const,
      url: joinUrl(config.baseURL, wire.path(call)),
      accept: stream ? wire.framing.accept : 'application/json',
      body,
      // As it was said, and as it was written.
      said: () => [...saidIn(call), body],
    };
    return { call, asked, exchange: new Exchange(this.#parts, call.model, question, options) };
  }

  async #openStream(prepared: Prepared, signal: AbortSignal) {
    const { call, asked, exchange } = prepared;
    const { timeoutMs } = exchange.options;
    return exchange.run(signal, async (scope) => {
      const stopFirstLimit =
        timeoutMs === undefined
          ? scope.limit('first-content', call.config.firstContentTimeoutMs)
          : scope.limit('first-content', timeoutMs, 'timeoutMs');
      const answer = await exchange.send(scope);
      const fold = this.#createFold(prepared);
      const reader = new LiveStream({ exchange, call, scope, answer, fold, stopFirstLimit });
      const live = asked ? new ParsedStream(reader, (response) => this.#parse(prepared, response, fold.answer, signal)) : reader;
      const events: StreamEvent[] = await live.read();
      return { live, events };
    });
  }

  /** The answer in the form that was asked for. A schema's own check may take its time, so what ends the call ends this too. */
  async #parse(
    { asked, exchange }: Prepared,
    response: CompletionResponse,
    said: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<CompletionResponse> {
    if (!asked) return response;
    const scope = new Scope(signal, this.#parts.clock, exchange.known);
    exchange.limitByDeadline(scope);
    try {
      return await scope.race(parseAnswer(response, asked, said, { ...exchange.told(), attempts: exchange.attempts }));
    } catch (error) {
      throw Object.assign(exchange.toError(error, scope), { attempts: exchange.attempts, partial: response });
    } finally {
      scope.close();
    }
  }

  #createFold({ call, asked }: Prepared): Fold {
    const { random } = this.#parts;
    const answerTool = answerToolName(asked);
    return new Fold({
      provider: this.provider,
      model: call.model,
      answerTool: answerTool === undefined ? undefined : new AnswerTool(answerTool),
      createId: () => `call_${random().toString(36).slice(2, 14).padEnd(12, '0')}`,
    });
  }

  #emptyResponse(prepared: Prepared): CompletionResponse | undefined {
    const { call, exchange } = prepared;
    try {
      return createResponse(this.#createFold(prepared), call, this.#parts.wire, exchange.meta());
    } catch {
      return undefined;
    }
  }

  #lacking(capability: Capability, what: string): LLMError {
    return new InvalidInputError(`this API has no ${what} here (no capability "${capability}")`, { provider: this.provider });
  }
}
