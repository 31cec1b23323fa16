import type { Fault } from '../../simulator/simulator.ts';
import { assertSafe, failureOf, takesStreams } from '../checks.ts';
import type { Rule } from '../rule.ts';
import { PROMPT } from '../subject.ts';

/** What a provider says that repeats all it was sent. */
const echo = (key: string) => `you sent "${key}" and asked "${PROMPT}"`;
const echoes = (said: string) => [
  { error: { message: said, type: 'invalid_request_error' }, message: said },
  { error: said, message: said },
  said,
];

const FAULTS: readonly { when: string; fault: Fault | ((key: string) => Fault); settings?: Record<string, unknown> }[] = [
  ...[400, 401, 403, 404, 422, 429, 500, 503].map((status) => ({ when: `status ${status}`, fault: { status } })),
  { when: 'a connection that is cut', fault: { cutBeforeHeaders: true } },
  { when: 'an answer that is cut', fault: { break: 'cut', after: 2 } },
  { when: 'a malformed event', fault: { break: 'malformed', after: 2 } },
  { when: 'an error event', fault: { break: 'error', after: 2 } },
  {
    when: 'a page',
    fault: (key) => ({ status: 200, headers: { 'content-type': 'text/html' }, body: `<html>${echo(key)}</html>` }),
  },
  {
    when: 'a body that can not be read',
    fault: (key) => ({ status: 200, headers: { 'content-type': 'application/json' }, body: `{"${echo(key)}` }),
  },
  { when: 'a redirect', fault: (key) => ({ status: 307, headers: { location: `https://example.com/?key=${key}` } }) },
  { when: 'a time-out', fault: { delayMs: Number.POSITIVE_INFINITY }, settings: { timeoutMs: 30, firstContentTimeoutMs: 30 } },
];

const CONSOLE = ['debug', 'dir', 'error', 'info', 'log', 'trace', 'warn'] as const;

/** Neither the key nor the prompt is in what is thrown, logged or shown. */
export const secrets: readonly Rule[] = [
  ...FAULTS.map(
    ({ when, fault, settings }) =>
      ({
        rule: `shows neither key nor prompt after ${when}`,
        // Where a fixture of a few events breaks, it may be over.
        anywhere: typeof fault === 'function' || fault.break === undefined,
        run: (subject) =>
          subject.eachWay(typeof fault === 'function' ? fault(subject.key) : fault, async (ask) => {
            const client = subject.client({ ...settings, retry: { attempts: 2 } });
            assertSafe(await failureOf(ask(client, PROMPT)), 'the error', subject.secrets);
            assertSafe(client, 'the client', subject.secrets);
          }),
      }) satisfies Rule,
  ),
  {
    rule: 'strikes key and prompt out of what a provider repeats',
    anywhere: true,
    async run(subject) {
      for (const body of echoes(echo(subject.key))) {
        await subject.eachWay({ status: 400, body }, async (ask) =>
          assertSafe(await failureOf(ask(subject.client(), PROMPT)), 'the error', subject.secrets),
        );
        await subject.eachWay({ status: 401, body }, async (ask) =>
          assertSafe(await failureOf(ask(subject.client(), PROMPT)), 'the error', subject.secrets),
        );
      }
    },
  },
  {
    rule: 'shows neither key nor prompt in a refusal of its own',
    anywhere: true,
    async run(subject) {
      const client = subject.client();
      for (const request of [
        { prompt: PROMPT, topP: 7 },
        { prompt: PROMPT, temprature: 1 },
        { messages: [{ role: PROMPT, content: PROMPT }] },
      ]) {
        const error = await failureOf(client.complete(request as never));
        const told = 'messages' in request ? subject.keys : subject.secrets;
        assertSafe(error, 'the error', told);
      }
    },
  },
  {
    rule: 'shows no key in the client, its streams and encode()',
    anywhere: true,
    async run(subject) {
      const client = subject.client();
      const stream = client.stream(PROMPT);
      assertSafe(client, 'the client', subject.secrets);
      assertSafe(client.with({ model: 'another-model' }), 'the client of with()', subject.secrets);
      assertSafe(stream, 'a stream', subject.keys);
      assertSafe(client.encode(PROMPT), 'encode()', subject.keys);
      if (takesStreams(client)) await stream.response;
      assertSafe(stream, 'a stream that was read', subject.keys);
      assertSafe(await client.complete(PROMPT), 'an answer', subject.keys);
    },
  },
  {
    rule: 'writes neither key nor prompt to the console',
    anywhere: true,
    async run(subject) {
      const written: unknown[] = [];
      const sound = CONSOLE.map((name) => [name, console[name]] as const);
      for (const name of CONSOLE) console[name] = (...said) => void written.push(said);
      try {
        await subject.eachWay([{}, { status: 400 }], async (ask) => {
          const client = subject.client();
          await ask(client, PROMPT);
          await failureOf(ask(client, PROMPT));
        });
      } finally {
        Object.assign(console, Object.fromEntries(sound));
      }
      assertSafe(written, 'what is written to the console', subject.secrets);
    },
  },
];
