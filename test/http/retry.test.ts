import { describe, expect, it } from '@jest/globals';
import {
  CanceledError,
  type ErrorDetails,
  InvalidInputError,
  type LLMError,
  RateLimitError,
  RequestError,
  TimeoutError,
} from '../../src/errors.ts';
import { backoffMs, isRetryable, type RetryOptions, retry } from '../../src/http/retry.ts';
import type { Clock } from '../../src/provider.ts';
import type { RetryPolicy } from '../../src/resolved-config.ts';
import { countedSignal, failureFrom } from './servers.ts';

const policy: RetryPolicy = { attempts: 3, minDelayMs: 1000, maxDelayMs: 30_000, maxWaitMs: 60_000, timeouts: true };

/** Lets the time of each wait pass at once and notes its length; with `stuck`, no wait ends. */
function fakeClock({ stuck = false } = {}): Clock & { waits: number[]; canceled: number } {
  let time = 0;
  const clock = {
    waits: [] as number[],
    canceled: 0,
    now: () => time,
    monotonic: () => time,
    schedule(callback: () => void, ms: number) {
      clock.waits.push(ms);
      if (!stuck) {
        queueMicrotask(() => {
          time += ms;
          callback();
        });
      }
      return () => {
        clock.canceled++;
      };
    },
  };
  return clock;
}

function options(more: Partial<RetryOptions> = {}): RetryOptions {
  const context = { provider: 'acme', model: 'm1' };
  return { policy, clock: fakeClock(), random: () => 1, signal: undefined, context, ...more };
}

/** Fails with these errors one after the other, then gives `done`. */
function failing(...errors: LLMError[]): (attemptNumber: number) => Promise<string> {
  return async (attemptNumber) => {
    const error = errors[attemptNumber - 1];
    if (error) throw error;
    return 'done';
  };
}

const failed = (details: ErrorDetails = {}) => new RequestError('it failed', { provider: 'acme', retryable: true, ...details });

describe('isRetryable', () => {
  it.each<[LLMError, boolean, boolean]>([
    [failed(), true, true],
    [failed({ retryable: false }), false, false],
    [new TimeoutError('late', { retryable: true, phase: 'attempt' }), true, false],
    [new TimeoutError('late', { retryable: true, phase: 'deadline' }), false, false],
    [new InvalidInputError('bad'), false, false],
  ])('%p: %p, and %p without time-outs', (error, expected, withoutTimeouts) => {
    expect(isRetryable(error, policy)).toBe(expected);
    expect(isRetryable(error, { ...policy, timeouts: false })).toBe(withoutTimeouts);
  });
});

describe('backoffMs', () => {
  it('doubles up to the cap, between half and the whole of the step', () => {
    expect([1, 2, 3, 5, 6, 9, 5000].map((attempt) => backoffMs(attempt, policy, () => 1))).toEqual([
      1000, 2000, 4000, 16_000, 30_000, 30_000, 30_000,
    ]);
    expect(backoffMs(3, policy, () => 0)).toBe(2000);
    expect(backoffMs(3, policy, () => 0.5)).toBe(3000);
    expect(backoffMs(5000, { ...policy, minDelayMs: 0 }, () => 0)).toBe(0);
  });
});

describe('retry', () => {
  it('gives the first success without a wait', async () => {
    const clock = fakeClock();
    expect(await retry(failing(), options({ clock }))).toBe('done');
    expect(clock.waits).toEqual([]);
  });

  it('tries again with growing waits', async () => {
    const clock = fakeClock();
    expect(await retry(failing(failed(), failed()), options({ clock }))).toBe('done');
    expect(clock.waits).toEqual([1000, 2000]);
  });

  it('gives up after the last attempt with its error, which says how many were made', async () => {
    const clock = fakeClock();
    const last = failed();
    expect(await failureFrom(retry(failing(failed(), failed(), last), options({ clock })))).toBe(last);
    expect(last).toMatchObject({ attempts: 3, message: '[acme] it failed. Given up after 3 attempts.' });
    expect(last.stack).toContain(last.message);
    expect(clock.waits).toEqual([1000, 2000]);
  });

  it('makes one attempt where the policy has one, and for what can not be retried', async () => {
    const once = options({ policy: { ...policy, attempts: 1 } });
    expect(await failureFrom(retry(failing(failed()), once))).toMatchObject({ attempts: 1, message: '[acme] it failed' });
    const clock = fakeClock();
    expect(await failureFrom(retry(failing(new InvalidInputError('bad')), options({ clock })))).toMatchObject({ attempts: 1 });
    expect(clock.waits).toEqual([]);
  });

  it('lets through at once what is none of our errors', async () => {
    const defect = new TypeError('a defect');
    expect(await failureFrom(retry(() => Promise.reject(defect), options()))).toBe(defect);
  });

  it('waits as long as the provider demands', async () => {
    const clock = fakeClock();
    const limited = new RateLimitError('slow down', { retryable: true, retryAfterMs: 45_000 });
    expect(await retry(failing(limited), options({ clock }))).toBe('done');
    expect(clock.waits).toEqual([45_000]);
  });

  it('fails at once when the demanded wait is over the limit', async () => {
    const clock = fakeClock();
    const limited = new RateLimitError('slow down', { retryable: true, retryAfterMs: 60_001 });
    expect(await failureFrom(retry(failing(limited), options({ clock })))).toBe(limited);
    expect(limited).toMatchObject({ attempts: 1, retryAfterMs: 60_001 });
    expect(limited.message).toBe('slow down. The provider asks to wait 61 s, longer than retry.maxWaitMs.');
    expect(clock.waits).toEqual([]);
  });

  it('waits a guessed time up to the cap', async () => {
    const clock = fakeClock();
    const estimatedWaitMs = ({ status }: LLMError) => status;
    const errors = [failed({ status: 20_000 }), failed({ status: 90_000 })];
    expect(await retry(failing(...errors), options({ clock, estimatedWaitMs }))).toBe('done');
    expect(clock.waits).toEqual([20_000, 30_000]);
    const demanded = fakeClock();
    await retry(failing(failed({ status: 20_000, retryAfterMs: 5 })), options({ clock: demanded, estimatedWaitMs }));
    expect(demanded.waits).toEqual([5]);
    const unknown = fakeClock();
    await retry(failing(failed()), options({ clock: unknown, estimatedWaitMs }));
    expect(unknown.waits).toEqual([1000]);
  });

  it('fails with the last error when the wait would pass the deadline', async () => {
    const clock = fakeClock();
    const second = failed();
    expect(await failureFrom(retry(failing(failed(), second), options({ clock, deadlineAt: 2500 })))).toBe(second);
    expect(second.attempts).toBe(2);
    expect(second.message).toMatch(/The next attempt would come 2000 ms from now, after deadlineMs\.$/);
    expect(clock.waits).toEqual([1000]);
  });

  it('fails with a time-out when the deadline itself has passed', async () => {
    const error = failed();
    const failure = await failureFrom(retry(failing(error), options({ deadlineAt: 0 })));
    expect(failure).toBeInstanceOf(TimeoutError);
    expect(failure).toMatchObject({ phase: 'deadline', attempts: 1, provider: 'acme', model: 'm1', cause: error });
    expect(failure).toMatchObject({ message: expect.stringContaining('deadlineMs') });
  });

  it('makes no attempt for a signal that is aborted already', async () => {
    let made = 0;
    const attempt = async () => {
      made++;
    };
    const failure = await failureFrom(retry(attempt, options({ signal: AbortSignal.abort('enough') })));
    expect(failure).toBeInstanceOf(CanceledError);
    expect(failure).toMatchObject({ cause: 'enough', attempts: 0 });
    expect(made).toBe(0);
  });

  it('ends a wait at once when it is aborted', async () => {
    const clock = fakeClock({ stuck: true });
    const { controller, listeners } = countedSignal();
    const pending = retry(failing(failed()), options({ clock, signal: controller.signal }));
    while (clock.waits.length === 0) await Promise.resolve();
    controller.abort('enough');
    const failure = await failureFrom(pending);
    expect(failure).toBeInstanceOf(CanceledError);
    expect(failure).toMatchObject({ name: 'AbortError', cause: 'enough', provider: 'acme', model: 'm1', attempts: 1 });
    expect(clock.canceled).toBe(1);
    expect(listeners()).toBe(0);
  });

  it('is canceled before the wait when the attempt itself brought the abort', async () => {
    const controller = new AbortController();
    const attempt = async () => {
      controller.abort('enough');
      throw failed();
    };
    expect(await failureFrom(retry(attempt, options({ signal: controller.signal })))).toBeInstanceOf(CanceledError);
  });

  it('leaves no listener behind', async () => {
    const { controller, listeners } = countedSignal();
    await retry(failing(failed(), failed()), options({ signal: controller.signal }));
    expect(listeners()).toBe(0);
  });
});
