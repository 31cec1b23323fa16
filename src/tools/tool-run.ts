import { lazyPromise } from '../client/lazy-promise.ts';
import { InvalidInputError, type LLMError } from '../errors.ts';
import { canceledError, type Known, onAbort } from '../http/cancel.ts';
import type { Message } from '../message.ts';
import type { Ask, Dialogue, ToolRunEvent, ToolRunResult, ToolRunStep } from './dialogue.ts';

/**
 * A conversation between the model and the tools, made by `runTools`. Nothing is sent before it is awaited or first pulled. It runs
 * once: awaited, or read event by event, or both, and then awaiting it gives the result of the reading. After `break` awaiting it
 * rejects with `CanceledError`.
 *
 * `messages` and `steps` tell what it has come to at any time: before it, during it, after it, and after a failure, which loses nothing.
 */
export interface ToolRun extends Promise<ToolRunResult>, AsyncIterable<ToolRunEvent> {
  /**
   * The conversation so far, ready to be sent again: every call in it has its result. A step that is under way, or at which the run
   * failed, is not in it. Where the request was refused, it is that of the request or empty. A new list each time.
   *
   * @example
   * ```ts
   * const run = runTools(client, { prompt, tools }, { handlers });
   * const { response } = await run.catch(() => runTools(spare, { messages: run.messages, tools }, { handlers }));
   * ```
   */
  readonly messages: Message[];
  /**
   * Every answer so far with its results. The last one has fewer results than calls while handlers run, and stays so where the run
   * failed meanwhile: the other handlers may have run, or not. A new list each time.
   */
  readonly steps: ToolRunStep[];
}

/** How a run comes to be. */
export interface RunSource {
  known: Known;
  /** The caller's signal. */
  signal: AbortSignal | undefined;
  /** What there is before the run begins; nothing where the request was refused. */
  dialogue: Dialogue | undefined;
  /** Called once, when the run begins. @throws {LLMError} for what is wrong with the request. */
  open(): Dialogue;
  /** Asks for a whole answer. */
  complete: Ask;
  /** Asks for an answer piece by piece. */
  stream: Ask;
}

/** A run that begins when somebody wants something of it. */
export function createRun(source: RunSource): ToolRun {
  const run = new PulledRun(source);
  return {
    ...lazyPromise(() => run.whole()),
    [Symbol.asyncIterator]: () => run.read(),
    get messages() {
      return source.dialogue?.messages ?? [];
    },
    get steps() {
      return source.dialogue?.steps ?? [];
    },
  };
}

interface Waiter {
  resolve(result: ToolRunResult): void;
  reject(error: unknown): void;
}

type Result = IteratorResult<ToolRunEvent, undefined>;

const DONE: Result = { done: true, value: undefined };

/** The one run behind a `ToolRun`, driven by whoever comes first. */
class PulledRun {
  readonly #source: RunSource;
  readonly #controller = new AbortController();
  readonly #waiters: Waiter[] = [];
  /** How the model is asked, once somebody has claimed the run. */
  #ask: Ask | undefined;
  #begun: { dialogue: Dialogue; events: AsyncGenerator<ToolRunEvent, undefined> } | undefined;
  #release = () => {};
  #pulls = 0;
  #outcome: { result: ToolRunResult } | { error: unknown } | undefined;
  /** The reader need not be told of a failure any more. */
  #told = false;

  constructor(source: RunSource) {
    this.#source = source;
  }

  read(): AsyncIterator<ToolRunEvent, undefined> {
    if (this.#ask) {
      throw new InvalidInputError('this run has a reader already; call runTools() again for another one', this.#source.known);
    }
    this.#ask = this.#source.stream;
    return { next: () => this.#pull(), return: () => this.#leave() };
  }

  whole(): Promise<ToolRunResult> {
    const outcome = this.#outcome;
    if (outcome) return 'result' in outcome ? Promise.resolve(outcome.result) : Promise.reject(outcome.error);
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      if (!this.#ask) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#ask = this.#source.complete;
    while (!(await this.#advance()).done);
  }

  async #pull(): Promise<Result> {
    const result = this.#outcome ? DONE : await this.#advance();
    return result.done ? this.#end() : result;
  }

  /** Goes on by one event. Never rejects: what fails becomes the outcome. */
  async #advance(): Promise<Result> {
    this.#pulls += 1;
    try {
      this.#begun ??= this.#begin();
      const { dialogue, events } = this.#begun;
      const result = await events.next();
      if (dialogue.ended) this.#settle({ result: dialogue.result() });
      return result;
    } catch (error) {
      this.#settle({ error: this.#errorOf(error) });
      return DONE;
    } finally {
      this.#pulls -= 1;
    }
  }

  #begin() {
    const { signal } = this.#source;
    const dialogue = this.#source.open();
    if (signal?.aborted) this.#controller.abort(signal.reason);
    else if (signal) this.#release = onAbort(signal, () => this.#abort(signal.reason));
    return { dialogue, events: dialogue.events(this.#ask as Ask, this.#controller.signal) };
  }

  /** A failure is thrown once; after it, as after the last event, the iteration is over. */
  #end(): Result {
    if (this.#told || !this.#outcome || 'result' in this.#outcome) return DONE;
    this.#told = true;
    throw this.#outcome.error;
  }

  async #leave(): Promise<Result> {
    this.#told = true;
    this.#abort(new Error('the reader left the run before its end'));
    return DONE;
  }

  /** What is under way fails by itself; where nobody has pulled, the next event is where it is found out. */
  #abort(reason: unknown): void {
    if (this.#outcome) return;
    this.#controller.abort(reason);
    if (this.#pulls === 0) void this.#advance();
  }

  /** A caller who gave up hears of nothing else. */
  #errorOf(error: unknown): unknown {
    const { aborted, reason } = this.#controller.signal;
    const isOwn = error !== reason && (error as Partial<LLMError> | undefined)?.code === 'CONTEXT_CANCELED';
    return aborted && !isOwn ? canceledError(reason, this.#source.known) : error;
  }

  #settle(outcome: { result: ToolRunResult } | { error: unknown }): void {
    if (this.#outcome) return;
    this.#outcome = outcome;
    this.#release();
    for (const { resolve, reject } of this.#waiters.splice(0)) {
      if ('result' in outcome) resolve(outcome.result);
      else reject(outcome.error);
    }
  }
}
