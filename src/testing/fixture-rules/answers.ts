import assert from 'node:assert/strict';
import { parseLoosely } from '../../client/request.ts';
import type { Message } from '../../message.ts';
import type { CompletionResponse } from '../../types.ts';
import { assertSame, comparable, isSame, readThrough } from '../checks.ts';
import { assertPart } from '../expected.ts';
import type { Fixture } from '../fixture.ts';
import type { FixtureSubject } from '../fixture-subject.ts';
import { withResults } from '../offered-tools.ts';
import type { Rule } from '../rule.ts';

/** The answers that the fixtures show. */
export const answers: readonly Rule<FixtureSubject>[] = [
  {
    rule: 'gives what the fixtures expect of a whole answer',
    run: (subject) =>
      subject.each(wholes(subject), async ({ request, expect }) => {
        const { usage: _counted, ...told } = expect;
        const response = await subject.client().complete(request);
        assertPart(response, told, 'the answer');
        assert.ok(response.raw !== undefined, "raw must be the provider's body");
      }),
  },
  {
    rule: 'gives what the fixtures expect of a stream, then exactly one finish event',
    run: (subject) =>
      subject.each(subject.streams, async ({ request, expect }) => {
        const { usage: _counted, ...told } = expect;
        const { events, text, error } = await readThrough(subject.client().stream(request));
        if (error) throw error;
        const last = events.at(-1);
        assert.ok(last?.type === 'finish', 'the finish event must be the last');
        assert.equal(events.filter(({ type }) => type === 'finish').length, 1, 'there must be exactly one finish event');
        assertPart(last.response, told, 'the answer');
        assert.equal(text, last.response.content, 'the text events must add up to the text of the answer');
      }),
  },
  {
    rule: 'gives the same answer whole and as a stream',
    run: (subject) =>
      subject.each(both(subject), async ({ request }) => {
        const client = subject.client();
        const whole = await client.complete(request);
        const streamed = await client.stream(request).response;
        const counted = !whole.usage.estimated && !streamed.usage.estimated;
        // Each exchange has an id of its own.
        assertSame(comparable({ ...streamed, id: '' }, counted), comparable({ ...whole, id: '' }, counted));
      }),
  },
  {
    rule: 'tells the usage that the provider counts, once, and marks what is estimated',
    async run(subject) {
      const client = subject.client();
      for (const fixture of subject.streams.slice(0, 1)) {
        const { error } = await subject.play(fixture, []);
        // Without an error it is for the rules of streams to tell.
        if (error)
          assert.equal(error.partial?.usage.estimated, true, 'where nothing was counted yet, usage() must leave the counts out');
      }
      await subject.each(wholes(subject), async (fixture) => assertUsage(await client.complete(fixture.request), fixture));
      await subject.each(subject.streams, async (fixture) => assertUsage(await client.stream(fixture.request).response, fixture));
    },
  },
  {
    rule: 'goes on with a conversation into which response.message was put back',
    run: (subject) =>
      subject.each(wholes(subject), async ({ request }) => {
        const client = subject.client();
        const response = await client.complete(request);
        const { prompt, messages, ...settings } = typeof request === 'string' ? { prompt: request } : request;
        const results = withResults(messages ?? (prompt as string), response);
        // Some APIs take nothing between the results of calls and the answer to them.
        const next: Message[] =
          response.toolCalls.length > 0 ? results : [...results, { role: 'user', content: 'Are you sure?' }];
        await client.complete({ ...settings, messages: next });
        const { body } = subject.simulator.requests.at(-1) ?? {};
        const sent = JSON.stringify(body) ?? 'nothing';
        for (const word of wordsIn(next))
          assert.ok(sent.includes(JSON.stringify(word).slice(1, -1)), `"${word}" is lost: ${sent}`);
        if (response.toolCalls.length > 0) {
          const failed = withResults(messages ?? (prompt as string), response, { isError: true });
          const isLost = isSame(client.encode({ ...settings, messages: failed }), client.encode({ ...settings, messages: next }));
          assert.ok(!isLost, 'that a tool failed (isError) is lost: where the API has no place for it, resultTextOf says it');
        }
        for (const { id, name, arguments: given } of response.toolCalls) {
          // Without ids of its own an API has those that are made here, and sends none back.
          const isTold = JSON.stringify(response.raw).includes(JSON.stringify(id));
          const places = sent.split(JSON.stringify(id)).length - 1;
          assert.ok(!isTold || places > 1, `the id "${id}" must go back with the call and with its result: ${sent}`);
          assert.ok(
            holds(body, given ?? {}) || Object.keys(given ?? {}).length === 0,
            `the arguments of "${name}" are lost, or no more what they were: ${sent}`,
          );
        }
      }),
  },
  {
    rule: 'tells apart what the user and what the model said',
    async run(subject) {
      const client = subject.client();
      const [said, asked] = (['assistant', 'user'] as const).map((role) =>
        client.encode([
          { role: 'user', content: 'One?' },
          { role, content: 'Two.' },
          { role: 'user', content: 'Three?' },
        ]),
      );
      assert.ok(!isSame(said, asked), 'the request is the same, whoever said it');
    },
  },
];

const wholes = ({ fixtures }: FixtureSubject) => fixtures.filter(({ body }) => body !== undefined);
const both = (subject: FixtureSubject) => subject.streams.filter(({ body }) => body !== undefined);

/** All that a request must hold of a conversation. */
function wordsIn(messages: readonly Message[]): string[] {
  return messages.flatMap(({ content }) => {
    if (typeof content === 'string') return [content];
    return content.flatMap((part) => (part.type === 'text' ? [part.text] : part.type === 'tool-call' ? [part.name] : []));
  });
}

/** Whether arguments are somewhere in a body, as they are or as JSON. */
function holds(body: unknown, given: unknown): boolean {
  if (isSame(typeof body === 'string' ? parseLoosely(body) : body, given)) return true;
  return typeof body === 'object' && body !== null && Object.values(body).some((member) => holds(member, given));
}

function assertUsage({ usage, tokensUsed }: CompletionResponse, { expect }: Fixture): void {
  const { promptTokens, completionTokens, totalTokens, estimated } = usage;
  assert.equal(tokensUsed, totalTokens, 'tokensUsed must be usage.totalTokens');
  if (!expect.usage) {
    assert.equal(estimated, true, 'the usage is not marked as estimated: if the provider counts, say in expect.usage what');
    return;
  }
  assertPart(usage, expect.usage, 'usage');
  if (expect.usage.estimated) return;
  assert.equal(estimated, undefined, 'the usage is estimated, though expect.usage says that the provider counts');
  const sum = promptTokens + completionTokens;
  assert.equal(totalTokens, expect.usage.totalTokens ?? sum, 'usage.totalTokens must be the sum of prompt and completion tokens');
}
