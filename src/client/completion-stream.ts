import { InvalidInputError, type LLMError } from '../errors.ts';
import { canceledError, createController, type Known, onAbort } from '../http/cancel.ts';
import type { CompletionResponse, CompletionStream, StreamEvent } from '../types.ts';
import { lazyPromise } from './lazy-promise.ts';

/** An answer that is being read. */
export interface EventReader {
  /** The next events; the last ones end with `finish`. @throws {LLMError} once all events before the failure are given. */
  read(): Promise<StreamEvent[]>;
  /** Closes the connection, and gives the error back, with the answer so far. */
  cancel(error: LLMError): LLMError;
}

/** How a stream comes to be. */
export interface StreamSource {
  known: Known;
  /** The caller's signal. */
  signal: AbortSignal | undefined;
  /** Sends the request and reads up to the first events. Called once, at the first pull. @throws {LLMError} */
  open(signal: AbortSignal): Promise<{ live: EventReader; events: StreamEvent[] }>;
  /** The answer of a stream that was never opened; must not throw. */
  empty(): CompletionResponse | undefined;
}

interface Waiter {
  resolve(response: CompletionResponse): void;
  reject(error: LLMError): void;
}

type Result = IteratorResult<StreamEvent, undefined>;

const DONE: Result = { done: true, value: undefined };

/** A stream that is opened by its first pull and read by one consumer, at that consumer's pace. */
export class PulledStream implements CompletionStream {
  readonly #source: StreamSource;
  readonly #controller = createController();
  readonly #waiters: Waiter[] = [];
  #claimed = false;
  #release = () => {};
  #live: EventReader | undefined;
  #events: StreamEvent[] = [];
  #next = 0;
  #pulls = 0;
  #lastPull: Promise<unknown> = Promise.resolve();
  #outcome: { response: CompletionResponse } | { error: LLMError; thrown: boolean } | undefined;

  readonly text: AsyncIterable<string> = { [Symbol.asyncIterator]: () => this.#readText() };
  readonly response: Promise<CompletionResponse> = lazyPromise(() => this.#whole());

  constructor(source: StreamSource) {
    this.#source = source;
  }

  [Symbol.asyncIterator](): AsyncIterator<StreamEvent, undefined> {
    if (this.#claimed) {
      throw new InvalidInputError('this stream has a reader already; call stream() again for another one', this.#source.known);
    }
    this.#claimed = true;
    return { next: () => this.#pull(), return: () => this.#leave() };
  }

  abort(reason?: unknown): void {
    if (this.#outcome) return;
    const error = canceledError(reason, this.#source.known);
    this.#live?.cancel(error);
    this.#fail(error);
    this.#controller.abort(error);
  }

  toReadableStream(): ReadableStream<StreamEvent> {
    const reader = this[Symbol.asyncIterator]();
    return new ReadableStream<StreamEvent>(
      {
        async pull(controller) {
          const { done, value } = await reader.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel: (reason) => this.abort(reason),
      },
      { highWaterMark: 0 },
    );
  }

  /** One at a time, in the order of the calls. What is there already needs no turn. */
  #pull(): Promise<Result> {
    if (this.#pulls === 0 && this.#next < this.#events.length) return Promise.resolve(this.#shift());
    this.#pulls += 1;
    const pull = this.#pulls === 1 ? this.#read() : this.#lastPull.then(() => this.#read());
    this.#lastPull = pull.catch(() => {});
    return pull;
  }

  async #read(): Promise<Result> {
    try {
      if (this.#next >= this.#events.length && !this.#outcome) await this.#fill();
      if (this.#next < this.#events.length) return this.#shift();
      return this.#end();
    } finally {
      this.#pulls -= 1;
    }
  }

  /** Reads until there are events or an outcome. What comes after an abort is dropped. */
  async #fill(): Promise<void> {
    try {
      while (!this.#outcome && this.#next >= this.#events.length) {
        const events = this.#live ? await this.#live.read() : await this.#begin();
        this.#next = 0;
        this.#events = this.#outcome ? [] : events;
      }
    } catch (error) {
      this.#fail(error as LLMError);
    }
  }

  async #begin(): Promise<StreamEvent[]> {
    const { signal } = this.#source;
    if (signal?.aborted) {
      this.abort(signal.reason);
      return [];
    }
    if (signal) this.#release = onAbort(signal, () => this.abort(signal.reason));
    const { live, events } = await this.#source.open(this.#controller.signal);
    this.#live = live;
    if (this.#outcome && 'error' in this.#outcome) live.cancel(this.#outcome.error);
    return events;
  }

  #shift(): Result {
    const value = this.#events[this.#next++] as StreamEvent;
    if (value.type === 'finish') this.#succeed(value.response);
    return { done: false, value };
  }

  /** A failure is thrown once; after it, as after the last event, the iteration is over. */
  #end(): Result {
    const outcome = this.#outcome;
    if (!outcome || 'response' in outcome || outcome.thrown) return DONE;
    outcome.thrown = true;
    throw outcome.error;
  }

  async #leave(): Promise<Result> {
    this.abort(new Error('the reader left the stream before its end'));
    if (this.#outcome && 'error' in this.#outcome) this.#outcome.thrown = true;
    return DONE;
  }

  #readText(): AsyncIterator<string, undefined> {
    const events = this[Symbol.asyncIterator]();
    return {
      next: async () => {
        for (;;) {
          const { done, value } = await events.next();
          if (done) return DONE as IteratorResult<string, undefined>;
          if (value.type === 'text') return { done: false, value: value.text };
        }
      },
      return: async () => {
        await this.#leave();
        return { done: true, value: undefined };
      },
    };
  }

  #whole(): Promise<CompletionResponse> {
    const outcome = this.#outcome;
    if (outcome) return 'response' in outcome ? Promise.resolve(outcome.response) : Promise.reject(outcome.error);
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      if (!this.#claimed) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#claimed = true;
    try {
      while (!(await this.#pull()).done);
    } catch {
      // The waiters have it.
    }
  }

  #succeed(response: CompletionResponse): void {
    if (this.#outcome) return;
    this.#outcome = { response };
    this.#settle(({ resolve }) => resolve(response));
  }

  #fail(error: LLMError): void {
    if (this.#outcome) return;
    this.#events = [];
    this.#next = 0;
    error.partial ??= this.#source.empty();
    this.#outcome = { error, thrown: false };
    this.#settle(({ reject }) => reject(error));
  }

  #settle(tell: (waiter: Waiter) => void): void {
    this.#release();
    for (const waiter of this.#waiters.splice(0)) tell(waiter);
  }
}
