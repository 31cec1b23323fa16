import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { LLMError } from '../../errors.ts';
import type { Scenario } from '../../simulator/simulator.ts';
import { assertAnswer, eventually, failureOf, readThrough, takesStreams } from '../checks.ts';
import type { Rule } from '../rule.ts';
import { PROMPT, type Subject, truthOf } from '../subject.ts';

const REASON = new Error('the user went away');

const PHASES: readonly { when: string; scenario: Scenario }[] = [
  { when: 'before the headers come', scenario: { delayMs: Number.POSITIVE_INFINITY } },
  { when: 'before the body comes', scenario: { break: 'stall' } },
  { when: 'while it waits to try again', scenario: { status: 503, headers: { 'retry-after': '30' } } },
];

/** A caller who goes away. */
export const cancelling: readonly Rule[] = [
  {
    rule: 'sends nothing when the signal is aborted already',
    anywhere: true,
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const signal = AbortSignal.abort(REASON);
        assertCanceled(await failureOf(ask(subject.client(), PROMPT, { signal })));
        assert.equal(subject.simulator.requests.length, 0);
        assertReleased(signal);
      }),
  },
  {
    rule: 'ends at once when the signal is aborted before anything could be sent',
    anywhere: true,
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const controller = new AbortController();
        const asked = ask(subject.client(), PROMPT, { signal: controller.signal });
        const failed = failureOf(asked);
        controller.abort(REASON);
        assertCanceled(await failed);
        assertReleased(controller.signal);
      }),
  },
  ...PHASES.map(
    ({ when, scenario }) =>
      ({
        rule: `ends at once when the signal is aborted ${when}`,
        anywhere: true,
        run: (subject) =>
          subject.eachWay(scenario, async (ask) => {
            const controller = new AbortController();
            const { signal } = controller;
            const failed = failureOf(ask(subject.client(), PROMPT, { signal }));
            await eventually('the request is sent', () => subject.simulator.requests.length === 1);
            controller.abort(REASON);
            assertCanceled(await failed);
            assertReleased(signal);
            if (when.startsWith('before')) await assertClosed(subject);
            assert.equal(subject.simulator.requests.length, 1);
          }),
      }) satisfies Rule,
  ),
  {
    rule: 'ends a stream at once when the signal is aborted in its middle, and keeps the answer so far',
    async run(subject) {
      const controller = new AbortController();
      const { signal } = controller;
      await endInTheMiddle(subject, { signal }, () => controller.abort(REASON));
      assertReleased(signal);
    },
  },
  {
    rule: 'ends a stream at once with abort(), and keeps the answer so far',
    run: (subject) => endInTheMiddle(subject, {}, (stream) => stream.abort(REASON)),
  },
  {
    rule: 'ends the request when the reader leaves the loop, and rejects the response',
    async run(subject) {
      subject.simulate({ break: 'stall', after: 3 });
      const controller = new AbortController();
      const stream = subject.client().stream(PROMPT, { signal: controller.signal });
      for await (const event of stream) if (event.type === 'text') break;
      await assertClosed(subject);
      const error = await failureOf(stream.response);
      assert.equal(error.code, 'CONTEXT_CANCELED');
      assert.ok(error.partial?.content, 'partial must hold the answer so far');
      assertReleased(controller.signal);
    },
  },
  {
    rule: 'ends a stream that was never read with abort(), and sends nothing',
    anywhere: true,
    applies: takesStreams,
    async run(subject) {
      const stream = subject.client().stream(PROMPT);
      stream.abort(REASON);
      const { events, error } = await readThrough(stream);
      assert.equal(events.length, 0);
      assertCanceled(error);
      assert.equal(subject.simulator.requests.length, 0);
    },
  },
  {
    rule: 'changes nothing when the signal is aborted after the end',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const controller = new AbortController();
        const response = await ask(subject.client(), PROMPT, { signal: controller.signal });
        controller.abort(REASON);
        assertAnswer(response, truthOf(PROMPT));
        const stream = subject.client().stream(PROMPT, { signal: new AbortController().signal });
        await stream.response;
        stream.abort(REASON);
        assertAnswer(await stream.response, truthOf(PROMPT));
      }),
  },
  {
    rule: 'leaves no listener on the signal after a success or a failure',
    anywhere: true,
    async run(subject) {
      for (const scenario of [[], { status: 500 }, { status: 400 }]) {
        await subject.eachWay(scenario, async (ask) => {
          const { signal } = new AbortController();
          await ask(subject.client(), PROMPT, { signal }).then(undefined, () => {});
          assertReleased(signal);
        });
      }
    },
  },
];

type Stream = ReturnType<ReturnType<Subject['client']>['stream']>;

async function endInTheMiddle(subject: Subject, options: { signal?: AbortSignal }, end: (stream: Stream) => void): Promise<void> {
  subject.simulate({ break: 'stall', after: 3 });
  const truth = truthOf(PROMPT).tokens.slice(0, 3).join('');
  const stream = subject.client().stream(PROMPT, options);
  const events = stream[Symbol.asyncIterator]();
  let text = '';
  while (text.length < truth.length) {
    const { value } = await events.next();
    if (value?.type === 'text') text += value.text;
  }
  const failed = failureOf(events.next());
  end(stream);
  const error = await failed;
  assertCanceled(error);
  assert.equal(error.partial?.content, truth, 'partial must hold the answer so far');
  assert.equal((await failureOf(stream.response)).code, 'CONTEXT_CANCELED');
  await assertClosed(subject);
}

function assertCanceled(error: LLMError | undefined): void {
  assert.equal(error?.code, 'CONTEXT_CANCELED', error?.message);
  assert.equal(error.name, 'AbortError');
  assert.equal(error.cause, REASON, 'the cause must be the reason of the signal');
}

function assertReleased(signal: AbortSignal): void {
  assert.equal(getEventListeners(signal, 'abort').length, 0, 'a listener is left on the signal');
}

/** A connection whose answer nobody reads must not stay open. */
async function assertClosed({ simulator }: Subject): Promise<void> {
  await eventually('the server must see the connection close', () => simulator.openConnections === 0);
}
