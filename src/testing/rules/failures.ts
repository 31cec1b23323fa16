import assert from 'node:assert/strict';
import { startSimulator } from '../../simulator/simulator.ts';
import { assertAnswer, failureOf } from '../checks.ts';
import type { Rule } from '../rule.ts';
import { ATTEMPTS, PROMPT, truthOf } from '../subject.ts';
import { unreadable } from './unreadable.ts';

const HOURS_2 = 7_200_000;

const WAITS: readonly { form: string; headers: () => Record<string, string> }[] = [
  { form: 'seconds', headers: () => ({ 'retry-after': '7200' }) },
  // Half a second more: the date has no milliseconds.
  { form: 'a date', headers: () => ({ 'retry-after': new Date(Date.now() + HOURS_2 + 500).toUTCString() }) },
  { form: 'milliseconds', headers: () => ({ 'retry-after-ms': String(HOURS_2) }) },
];

/** What goes wrong on the way, and when it is tried again. */
export const failures: readonly Rule[] = [
  ...unreadable,
  {
    rule: 'says that the model was not found, and which',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const error = await failureOf(ask(subject.client({ model: 'missing-model' }), PROMPT));
        assert.equal(error.code, 'LLM_RESPONSE');
        assert.equal(error.reason, 'model_not_found');
        assert.match(error.message, /missing-model/);
        assert.equal(subject.simulator.requests.length, 1);
      }),
  },
  {
    rule: 'succeeds after failures, and tells how many attempts it took',
    run: (subject) =>
      subject.eachWay([{ status: 503 }, { cutBeforeHeaders: true }], async (ask) => {
        const response = await ask(subject.client(), PROMPT);
        assertAnswer(response, truthOf(PROMPT));
        assert.equal(response.meta.attempts, 3);
        assert.equal(subject.simulator.requests.length, 3);
      }),
  },
  {
    rule: 'makes as many attempts as retry.attempts says',
    anywhere: true,
    run: (subject) =>
      subject.eachWay({ status: 500 }, async (ask) => {
        assert.equal((await failureOf(ask(subject.client({ retry: { attempts: 1 } }), PROMPT))).attempts, 1);
        assert.equal((await failureOf(ask(subject.client({ retry: { attempts: 5 } }), PROMPT))).attempts, 5);
        assert.equal(subject.simulator.requests.length, 6);
      }),
  },
  {
    rule: 'waits as long as the provider asks',
    anywhere: true,
    async run(subject) {
      await subject.eachWay([{ status: 429, headers: { 'retry-after-ms': '1' } }], async (ask) => {
        const patient = subject.client({ retry: { minDelayMs: HOURS_2, maxDelayMs: HOURS_2 } });
        assert.equal((await ask(patient, PROMPT)).meta.attempts, 2);
      });
      await subject.eachWay({ status: 429, headers: { 'retry-after': '50' } }, async (ask) => {
        const hasty = subject.client({ deadlineMs: 40_000 });
        assert.equal((await failureOf(ask(hasty, PROMPT))).attempts, 1, 'it does not wait as long as the provider asks');
      });
    },
  },
  ...WAITS.map(
    ({ form, headers }) =>
      ({
        rule: `fails at once when Retry-After, in ${form}, is over maxWaitMs`,
        anywhere: true,
        run: (subject) =>
          subject.eachWay({ status: 429, headers: headers() }, async (ask) => {
            const error = await failureOf(ask(subject.client({ retry: { maxWaitMs: 1000 } }), PROMPT));
            assert.equal(error.code, 'LLM_RATE_LIMIT');
            const { retryAfterMs = 0 } = error;
            assert.ok(retryAfterMs > HOURS_2 - 60_000 && retryAfterMs <= HOURS_2 + 500, `retryAfterMs is ${retryAfterMs}`);
            assert.equal(subject.simulator.requests.length, 1);
          }),
      }) satisfies Rule,
  ),
  {
    rule: 'obeys x-should-retry',
    anywhere: true,
    async run(subject) {
      const tries = async (status: number, headers: Record<string, string>, sent: number) =>
        subject.eachWay({ status, headers }, async (ask) => {
          const { retryable } = await failureOf(ask(subject.client(), PROMPT));
          assert.equal(subject.simulator.requests.length, sent);
          assert.equal(retryable, sent > 1);
        });
      await tries(500, { 'x-should-retry': 'false' }, 1);
      await tries(400, { 'x-should-retry': 'true' }, ATTEMPTS);
    },
  },
  {
    rule: 'tries again when the connection is cut before an answer',
    anywhere: true,
    run: (subject) =>
      subject.eachWay({ cutBeforeHeaders: true }, async (ask) => {
        const error = await failureOf(ask(subject.client(), PROMPT));
        assert.equal(error.code, 'LLM_REQUEST');
        assert.equal(error.attempts, ATTEMPTS);
        assert.equal(subject.simulator.requests.length, ATTEMPTS);
      }),
  },
  {
    rule: 'tries again when the server is not running, then says so',
    anywhere: true,
    run: async (subject) => {
      const dead = await startSimulator();
      await dead.close();
      await subject.eachWay([], async (ask) => {
        const error = await failureOf(
          ask(subject.client({ baseURL: subject.baseURL.replace(subject.simulator.url, dead.url) }), PROMPT),
        );
        assert.equal(error.code, 'LLM_REQUEST');
        assert.equal(error.attempts, ATTEMPTS);
        assert.match(error.message, /127\.0\.0\.1/, 'the message must name the server');
      });
    },
  },
  {
    rule: 'refuses a redirect, and follows none',
    anywhere: true,
    run: (subject) =>
      subject.eachWay({ status: 307, headers: { location: `${subject.simulator.url}/elsewhere` } }, async (ask) => {
        const error = await failureOf(ask(subject.client(), PROMPT));
        assert.equal(error.code, 'LLM_REQUEST');
        assert.equal(error.status, 307);
        assert.equal(subject.simulator.requests.length, 1);
      }),
  },
  {
    rule: 'ends an attempt that takes too long, naming the setting, and tries again',
    anywhere: true,
    run: (subject) =>
      subject.eachWay({ delayMs: Number.POSITIVE_INFINITY }, async (ask, way) => {
        const client = subject.client({ timeoutMs: 30, firstContentTimeoutMs: 30, retry: { attempts: 2 } });
        const error = await failureOf(ask(client, PROMPT));
        assert.equal(error.code, 'LLM_TIMEOUT');
        assert.equal(error.phase, way === 'stream' ? 'first-content' : 'attempt');
        assert.match(error.message, way === 'stream' ? /firstContentTimeoutMs/ : /timeoutMs/);
        // Not by what arrived: where the machine is busy, an attempt may be over before the server has heard of it.
        assert.equal(error.attempts, 2);
      }),
  },
  {
    rule: 'ends all attempts at the deadline, naming the setting',
    anywhere: true,
    run: (subject) =>
      subject.eachWay({ delayMs: Number.POSITIVE_INFINITY }, async (ask) => {
        const error = await failureOf(ask(subject.client({ deadlineMs: 30 }), PROMPT));
        assert.equal(error.code, 'LLM_TIMEOUT');
        assert.equal(error.phase, 'deadline');
        assert.match(error.message, /deadlineMs/);
        assert.equal(error.attempts, 1);
      }),
  },
];
