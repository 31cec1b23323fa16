import assert from 'node:assert/strict';
import { assertAnswer, assertSame, comparable, readThrough, takesReasoning } from '../checks.ts';
import type { Rule } from '../rule.ts';
import { CONVERSATION, PROMPT, truthOf } from '../subject.ts';

const conversation = { messages: [...CONVERSATION] };

/** A whole answer, and what a stream adds up to. */
export const answers: readonly Rule[] = [
  {
    rule: 'gives the text, the finish reason and the token counts of the provider',
    run: (subject) =>
      subject.eachWay([], async (ask, way) => {
        const response = await ask(subject.client(), conversation);
        assertAnswer(response, truthOf(CONVERSATION));
        assert.equal(response.usage.estimated, subject.toldUsage(way) ? undefined : true, 'usage.estimated must say who counted');
      }),
  },
  {
    rule: 'tells provider, model, message and how the exchange went',
    run: (subject) =>
      subject.eachWay([], async (ask, way) => {
        const client = subject.client();
        const response = await ask(client, PROMPT);
        const { id, message, model, provider, rawFinishReason, toolCalls, meta, raw } = response;
        assert.equal(provider, client.provider);
        assert.equal(model, client.model);
        assert.equal(typeof id, 'string');
        assert.notEqual(rawFinishReason, '', "rawFinishReason must be the provider's own word");
        assertSame(toolCalls, []);
        assert.equal(message.role, 'assistant');
        assert.equal(message.content.map((part) => (part.type === 'text' ? part.text : '')).join(''), response.content);
        assert.equal(meta.status, 200);
        assert.equal(meta.attempts, 1);
        assert.ok(meta.latencyMs >= 0, 'meta.latencyMs must tell how long it took');
        assert.ok(meta.requestId, "meta.requestId must be the provider's id of the exchange");
        assert.equal(raw !== undefined, way === 'complete', "raw must be the provider's body, for whole answers only");
      }),
  },
  {
    rule: 'gives the same answer whole and as a stream',
    async run(subject) {
      const client = subject.client();
      const whole = await client.complete(conversation);
      const streamed = await client.stream(conversation).response;
      const counted = !whole.usage.estimated && !streamed.usage.estimated;
      assertSame(comparable(streamed, counted), comparable(whole, counted));
    },
  },
  {
    rule: 'gives the same answer to chat() as to complete()',
    async run(subject) {
      const client = subject.client();
      const [chatted, completed] = [await client.chat([...CONVERSATION]), await client.complete(conversation)];
      assertSame(comparable(chatted, true), comparable(completed, true));
    },
  },
  {
    rule: 'sends all system messages, in their order',
    anywhere: true,
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        await ask(subject.client(), conversation);
        const sent = JSON.stringify(subject.simulator.requests[0]?.body);
        const places = CONVERSATION.filter(({ role }) => role === 'system').map(({ content }) => sent.indexOf(content as string));
        assert.ok(!places.includes(-1), `a system message is not in the request: ${sent}`);
        assertSame(
          places,
          places.toSorted((a, b) => a - b),
          'the system messages are in another order',
        );
      }),
  },
  {
    rule: 'goes on with a conversation into which response.message was put back',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const client = subject.client();
        const { message, content } = await ask(client, conversation);
        const next = [...CONVERSATION, message, { role: 'user' as const, content: 'Are you sure?' }];
        assertAnswer(await ask(client, { messages: next }), truthOf(next));
        assert.ok(
          JSON.stringify(subject.simulator.requests[1]?.body).includes(JSON.stringify(content).slice(1, -1)),
          'the first answer is not in the second request',
        );
      }),
  },
  {
    rule: 'gives reasoning apart from the text, and takes it back',
    applies: takesReasoning,
    async run(subject) {
      const client = subject.client();
      const question = { prompt: PROMPT, reasoning: { effort: 'high' as const } };
      const thought = subject.shown(truthOf(PROMPT, { reasoning: true }));
      await subject.eachWay([], async (ask) => {
        const response = await ask(client, question);
        assert.equal(response.reasoning, thought);
        assertAnswer(response, truthOf(PROMPT, { reasoning: true }));
        const next = [{ role: 'user' as const, content: PROMPT }, response.message, { role: 'user' as const, content: 'Why?' }];
        assert.equal((await ask(client, { messages: next })).content, truthOf(next).text);
      });
      const { events } = await readThrough(client.stream(question));
      assert.equal(events.map((event) => (event.type === 'reasoning' ? event.text : '')).join(''), thought ?? '');
    },
  },
];
