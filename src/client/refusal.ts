import type { Delta } from '../delta.ts';
import { errorFromStatus } from '../error-table.ts';
import { type LLMError, ResponseError, StreamInterruptedError } from '../errors.ts';
import type { Known } from '../http/cancel.ts';
import { retryAfterMs, shouldRetry } from '../http/headers.ts';
import { maskHeaders, quote, redact } from '../http/redact.ts';
import type { HttpAnswer } from '../http/transport.ts';
import type { Classification } from '../provider.ts';
import type { CallOptions } from '../types.ts';
import type { ClientParts, Question } from './exchange.ts';
import { isPage, parseLoosely, withoutQuery } from './request.ts';

/** What is known of an exchange when it fails. */
export interface Told extends Known {
  status: number | undefined;
  requestId: string | undefined;
}

/** Reads a provider's failures: as errors of ours, without what it must not repeat. */
export class RefusalReader {
  readonly #parts: ClientParts;
  readonly #question: Question;
  readonly #options: CallOptions;
  readonly #estimatedWaits = new WeakMap<LLMError, number>();
  /** The headers that were sent last: a signature may be among them. */
  sent: Readonly<Record<string, string>> = {};

  constructor(parts: ClientParts, question: Question, options: CallOptions) {
    this.#parts = parts;
    this.#question = question;
    this.#options = options;
  }

  /** An answer that is not a 2xx, or is a web page. */
  refusal({ status, headers }: HttpAnswer, text: string, told: Told): LLMError {
    if (status < 300) return new ResponseError('the answer is a web page, not an API; check baseURL', told);
    const { wire, clock } = this.#parts;
    const body = parseLoosely(text);
    const said: Classification = wire.classify?.({ status, headers, body }) ?? {};
    const words = isPage(text, headers['content-type']) ? 'a web page' : wire.errorMessage(body);
    const error = errorFromStatus({
      ...told,
      ...this.#clean(words, said.providerType),
      ...this.#whereabouts(),
      status: said.status ?? status,
      reason: said.reason,
      retryable: shouldRetry(headers) ?? said.retryable,
      retryAfterMs: retryAfterMs(headers, clock.now()) ?? said.retryAfterMs,
    });
    if (said.estimatedWaitMs !== undefined) this.#estimatedWaits.set(error, said.estimatedWaitMs);
    return error;
  }

  /** A failure told inside a 200: by the table where it has a type, else a broken stream or an answer of no use. */
  failure({ message, ...delta }: Extract<Delta, { type: 'error' }>, place: 'stream' | 'answer', told: Told): LLMError {
    const { status, reason, retryAfterMs: wait } = delta;
    const { words, providerType } = this.#clean(message, delta.providerType);
    if (status !== undefined || reason !== undefined) {
      const details = { ...told, ...this.#whereabouts(), reason, providerType, words, retryAfterMs: wait };
      return errorFromStatus({ ...details, status: status ?? 400, inside: true });
    }
    const said = `the provider reported an error${words ? `: "${words}"` : ''}`;
    if (place === 'answer') return new ResponseError(said, { ...told, providerType });
    return new StreamInterruptedError(said, { ...told, providerType, retryable: true });
  }

  /** Whether a text has the key in it as it was sent. */
  holdsKey(text: string): boolean {
    const { apiKey } = this.#parts;
    return apiKey?.known().some((key) => text.includes(key)) ?? false;
  }

  /** A text of the provider's without the keys, which it may have echoed. */
  redact(text: string): string {
    return redact(text, this.#secrets());
  }

  /** How long a provider guessed that it will take. */
  estimatedWaitMs(error: LLMError): number | undefined {
    return this.#estimatedWaits.get(error);
  }

  #whereabouts(): { url: string; keyHint: string; routeHint: string } {
    const { keyHint, routeHint } = this.#parts;
    return { url: withoutQuery(this.#question.url), keyHint, routeHint };
  }

  #clean(words: unknown, providerType: unknown): { words: string | undefined; providerType: string | undefined } {
    const secrets = this.#secrets();
    const said = this.#question.said?.();
    const clean = (text: unknown) => (typeof text === 'string' && text !== '' ? quote(text, secrets, said) : undefined);
    return { words: clean(words), providerType: clean(providerType) };
  }

  /** The key, every header that the config or the caller set, and those of the wire that may be keys. */
  #secrets(): string[] {
    const { apiKey, config } = this.#parts;
    const masked = maskHeaders(this.sent);
    const sent = Object.keys(this.sent).filter((name) => masked[name] !== this.sent[name]);
    const values = [
      ...Object.values({ ...config.headers, ...this.#options.headers }),
      ...sent.map((name) => this.sent[name] as string),
    ];
    return [...(apiKey?.known() ?? []), ...values.flatMap((value) => [value, value.replace(/^\S+\s+/, '')])];
  }
}
