import assert from 'node:assert/strict';
import type { Fault } from '../../simulator/simulator.ts';
import { failureOf } from '../checks.ts';
import type { Rule } from '../rule.ts';
import { ATTEMPTS, PROMPT } from '../subject.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const MEBIBYTE = 1024 * 1024;

const BODIES: readonly { what: string; fault: Fault }[] = [
  { what: 'a web page', fault: { headers: { 'content-type': 'text/html' }, body: '<!doctype html><html>Welcome</html>' } },
  { what: 'a web page that says it is JSON', fault: { headers: JSON_TYPE, body: '<html>Welcome</html>' } },
  { what: 'empty', fault: { headers: JSON_TYPE, body: '' } },
  { what: 'absent (204)', fault: { status: 204, body: '' } },
  { what: 'truncated JSON', fault: { headers: JSON_TYPE, body: '{"id":"1","message":{"content":"Hel' } },
  { what: 'JSON of another API', fault: { headers: JSON_TYPE, body: { temperature: 21, unit: 'celsius' } } },
  { what: 'a JSON value that is no object', fault: { headers: JSON_TYPE, body: 'null' } },
];

/** What stands in for an API, or the API itself, may say with a status. */
const REFUSALS: readonly NonNullable<Fault['body']>[] = [
  '',
  '<html>Busy</html>',
  'null',
  '[]',
  '"busy"',
  '{"error":',
  {},
  { error: null },
  { error: 'busy' },
  { error: { message: null } },
  { error: { message: { reason: 'busy' } } },
  { message: ['busy'] },
];

/** A success that is none. */
export const unreadable: readonly Rule[] = [
  ...BODIES.map(
    ({ what, fault }) =>
      ({
        rule: `fails when the body of a success is ${what}`,
        anywhere: true,
        run: (subject) =>
          subject.eachWay({ status: 200, ...fault }, async (ask) => {
            const error = await failureOf(ask(subject.client(), PROMPT));
            assert.equal(error.code, 'LLM_RESPONSE');
            assert.equal(error.retryable, false);
            assert.equal(error.attempts, 1);
            assert.equal(subject.simulator.requests.length, 1);
          }),
      }) satisfies Rule,
  ),
  {
    rule: "fails when the body of a success is the API's error",
    async run(subject) {
      subject.simulate({ break: 'error' });
      const error = await failureOf(subject.client().complete(PROMPT));
      assert.match(error.code, /^LLM_(REQUEST|RESPONSE)$/);
    },
  },
  {
    rule: 'makes the same of a status, whatever its body is',
    anywhere: true,
    async run(subject) {
      for (const body of REFUSALS) {
        subject.simulate({ status: 503, body });
        const error = await failureOf(subject.client({ retry: { attempts: 1 } }).complete(PROMPT));
        const what = `of status 503 with the body ${JSON.stringify(body)}`;
        assert.equal(error.code, 'LLM_REQUEST', `what is made ${what} is ${error.code}: ${error.message}`);
        assert.ok(!error.message.includes('[object'), `the message ${what} tells nothing: ${error.message}`);
      }
    },
  },
  {
    rule: 'fails when a whole answer breaks off',
    anywhere: true,
    async run(subject) {
      subject.simulate({ break: 'cut' });
      const cut = await failureOf(subject.client().complete(PROMPT));
      assert.equal(cut.code, 'LLM_REQUEST');
      assert.equal(cut.attempts, ATTEMPTS);
      subject.simulate({ break: 'end' });
      assert.equal((await failureOf(subject.client().complete(PROMPT))).code, 'LLM_RESPONSE');
      assert.equal(subject.simulator.requests.length, 1);
    },
  },
  {
    rule: 'reads neither a giant answer nor a giant error to its end',
    async run(subject) {
      subject.simulate({ padBytes: 80 * MEBIBYTE });
      const answer = await failureOf(subject.client().complete(PROMPT));
      assert.equal(answer.code, 'LLM_RESPONSE');
      assert.equal(subject.simulator.requests.length, 1);
      await subject.eachWay({ status: 400, padBytes: 8 * MEBIBYTE }, async (ask) => {
        const error = await failureOf(ask(subject.client(), PROMPT));
        assert.equal(error.status, 400);
        assert.ok(error.message.length < 1000, 'the message quotes too much');
      });
    },
  },
];
