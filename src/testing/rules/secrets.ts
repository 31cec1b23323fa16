import type { Fault } from '../../simulator/simulator.ts';
import { assertSafe, failureOf } from '../checks.ts';
import type { Rule } from '../rule.ts';
import { KEY, PROMPT } from '../subject.ts';

/** What a provider says that repeats all it was sent. */
const ECHO = `you sent "${KEY}" and asked "${PROMPT}"`;
const ECHOES = [{ error: { message: ECHO, type: 'invalid_request_error' }, message: ECHO }, { error: ECHO, message: ECHO }, ECHO];

const FAULTS: readonly { when: string; fault: Fault; settings?: Record<string, unknown> }[] = [
  ...[400, 401, 403, 404, 422, 429, 500, 503].map((status) => ({ when: `status ${status}`, fault: { status } })),
  { when: 'a connection that is cut', fault: { cutBeforeHeaders: true } },
  { when: 'an answer that is cut', fault: { break: 'cut', after: 2 } },
  { when: 'a malformed event', fault: { break: 'malformed', after: 2 } },
  { when: 'an error event', fault: { break: 'error', after: 2 } },
  { when: 'a page', fault: { status: 200, headers: { 'content-type': 'text/html' }, body: `<html>${ECHO}</html>` } },
  {
    when: 'a body that can not be read',
    fault: { status: 200, headers: { 'content-type': 'application/json' }, body: `{"${ECHO}` },
  },
  { when: 'a redirect', fault: { status: 307, headers: { location: `https://example.com/?key=${KEY}` } } },
  { when: 'a time-out', fault: { delayMs: Number.POSITIVE_INFINITY }, settings: { timeoutMs: 30, firstContentTimeoutMs: 30 } },
];

/** Neither the key nor the prompt is in what is thrown, logged or shown. */
export const secrets: readonly Rule[] = [
  ...FAULTS.map(
    ({ when, fault, settings }) =>
      ({
        rule: `shows neither key nor prompt after ${when}`,
        run: (subject) =>
          subject.eachWay(fault, async (ask) => {
            const client = subject.client({ ...settings, retry: { attempts: 2 } });
            assertSafe(await failureOf(ask(client, PROMPT)), 'the error');
            assertSafe(client, 'the client');
          }),
      }) satisfies Rule,
  ),
  {
    rule: 'strikes key and prompt out of what a provider repeats',
    async run(subject) {
      for (const body of ECHOES) {
        await subject.eachWay({ status: 400, body }, async (ask) =>
          assertSafe(await failureOf(ask(subject.client(), PROMPT)), 'the error'),
        );
        await subject.eachWay({ status: 401, body }, async (ask) =>
          assertSafe(await failureOf(ask(subject.client(), PROMPT)), 'the error'),
        );
      }
    },
  },
  {
    rule: 'shows neither key nor prompt in a refusal of its own',
    async run(subject) {
      const client = subject.client();
      for (const request of [
        { prompt: PROMPT, topP: 7 },
        { prompt: PROMPT, temprature: 1 },
        { messages: [{ role: PROMPT, content: PROMPT }] },
      ]) {
        const error = await failureOf(client.complete(request as never));
        const told = 'messages' in request ? [KEY] : [KEY, PROMPT];
        assertSafe(error, 'the error', told);
      }
    },
  },
  {
    rule: 'shows no key in the client, its streams and encode()',
    async run(subject) {
      const client = subject.client();
      const stream = client.stream(PROMPT);
      assertSafe(client, 'the client');
      assertSafe(client.with({ model: 'another-model' }), 'the client of with()');
      assertSafe(stream, 'a stream', [KEY]);
      assertSafe(client.encode(PROMPT), 'encode()', [KEY]);
      await stream.response;
      assertSafe(stream, 'a stream that was read', [KEY]);
      assertSafe(await client.complete(PROMPT), 'an answer', [KEY]);
    },
  },
];
