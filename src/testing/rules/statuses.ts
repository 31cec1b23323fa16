import assert from 'node:assert/strict';
import type { ErrorCode, ErrorReason } from '../../errors.ts';
import { failureOf } from '../checks.ts';
import type { Rule } from '../rule.ts';
import { ATTEMPTS, PROMPT } from '../subject.ts';

/** What a status must become. Without a reason, any that the provider's words give will do. */
const STATUSES: readonly (readonly [status: number, code: ErrorCode, retried: boolean, reason?: ErrorReason])[] = [
  [400, 'INVALID_INPUT', false],
  [401, 'INVALID_CONFIG', false, 'invalid_key'],
  [402, 'LLM_REQUEST', false, 'quota'],
  [403, 'INVALID_CONFIG', false, 'permission'],
  [404, 'LLM_REQUEST', false, 'bad_route'],
  [405, 'LLM_REQUEST', false],
  [408, 'LLM_TIMEOUT', true],
  [409, 'LLM_REQUEST', true],
  [413, 'INVALID_INPUT', false],
  [418, 'LLM_REQUEST', false],
  [422, 'INVALID_INPUT', false],
  [425, 'LLM_REQUEST', true],
  [429, 'LLM_RATE_LIMIT', true],
  [500, 'LLM_REQUEST', true],
  [501, 'LLM_REQUEST', false],
  [502, 'LLM_REQUEST', true],
  [503, 'LLM_REQUEST', true],
  [504, 'LLM_REQUEST', true],
  [529, 'LLM_REQUEST', true, 'overloaded'],
];

/** Each status as one error, the same for all providers, with the provider's own body. */
export const statuses: readonly Rule[] = STATUSES.map(([status, code, retried, reason]) => ({
  rule: `makes ${code}${reason ? ` (${reason})` : ''} of status ${status} and ${retried ? 'tries again' : 'does not try again'}`,
  anywhere: true,
  run: (subject) =>
    subject.eachWay({ status }, async (ask) => {
      const client = subject.client();
      const error = await failureOf(ask(client, PROMPT));
      assert.equal(error.code, code);
      if (reason) assert.equal(error.reason, reason);
      assert.equal(error.status, status);
      assert.equal(error.retryable, retried);
      assert.equal(error.attempts, retried ? ATTEMPTS : 1);
      assert.equal(subject.simulator.requests.length, error.attempts);
      assert.equal(error.provider, client.provider);
      assert.equal(error.model, client.model);
      assert.ok(error.requestId, "requestId must be the provider's id of the exchange");
      assert.ok(error.message.startsWith(`[${client.provider}] `), `the message must begin with the provider: ${error.message}`);
    }),
}));
