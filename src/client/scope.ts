import { type LLMError, TimeoutError, type TimeoutPhase } from '../errors.ts';
import { errorOf, type Known, onAbort, unlessAborted } from '../http/cancel.ts';
import type { Clock } from '../provider.ts';

const SETTING: Record<TimeoutPhase, string> = {
  connect: 'connectTimeoutMs',
  attempt: 'timeoutMs',
  'first-content': 'firstContentTimeoutMs',
  idle: 'idleTimeoutMs',
  deadline: 'deadlineMs',
};

const WHAT: Record<TimeoutPhase, string> = {
  connect: 'no connection',
  attempt: 'no whole answer',
  'first-content': 'no content',
  idle: 'no further content',
  deadline: 'not done with all attempts and waits',
};

/** The error of a limit that ran out. */
export function timeoutError(phase: TimeoutPhase, ms: number, known: Known, setting = SETTING[phase]): TimeoutError {
  return new TimeoutError(`${WHAT[phase]} within ${ms} ms; raise ${setting} to wait longer`, {
    ...known,
    phase,
    retryable: phase !== 'deadline',
  });
}

/**
 * One signal for all that can end a piece of work: the caller's signal and any number of limits. Whatever comes first aborts it
 * with the error to throw. `close` takes every listener and timer away.
 */
export class Scope {
  readonly #controller = new AbortController();
  readonly #clock: Clock;
  readonly #known: Known;
  readonly #cleanups = new Set<() => void>();

  constructor(outer: AbortSignal | undefined, clock: Clock, known: Known) {
    this.#clock = clock;
    this.#known = known;
    if (!outer) return;
    const cancel = () => this.abort(errorOf(outer, known));
    this.#cleanups.add(onAbort(outer, cancel));
    if (outer.aborted) cancel();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What ended the work, if anything did. */
  get error(): LLMError | undefined {
    return this.signal.reason as LLMError | undefined;
  }

  abort(error: LLMError): void {
    this.#controller.abort(error);
  }

  /** Ends the work after `ms`, unless the answer is called before. `setting` is what the limit came from, if not its usual one. */
  limit(phase: TimeoutPhase, ms: number, setting?: string): () => void {
    return this.after(ms, () => this.abort(timeoutError(phase, ms, this.#known, setting)));
  }

  /** Calls back after `ms`, unless the answer is called or the scope is closed before. */
  after(ms: number, callback: () => void): () => void {
    const cancel = this.#clock.schedule(callback, ms);
    const stop = () => {
      cancel();
      this.#cleanups.delete(stop);
    };
    this.#cleanups.add(stop);
    return stop;
  }

  /** Waits for what knows no signal. */
  async race<T>(work: T | PromiseLike<T>): Promise<T> {
    return isThenable(work) ? unlessAborted(work, this.signal) : work;
  }

  close(): void {
    for (const cleanup of this.#cleanups) cleanup();
    this.#cleanups.clear();
  }
}

function isThenable<T>(work: T | PromiseLike<T>): work is PromiseLike<T> {
  return typeof work === 'object' && work !== null && 'then' in work;
}
