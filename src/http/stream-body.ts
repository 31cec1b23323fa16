import type { Readable } from 'node:stream';

type Result = IteratorResult<Uint8Array, undefined>;

/**
 * A stream's bytes, one pull at a time. Nothing is read ahead but what the stream holds already, so a slow reader slows the
 * socket. Leaving the loop early calls `close`.
 */
export class StreamBody implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #stream: Readable;
  readonly #close: () => void;
  #waiting: ((result: Promise<Result>) => void) | undefined;
  #rest: Uint8Array | null = null;
  #outcome: (() => Promise<Result>) | undefined;

  constructor(stream: Readable, close: () => void) {
    this.#stream = stream;
    this.#close = close;
    stream.on('readable', () => this.#wake());
    stream.once('end', () => {
      this.#settle(done);
      close();
    });
  }

  /** Ends the reading with an error, after the rest that had already come. */
  fail(error: unknown, rest: Uint8Array | null = null): void {
    this.#settle(() => Promise.reject(error), rest);
  }

  next(): Promise<Result> {
    const chunk = this.#outcome ? this.#rest : this.#stream.read();
    this.#rest = null;
    if (chunk) return Promise.resolve({ done: false, value: chunk });
    return this.#outcome?.() ?? new Promise((resolve) => this.#wait(resolve));
  }

  return(): Promise<Result> {
    this.#settle(done);
    this.#close();
    return done();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #wait(resolve: (result: Promise<Result>) => void): void {
    this.#waiting = resolve;
  }

  #settle(outcome: () => Promise<Result>, rest: Uint8Array | null = null): void {
    if (this.#outcome) return;
    this.#outcome = outcome;
    this.#rest = rest;
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(this.next());
  }
}

function done(): Promise<Result> {
  return Promise.resolve({ done: true, value: undefined });
}
