import type { Secret } from '../config/secret.ts';
import type { Delta } from '../delta.ts';
import { CanceledError, InternalError, InvalidConfigError, LLMError, RequestError, ResponseError } from '../errors.ts';
import { readBody, readErrorBody, TooLargeError } from '../http/body.ts';
import type { Known } from '../http/cancel.ts';
import { rateLimitOf, requestIdOf } from '../http/headers.ts';
import { retry } from '../http/retry.ts';
import { type HttpAnswer, type HttpRequest, isTransportFailure, type Transport } from '../http/transport.ts';
import type { Clock, Random, Wire } from '../provider.ts';
import type { ResolvedConfig } from '../resolved-config.ts';
import type { CallOptions, ResponseMeta } from '../types.ts';
import { RefusalReader, type Told } from './refusal.ts';
import { createHeaders, isPage } from './request.ts';
import { Scope, timeoutError } from './scope.ts';

const MAX_ERROR_BYTES = 64 * 1024;

/** A status says more than a body that does not end, so its body is not waited for as long as an answer's. */
const ERROR_BODY_MS = 2000;

/** The most that is read of a whole answer. */
export const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** What a client is made of. */
export interface ClientParts {
  provider: string;
  wire: Wire;
  config: ResolvedConfig;
  apiKey: Secret | undefined;
  /** Where the key can be set, to be named when it is refused. */
  keyHint: string;
  /** What to do where nothing of the API is at the base URL. */
  routeHint: string;
  transport: Transport;
  clock: Clock;
  random: Random;
}

/** One request to a provider, before authentication. */
export interface Question {
  method: 'GET' | 'POST';
  url: string;
  accept: string;
  body?: string | undefined;
  /** What the caller said, so that a provider that echoes it does not bring it into an error. */
  said?: (() => readonly string[]) | undefined;
  /** When the call began that this is a part of: its deadline is for all parts together. Default: when it is first sent. */
  startedAt?: number | undefined;
}

/** One call: its attempts, its limits, and what is learnt of it on the way. */
export class Exchange {
  readonly parts: ClientParts;
  readonly options: CallOptions;
  readonly known: Known;
  readonly #question: Question;
  readonly #refusals: RefusalReader;
  /** When the request was first wanted: a stream may be made long before its first pull. */
  #startedAt: number;
  #status: number | undefined;
  #headers: Readonly<Record<string, string>> = {};
  #firstTokenMs: number | undefined;
  attempts = 0;

  constructor(parts: ClientParts, model: string, question: Question, options: CallOptions) {
    this.parts = parts;
    this.options = options;
    this.known = { provider: parts.provider, model };
    this.#question = question;
    this.#refusals = new RefusalReader(parts, question, options);
    this.#startedAt = parts.clock.monotonic();
  }

  /** Runs attempts until one succeeds or the policy gives up. The scope stays open if `attempt` succeeds: its owner closes it. */
  async run<T>(signal: AbortSignal | undefined, attempt: (scope: Scope) => Promise<T>): Promise<T> {
    const { config, clock, random } = this.parts;
    const { deadlineMs } = config;
    this.#startedAt = this.#question.startedAt ?? clock.monotonic();
    return retry((attemptNumber) => this.#attempt(attemptNumber, signal, attempt), {
      policy: config.retry,
      deadlineAt: deadlineMs === undefined ? undefined : this.#startedAt + deadlineMs,
      clock,
      random,
      signal,
      context: this.known,
      estimatedWaitMs: (error) => this.#refusals.estimatedWaitMs(error),
    });
  }

  /** Asks for a whole body, tried again where that helps; `read` is a part of each attempt. */
  async whole<T>(maxBytes: number, read: (text: string) => T): Promise<T> {
    const limit = this.options.timeoutMs ?? this.parts.config.timeoutMs;
    return this.run(this.options.signal, async (scope) => {
      scope.limit('attempt', limit);
      const value = read(await readBody(await this.send(scope), maxBytes));
      scope.close();
      return value;
    });
  }

  /** Sends the question. @throws {LLMError} for any status but a 2xx. */
  async send(scope: Scope): Promise<HttpAnswer> {
    const request = await this.#sign(scope);
    this.#refusals.sent = request.headers;
    const answer = await this.parts.transport.send(request, scope.signal);
    if (answer.sent) this.#refusals.sent = answer.sent;
    this.#status = answer.status;
    this.#headers = answer.headers;
    if (answer.status >= 200 && answer.status < 300 && !isPage('', answer.headers['content-type'])) return answer;
    let enough = () => {};
    const waited = new Promise<void>((resolve) => {
      enough = scope.after(ERROR_BODY_MS, resolve);
    });
    const text = await readErrorBody(answer, MAX_ERROR_BYTES, waited);
    enough();
    throw this.#refusals.refusal(answer, text, this.told());
  }

  /** Any error as one of ours, without the transport's own. A caller who gave up hears of nothing else. */
  toError(error: unknown, scope: Scope): LLMError {
    if (scope.error instanceof CanceledError) return this.#completed(scope.error);
    if (error instanceof LLMError) return this.#completed(error);
    if (scope.error) return this.#completed(scope.error);
    if (error instanceof TooLargeError) return new ResponseError(`${error.message}, which is too much`, this.told());
    if (!isTransportFailure(error)) {
      const name = error instanceof Error ? error.name : typeof error;
      return new InternalError(`an unexpected ${name} was thrown; please report it`, this.known);
    }
    if (error.kind === 'config') return new InvalidConfigError(error.message, this.known);
    if (error.kind === 'connect-timeout') return timeoutError('connect', this.parts.config.connectTimeoutMs, this.known);
    const { unreachable } = this.parts.wire;
    const message = error.kind === 'refused' && unreachable ? `${error.message}. ${unreachable}` : error.message;
    return new RequestError(message, { ...this.told(), retryable: error.kind !== 'tls', cause: error });
  }

  /** A failure told inside a 200. */
  failure(delta: Extract<Delta, { type: 'error' }>, place: 'stream' | 'answer'): LLMError {
    return this.#refusals.failure(delta, place, this.told());
  }

  /** Ends what goes on beyond the call's deadline, if it has one. */
  limitByDeadline(scope: Scope): void {
    const { deadlineMs } = this.parts.config;
    if (deadlineMs === undefined) return;
    const left = Math.max(0, deadlineMs - (this.parts.clock.monotonic() - this.#startedAt));
    scope.after(left, () => scope.abort(timeoutError('deadline', deadlineMs, this.known)));
  }

  firstContent(): void {
    this.#firstTokenMs ??= this.#elapsed();
  }

  meta(): ResponseMeta {
    const rateLimit = rateLimitOf(this.#headers, this.parts.clock.now());
    const requestId = this.#requestId();
    return {
      status: this.#status ?? 0,
      ...(requestId && { requestId }),
      attempts: this.attempts,
      latencyMs: this.#elapsed(),
      ...(this.#firstTokenMs !== undefined && { firstTokenMs: this.#firstTokenMs }),
      ...(rateLimit && { rateLimit }),
    };
  }

  /** What an error can tell of the exchange so far. */
  told(): Told {
    return { ...this.known, status: this.#status, requestId: this.#requestId() };
  }

  /** A server may echo anything. A full look for secrets costs more than its share of every call, so it is for what holds one. */
  #requestId(): string | undefined {
    const requestId = requestIdOf(this.#headers);
    return requestId && this.#refusals.holdsKey(requestId) ? this.#refusals.redact(requestId) : requestId;
  }

  async #attempt<T>(attemptNumber: number, signal: AbortSignal | undefined, attempt: (scope: Scope) => Promise<T>): Promise<T> {
    this.attempts = attemptNumber;
    this.#status = undefined;
    this.#headers = {};
    const scope = new Scope(signal, this.parts.clock, this.known);
    this.limitByDeadline(scope);
    try {
      if (scope.error) throw scope.error;
      return await attempt(scope);
    } catch (error) {
      const known = this.toError(error, scope);
      scope.abort(known);
      scope.close();
      throw known;
    }
  }

  /** An error that was made where nothing was known of the answer. */
  #completed(error: LLMError): LLMError {
    const { status, requestId } = this.told();
    if (error.status === undefined && status !== undefined) Object.assign(error, { status, ...(requestId && { requestId }) });
    return error;
  }

  #elapsed(): number {
    return Math.round(this.parts.clock.monotonic() - this.#startedAt);
  }

  async #sign(scope: Scope): Promise<HttpRequest> {
    const { wire, config, apiKey } = this.parts;
    const { method, url, accept, body } = this.#question;
    const key = apiKey && (await scope.race(apiKey.read()));
    const request: HttpRequest = {
      method,
      url,
      headers: createHeaders(accept, body !== undefined, wire.headers(config, key), config.headers, this.options.headers),
      body,
      connectTimeoutMs: config.connectTimeoutMs,
      proxy: config.proxy,
    };
    return wire.sign ? scope.race(wire.sign(request, config)) : request;
  }
}
