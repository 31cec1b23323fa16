import assert from 'node:assert/strict';
import { assertSafe, failureOf } from '../checks.ts';
import type { FixtureSubject } from '../fixture-subject.ts';
import type { Rule } from '../rule.ts';
import { PROMPT } from '../subject.ts';

/** How the API tells of failures. */
export const failures: readonly Rule<FixtureSubject>[] = [
  {
    rule: 'makes of the error bodies what "errors" expects',
    async run(subject) {
      for (const { status, body, expect } of subject.errors) {
        if (status === undefined) continue;
        await subject.eachWay({ status, body }, async (ask) => {
          // An API's own hint may be a long wait.
          const error = await failureOf(ask(subject.client({ retry: { attempts: 1 } }), PROMPT));
          const { code, message = '', retryable } = expect;
          assert.equal(error.code, code, `status ${status} must be ${code}, was ${error.code}: ${error.message}`);
          assert.ok(error.message.includes(message), `the message of status ${status} must quote "${message}": ${error.message}`);
          if (retryable !== undefined) assert.equal(error.retryable, retryable, `retryable of status ${status} is wrong`);
          assertSafe(error, `the error of status ${status}`, subject.secrets);
        });
      }
    },
  },
  {
    rule: 'fails when the body of a success is one of "errors"',
    async run(subject) {
      for (const { status, body } of subject.errors) {
        if (status !== undefined)
          await subject.eachWay({ status: 200, body }, async (ask) => {
            await failureOf(ask(subject.client({ retry: { attempts: 1 } }), PROMPT));
          });
      }
    },
  },
  {
    rule: 'succeeds after a failure, and tells how many attempts it took',
    run: (subject) =>
      subject.eachWay([{ status: 503 }], async (ask) => {
        const response = await ask(subject.client(), PROMPT);
        assert.equal(response.meta.attempts, 2);
        assert.equal(subject.simulator.requests.length, 2);
      }),
  },
];
