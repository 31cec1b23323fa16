import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { CompletionStream } from '../../types.ts';
import { eventually, failureOf } from '../checks.ts';
import type { FixtureSubject } from '../fixture-subject.ts';
import type { Rule } from '../rule.ts';
import { middleOf } from './broken-streams.ts';

/** A caller who goes away in the middle of a stream whose server says nothing more. */
export const cancelling: readonly Rule<FixtureSubject>[] = [
  {
    rule: 'ends a stream at once when the signal is aborted in its middle, and keeps the answer so far',
    async run(subject) {
      const controller = new AbortController();
      const { signal } = controller;
      await endInTheMiddle(subject, { signal }, () => controller.abort());
      assert.equal(getEventListeners(signal, 'abort').length, 0, 'a listener is left on the signal');
    },
  },
  {
    rule: 'ends a stream at once with abort(), and keeps the answer so far',
    run: (subject) => endInTheMiddle(subject, {}, (stream) => stream.abort()),
  },
  {
    rule: 'ends the request when the reader leaves the loop, and rejects the response',
    async run(subject) {
      const { fixture, after } = await middleOf(subject);
      subject.serve(fixture, { break: 'stall', after });
      const stream = subject.client().stream(fixture.request);
      for await (const event of stream) if (event.type === 'text') break;
      await eventually('the server must see the connection close', () => subject.simulator.openConnections === 0);
      const error = await failureOf(stream.response);
      assert.equal(error.code, 'CONTEXT_CANCELED');
      assert.ok(error.partial?.content, 'partial must hold the answer so far');
    },
  },
];

async function endInTheMiddle(
  subject: FixtureSubject,
  options: { signal?: AbortSignal },
  end: (stream: CompletionStream) => void,
): Promise<void> {
  const { fixture, after, text } = await middleOf(subject);
  subject.serve(fixture, { break: 'stall', after });
  const stream = subject.client().stream(fixture.request, options);
  const events = stream[Symbol.asyncIterator]();
  let given = '';
  while (given.length < text.length) {
    const { value } = await events.next();
    if (value?.type === 'text') given += value.text;
  }
  assert.equal(given, text, 'what has come must be given without waiting for the rest');
  const failed = failureOf(events.next());
  end(stream);
  const error = await failed;
  assert.equal(error.code, 'CONTEXT_CANCELED', error.message);
  assert.equal(error.partial?.content, text, 'partial must hold the answer so far');
  await eventually('the server must see the connection close', () => subject.simulator.openConnections === 0);
}
