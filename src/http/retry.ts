import pRetry from 'p-retry';
import { LLMError, TimeoutError } from '../errors.ts';
import type { Clock, Random } from '../provider.ts';
import type { RetryPolicy } from '../resolved-config.ts';
import { errorOf, type Known, onAbort } from './cancel.ts';

/** What `retry` needs to know besides the attempt. */
export interface RetryOptions {
  policy: RetryPolicy;
  /** When all attempts and waits must be over, in `clock.monotonic()` milliseconds. */
  deadlineAt?: number | undefined;
  clock: Clock;
  random: Random;
  /** The caller's signal: it ends a wait at once. An attempt must heed it itself. */
  signal: AbortSignal | undefined;
  context: Known;
  /** A wait that the provider only guessed; it is waited up to `policy.maxDelayMs`. */
  estimatedWaitMs?: ((error: LLMError) => number | undefined) | undefined;
}

/** Whether the policy allows another attempt after this error. */
export function isRetryable(error: LLMError, policy: RetryPolicy): boolean {
  // A phase means a limit of ours; a 408 is the provider's own and has none.
  if (!error.retryable || error.phase === 'deadline') return false;
  return error.phase === undefined || policy.timeouts;
}

/**
 * The wait after the failed attempt of this number, where the provider asks for none. The step is
 * `min(maxDelayMs, minDelayMs * 2 ** (attemptNumber - 1))`, and the wait lies between half of it and the whole.
 */
export function backoffMs(attemptNumber: number, policy: RetryPolicy, random: Random): number {
  const step = Math.min(policy.maxDelayMs, policy.minDelayMs * 2 ** Math.min(attemptNumber - 1, 30));
  return (step * (1 + random())) / 2;
}

/**
 * Makes the attempt until it succeeds, fails for good, or the policy has had enough. The error that leaves says in `attempts` how
 * many were made.
 *
 * @throws {CanceledError} when the signal is aborted before the first attempt or during a wait.
 */
export async function retry<T>(attempt: (attemptNumber: number) => Promise<T>, options: RetryOptions): Promise<T> {
  let attempts = 0;
  try {
    if (options.signal?.aborted) throw errorOf(options.signal, options.context);
    return await pRetry(
      (attemptNumber) => {
        attempts = attemptNumber;
        return attempt(attemptNumber);
      },
      {
        // Waits and decisions are ours, on our clock. Every option is given: filling in the rest costs more than a call's share.
        retries: options.policy.attempts - 1,
        factor: 1,
        minTimeout: 0,
        maxTimeout: 0,
        maxRetryTime: Number.POSITIVE_INFINITY,
        randomize: false,
        unref: false,
        onFailedAttempt: () => {},
        shouldConsumeRetry: () => true,
        shouldRetry: ({ error, attemptNumber }) => waitAfter(error, attemptNumber, options),
      },
    );
  } catch (error) {
    if (error instanceof LLMError) {
      error.attempts = attempts;
      if (attempts > 1 && attempts >= options.policy.attempts && error.retryable)
        addTo(error, `Given up after ${attempts} attempts.`);
    }
    throw error;
  }
}

/** Says in an error's message why there was no further attempt. The stack repeats the message. */
function addTo(error: LLMError, why: string): void {
  const { message, stack = '' } = error;
  error.message = `${message}${/[.?!"]$/.test(message) ? '' : '.'} ${why}`;
  error.stack = stack.replace(message, () => error.message);
}

/** Waits as long as it takes before another attempt makes sense; `false` at once where none does. */
async function waitAfter(error: Error, attemptNumber: number, options: RetryOptions): Promise<boolean> {
  const { policy, clock, deadlineAt = Number.POSITIVE_INFINITY } = options;
  if (!(error instanceof LLMError) || !isRetryable(error, policy)) return false;
  const remainingMs = deadlineAt - clock.monotonic();
  if (remainingMs <= 0) throw deadlinePassed(error, options);
  const { retryAfterMs } = error;
  if (retryAfterMs !== undefined && retryAfterMs > policy.maxWaitMs) {
    addTo(error, `The provider asks to wait ${Math.ceil(retryAfterMs / 1000)} s, longer than retry.maxWaitMs.`);
    return false;
  }
  const waitMs = waitFor(error, attemptNumber, options);
  if (waitMs >= remainingMs) {
    addTo(error, `The next attempt would come ${Math.ceil(waitMs)} ms from now, after deadlineMs.`);
    return false;
  }
  await sleep(waitMs, options);
  return true;
}

function waitFor(error: LLMError, attemptNumber: number, { policy, random, estimatedWaitMs }: RetryOptions): number {
  if (error.retryAfterMs !== undefined) return error.retryAfterMs;
  const estimateMs = estimatedWaitMs?.(error);
  return estimateMs === undefined ? backoffMs(attemptNumber, policy, random) : Math.min(estimateMs, policy.maxDelayMs);
}

function sleep(ms: number, options: RetryOptions): Promise<void> {
  const { clock, signal, context } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(errorOf(signal, context));
    const stop = clock.schedule(() => {
      release?.();
      resolve();
    }, ms);
    const release =
      signal &&
      onAbort(signal, () => {
        stop();
        reject(errorOf(signal, context));
      });
  });
}

function deadlinePassed(last: LLMError, { context }: RetryOptions): TimeoutError {
  return new TimeoutError('the deadline of the whole call has passed. Raise deadlineMs', {
    ...context,
    phase: 'deadline',
    cause: last,
  });
}
