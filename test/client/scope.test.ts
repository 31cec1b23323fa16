import { describe, expect, it } from '@jest/globals';
import { Scope, timeoutError } from '../../src/client/scope.ts';
import { CanceledError } from '../../src/errors.ts';
import { createController } from '../../src/http/cancel.ts';
import { countedSignal } from '../http/servers.ts';
import { failureOf } from '../support/failure.ts';
import { FakeClock, settle } from '../support/fake-clock.ts';

const known = { provider: 'acme', model: 'acme-1' };
const never = () => new Promise<never>(() => {});

describe('a scope', () => {
  it('is aborted by the first limit that runs out, with its error', async () => {
    const clock = new FakeClock();
    const scope = new Scope(undefined, clock, known);
    scope.limit('attempt', 2000);
    scope.limit('idle', 1000);
    const failure = failureOf(scope.race(never()));
    await clock.advance(5000);
    expect(await failure).toMatchObject({ code: 'LLM_TIMEOUT', phase: 'idle', ...known });
    expect(scope.error?.phase).toBe('idle');
  });

  it('forgets a limit that was lifted', async () => {
    const clock = new FakeClock();
    const scope = new Scope(undefined, clock, known);
    const lift = scope.limit('attempt', 1000);
    lift();
    lift();
    await clock.advance(2000);
    expect(scope.error).toBeUndefined();
    expect(clock.waiting).toBe(0);
  });

  it("is aborted by the caller's signal, now or later, with the reason as cause", async () => {
    const { controller } = countedSignal();
    const scope = new Scope(controller.signal, new FakeClock(), known);
    const failure = failureOf(scope.race(never()));
    controller.abort('enough');
    expect(await failure).toMatchObject({ name: 'AbortError', cause: 'enough' });
    expect(new Scope(controller.signal, new FakeClock(), known).error).toMatchObject({ name: 'AbortError', cause: 'enough' });
  });

  it('passes the error of our own signals on as it is', () => {
    const error = new CanceledError('left');
    const controller = createController();
    controller.abort(error);
    expect(new Scope(controller.signal, new FakeClock(), known).error).toBe(error);
  });

  it("makes an error of its own where a caller's reason is one of another call", () => {
    const error = new CanceledError('left', { provider: 'other' });
    const made = new Scope(AbortSignal.abort(error), new FakeClock(), known).error;
    expect(made).not.toBe(error);
    expect(made).toMatchObject({ provider: known.provider, cause: error });
  });

  it('lets go of the signal and of all timers when it is closed', () => {
    const clock = new FakeClock();
    const { controller, listeners } = countedSignal();
    const scope = new Scope(controller.signal, clock, known);
    scope.limit('attempt', 1000);
    scope.after(1000, () => {});
    scope.close();
    expect([listeners(), clock.waiting]).toEqual([0, 0]);
    controller.abort();
    expect(scope.error).toBeUndefined();
  });

  it('gives what it waits for, or its failure, and lets go of the signal', async () => {
    const scope = new Scope(undefined, new FakeClock(), known);
    expect(await scope.race('now')).toBe('now');
    expect(await scope.race(Promise.resolve('later'))).toBe('later');
    await expect(scope.race(Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('does not wait when it is over already', async () => {
    const scope = new Scope(AbortSignal.abort(), new FakeClock(), known);
    expect((await failureOf(scope.race(never()))).name).toBe('AbortError');
  });

  it('gives up waiting for any promise, that of a library too', async () => {
    const scope = new Scope(undefined, new FakeClock(), known);
    // biome-ignore lint/suspicious/noThenProperty: a promise of another library is what is tried
    const foreign = { then: () => {} } as unknown as Promise<string>;
    const failure = failureOf(scope.race(foreign));
    scope.abort(new CanceledError('enough'));
    const outcome = await Promise.race([failure, settle().then(() => 'still waiting')]);
    expect(outcome).toMatchObject({ name: 'AbortError' });
  });
});

describe('timeoutError', () => {
  it.each([
    ['connect', 'connectTimeoutMs', true],
    ['attempt', 'timeoutMs', true],
    ['first-content', 'firstContentTimeoutMs', true],
    ['idle', 'idleTimeoutMs', true],
    ['deadline', 'deadlineMs', false],
  ] as const)('of phase %s names %s', (phase, setting, retryable) => {
    const error = timeoutError(phase, 1234, known);
    expect(error).toMatchObject({ phase, retryable, ...known });
    expect(error.message).toMatch(new RegExp(`^\\[acme\\].*1234 ms.*raise ${setting}\\b`));
  });
});
