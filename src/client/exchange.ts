import type { Secret } from '../config/secret.ts';
import { errorFromStatus, InternalError, LLMError, RequestError, ResponseError, StreamInterruptedError } from '../errors.ts';
import { readErrorBody } from '../http/body.ts';
import type { Known } from '../http/cancel.ts';
import { rateLimitOf, requestIdOf, retryAfterMs, shouldRetry } from '../http/headers.ts';
import { maskHeaders, quote } from '../http/redact.ts';
import { retry } from '../http/retry.ts';
import { type HttpAnswer, type HttpRequest, type Transport, TransportFailure } from '../http/transport.ts';
import type { Classification, Clock, Delta, Random, ResolvedConfig, Wire } from '../provider.ts';
import type { CallOptions, ResponseMeta } from '../types.ts';
import { createHeaders, isPage, parseLoosely, withoutQuery } from './request.ts';
import { Scope, timeoutError } from './scope.ts';

/** What a client is made of. */
export interface ClientParts {
  provider: string;
  wire: Wire;
  config: ResolvedConfig;
  apiKey: Secret | undefined;
  /** Where the key can be set, to be named when it is refused. */
  keyHint: string;
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
}

const MAX_ERROR_BYTES = 64 * 1024;

/** The most that is read of a whole answer. */
export const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** One call: its attempts, its limits, and what is learnt of it on the way. */
export class Exchange {
  readonly parts: ClientParts;
  readonly options: CallOptions;
  readonly known: Known;
  readonly #question: Question;
  readonly #startedAt: number;
  readonly #estimatedWaits = new WeakMap<LLMError, number>();
  #status = 0;
  #headers: Record<string, string> = {};
  #firstTokenMs: number | undefined;
  attempts = 0;

  constructor(parts: ClientParts, model: string, question: Question, options: CallOptions) {
    this.parts = parts;
    this.options = options;
    this.known = { provider: parts.provider, model };
    this.#question = question;
    this.#startedAt = parts.clock.monotonic();
  }

  /** Runs attempts until one succeeds or the policy gives up. The scope stays open if `attempt` succeeds: its owner closes it. */
  async run<T>(signal: AbortSignal | undefined, attempt: (scope: Scope) => Promise<T>): Promise<T> {
    const { config, clock, random } = this.parts;
    const { deadlineMs } = config;
    return retry(
      async (attemptNumber) => {
        this.attempts = attemptNumber;
        this.#status = 0;
        this.#headers = {};
        const scope = new Scope(signal, clock, this.known);
        if (deadlineMs !== undefined) this.#limitByDeadline(scope, deadlineMs);
        try {
          if (scope.error) throw scope.error;
          return await attempt(scope);
        } catch (error) {
          const known = this.toError(error, scope);
          scope.abort(known);
          scope.close();
          throw known;
        }
      },
      {
        policy: config.retry,
        deadlineAt: deadlineMs === undefined ? undefined : this.#startedAt + deadlineMs,
        clock,
        random,
        signal,
        context: this.known,
        estimatedWaitMs: (error) => this.#estimatedWaits.get(error),
      },
    );
  }

  /** Sends the question. @throws {LLMError} for any status but a 2xx. */
  async send(scope: Scope): Promise<HttpAnswer> {
    const request = await this.#sign(scope);
    const answer = await this.parts.transport.send(request, scope.signal);
    this.#status = answer.status;
    this.#headers = answer.headers;
    if (answer.status >= 200 && answer.status < 300 && !isPage('', answer.headers['content-type'])) return answer;
    throw this.#refusal(answer, await readErrorBody(answer, MAX_ERROR_BYTES), request.headers);
  }

  /** Any error as one of ours, without the transport's own. */
  toError(error: unknown, scope: Scope): LLMError {
    if (scope.error) return scope.error;
    if (error instanceof LLMError) return error;
    if (error instanceof RangeError) return new ResponseError(`${error.message}, which is too much`, this.told());
    if (!(error instanceof TransportFailure)) {
      const name = error instanceof Error ? error.name : typeof error;
      // A defect in code says nothing of the data it met; any other message may quote the prompt.
      const cause = error instanceof TypeError ? error : undefined;
      return new InternalError(`an unexpected ${name} was thrown; please report it`, { ...this.known, cause });
    }
    if (error.kind === 'connect-timeout') return timeoutError('connect', this.parts.config.connectTimeoutMs, this.known);
    return new RequestError(error.message, { ...this.told(), retryable: error.kind !== 'tls', cause: error });
  }

  /** A failure told inside a 200: by the table where it has a type, else a broken stream or an answer of no use. */
  failure({ message, ...delta }: Extract<Delta, { type: 'error' }>, where: 'stream' | 'answer'): LLMError {
    const { status, reason, retryAfterMs: wait } = delta;
    const { words, providerType } = this.#clean(message, delta.providerType, {});
    const { status: answered, ...told } = this.told();
    if (status !== undefined || reason !== undefined) {
      const where = { url: this.#question.url, keyHint: this.parts.keyHint };
      return errorFromStatus({
        ...told,
        ...where,
        status: status ?? 400,
        inside: true,
        reason,
        providerType,
        words,
        retryAfterMs: wait,
      });
    }
    const said = `the provider reported an error${words ? `: "${words}"` : ''}`;
    if (where === 'stream') return new StreamInterruptedError(said, { ...told, providerType, retryable: true });
    return new ResponseError(said, { ...told, status: answered, providerType });
  }

  firstContent(): void {
    this.#firstTokenMs ??= this.#elapsed();
  }

  meta(): ResponseMeta {
    const rateLimit = rateLimitOf(this.#headers, this.parts.clock.now());
    const requestId = requestIdOf(this.#headers);
    return {
      status: this.#status,
      ...(requestId && { requestId }),
      attempts: this.attempts,
      latencyMs: this.#elapsed(),
      ...(this.#firstTokenMs !== undefined && { firstTokenMs: this.#firstTokenMs }),
      ...(rateLimit && { rateLimit }),
    };
  }

  /** What an error can tell of the exchange so far. */
  told(): Known & { status: number | undefined; requestId: string | undefined } {
    return { ...this.known, status: this.#status || undefined, requestId: requestIdOf(this.#headers) };
  }

  #elapsed(): number {
    return Math.round(this.parts.clock.monotonic() - this.#startedAt);
  }

  #limitByDeadline(scope: Scope, deadlineMs: number): void {
    const left = this.#startedAt + deadlineMs - this.parts.clock.monotonic();
    scope.after(Math.max(0, left), () => scope.abort(timeoutError('deadline', deadlineMs, this.known)));
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

  #refusal(answer: HttpAnswer, text: string, sent: Record<string, string>): LLMError {
    const { wire, clock, keyHint } = this.parts;
    const { status, headers } = answer;
    const body = parseLoosely(text);
    if (status < 300) throw new ResponseError('the answer is a web page, not an API; check baseURL', this.told());
    const said: Classification = wire.classify?.({ status, headers, body }) ?? {};
    const words = isPage(text, headers['content-type']) ? 'a web page' : wire.errorMessage(body);
    const error = errorFromStatus({
      ...this.told(),
      status: said.status ?? status,
      ...this.#clean(words, said.providerType, sent),
      reason: said.reason,
      retryable: shouldRetry(headers) ?? said.retryable,
      retryAfterMs: retryAfterMs(headers, clock.now()) ?? said.retryAfterMs,
      url: withoutQuery(this.#question.url),
      keyHint,
    });
    if (said.estimatedWaitMs !== undefined) this.#estimatedWaits.set(error, said.estimatedWaitMs);
    return error;
  }

  /** What a provider says of an error, without what it must not repeat. */
  #clean(words: unknown, providerType: unknown, sent: Record<string, string>) {
    const secrets = this.#allSecrets(sent);
    const clean = (text: unknown) => (typeof text === 'string' && text !== '' ? quote(text, secrets) : undefined);
    return { words: clean(words), providerType: clean(providerType) };
  }

  #allSecrets(sent: Record<string, string>): string[] {
    const { apiKey, config } = this.parts;
    return [
      ...(apiKey?.known() ?? []),
      ...secretValues({ ...config.headers, ...this.options.headers, ...sent }),
      ...(this.#question.said?.() ?? []),
    ];
  }
}

/** The header values that may be keys: those that are masked where headers are shown. */
function secretValues(headers: Record<string, string>): string[] {
  const masked = maskHeaders(headers);
  return Object.keys(headers)
    .filter((name) => masked[name] !== headers[name])
    .map((name) => headers[name] as string)
    .flatMap((value) => [value, value.replace(/^\S+\s+/, '')]);
}
