import type { LLMError } from '../errors.ts';
import type { ObservedAnswer, ObservedError } from './hooks.ts';
import { redact } from './redact.ts';
import type { HttpAnswer } from './transport.ts';

/** How much of a body is kept for a hook. */
const MAX_BYTES = 1024 * 1024;

/** Of less than this, half a key tells nothing. */
const SHORTEST_HALF = 4;

/** What is known of an answer when its body is over. */
export type BodyEnd = Omit<ObservedAnswer, 'request' | 'latencyMs'>;

type Result = IteratorResult<Uint8Array, undefined>;

/** A body that is read as before, and told once it is over. */
export class ObservedBody implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #answer: HttpAnswer;
  readonly #body: AsyncIterator<Uint8Array>;
  readonly #secrets: () => readonly string[];
  readonly #tell: (end: BodyEnd) => void;
  readonly #chunks: Uint8Array[] = [];
  #room = MAX_BYTES;
  #truncated = false;
  #over = false;

  constructor(answer: HttpAnswer, secrets: () => readonly string[], tell: (end: BodyEnd) => void) {
    this.#answer = answer;
    this.#body = answer.body[Symbol.asyncIterator]();
    this.#secrets = secrets;
    this.#tell = tell;
  }

  async next(): Promise<Result> {
    let result: IteratorResult<Uint8Array>;
    try {
      result = await this.#body.next();
    } catch (error) {
      this.#end(false, error);
      throw error;
    }
    if (result.done) {
      this.#end(true);
      return { done: true, value: undefined };
    }
    this.#keep(result.value);
    return result;
  }

  async return(): Promise<Result> {
    this.#end(false);
    await this.#body.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #keep(chunk: Uint8Array): void {
    if (chunk.length > this.#room) this.#truncated = true;
    if (this.#room === 0) return;
    // A copy: whose bytes they are may use their memory again.
    const kept = chunk.slice(0, this.#room);
    this.#chunks.push(kept);
    this.#room -= kept.length;
  }

  #end(complete: boolean, error?: unknown): void {
    if (this.#over) return;
    this.#over = true;
    const { status, headers } = this.#answer;
    const secrets = this.#secrets();
    // Masked like those of a request they would tell no limits: a header that counts tokens looks like one that holds one.
    const clean = (name: string, value: string) => (/^set-cookie$/i.test(name) ? '***' : redact(value, secrets));
    this.#tell({
      status,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, clean(name, value)])),
      body: this.#text(complete, secrets),
      complete,
      truncated: this.#truncated,
      // How a client ends the reading of a socket that stays open after the answer.
      ...(error !== undefined && !isOwnEnd(error) && { error: describeError(error, secrets) }),
    });
  }

  #text(complete: boolean, secrets: readonly string[]): string {
    const whole = complete && !this.#truncated;
    // As of a stream, so that half a character at a cut is left out.
    const text = redact(new TextDecoder().decode(Buffer.concat(this.#chunks), { stream: !whole }), secrets);
    return whole ? text : withoutHalf(text, secrets);
  }
}

/** What an error says of itself, without keys. */
export function describeError(error: unknown, secrets: readonly string[]): ObservedError {
  const { name, message = error, code } = (error ?? {}) as { name?: unknown; message?: unknown; code?: unknown };
  return {
    name: typeof name === 'string' ? name : 'Error',
    message: typeof message === 'string' ? redact(message, secrets) : '',
    ...(typeof code === 'string' && { code }),
  };
}

function isOwnEnd(error: unknown): boolean {
  return (error as Partial<LLMError> | undefined)?.code === 'INTERNAL_ERROR';
}

/** Where a body was cut, the beginning of a key may be left at its end. */
function withoutHalf(text: string, secrets: readonly string[]): string {
  for (const secret of secrets) {
    for (let length = secret.length - 1; length >= SHORTEST_HALF; length -= 1) {
      if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length);
    }
  }
  return text;
}
