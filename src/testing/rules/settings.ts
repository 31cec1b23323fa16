import assert from 'node:assert/strict';
import { assertAnswer, assertSame, takes } from '../checks.ts';
import type { Rule } from '../rule.ts';
import { CONVERSATION, PROMPT, truthOf } from '../subject.ts';

/** What settings do. */
export const settings: readonly Rule[] = [
  {
    rule: 'ends the answer at maxTokens, with finish reason length',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const response = await ask(subject.client(), { prompt: PROMPT, maxTokens: 5 });
        assert.equal(response.finishReason, 'length');
        assertAnswer(response, truthOf(PROMPT, { maxTokens: 5 }));
      }),
  },
  {
    rule: 'takes maxTokens from the config where the request has none',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const client = subject.client({ maxTokens: 4 });
        assert.equal(client.maxTokens, 4);
        assertAnswer(await ask(client, PROMPT), truthOf(PROMPT, { maxTokens: 4 }));
        assertAnswer(await ask(client, { prompt: PROMPT, maxTokens: 6 }), truthOf(PROMPT, { maxTokens: 6 }));
      }),
  },
  {
    rule: 'ends the answer at a stop sequence, with finish reason stop',
    applies: (client) => takes(client, { stop: ['END'] }),
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const stop = 'No model';
        const { content, finishReason } = await ask(subject.client(), { prompt: PROMPT, stop: [stop] });
        assert.equal(finishReason, 'stop');
        const before = truthOf(PROMPT, { stop: [stop] }).text;
        // Some APIs end with the sequence, some before it.
        assert.ok(content === before || content === before + stop, `the text must end at the stop sequence: "${content}"`);
      }),
  },
  {
    rule: 'lets a temperature of 0 have its effect, from the request and from the config',
    anywhere: true,
    applies: (client) => takes(client, { temperature: 0.5 }),
    async run(subject) {
      const client = subject.client();
      const unset = client.encode(PROMPT).body;
      assert.notDeepEqual(client.encode({ prompt: PROMPT, temperature: 0 }).body, unset, 'temperature 0 is lost');
      assert.notDeepEqual(subject.client({ temperature: 0 }).encode(PROMPT).body, unset, 'temperature 0 of the config is lost');
      await client.complete({ prompt: PROMPT, temperature: 0 });
      assertSame(subject.simulator.requests[0]?.body, client.encode({ prompt: PROMPT, temperature: 0 }).body);
    },
  },
  {
    rule: 'sends what encode() shows, and shows no key',
    anywhere: true,
    async run(subject) {
      const client = subject.client();
      const limited = takes(client, { maxTokens: 9 }) && { maxTokens: 9 };
      for (const request of [{ prompt: PROMPT }, { messages: [...CONVERSATION], ...limited }]) {
        const shown = client.encode(request);
        assert.ok(!JSON.stringify(shown).includes(subject.key), 'encode() shows the key');
        subject.simulate([]);
        await client.complete(request);
        const [sent] = subject.simulator.requests;
        assertSame(shown.body, sent?.body);
        // What signs a request may add to the query.
        assert.equal((subject.simulator.url + sent?.path).slice(0, shown.url.length), shown.url);
        assert.equal(shown.method, sent?.method);
        await client.complete(request);
        const bodies = JSON.stringify(subject.simulator.requests.map(({ body }) => body));
        assert.ok(!bodies.includes(subject.key), 'the key is in the body');
      }
    },
  },
  {
    rule: 'merges extraBody into the body that is sent',
    anywhere: true,
    run: (subject) =>
      subject.eachWay({ status: 418 }, async (ask) => {
        const extraBody = { only_here: { nested: [1, 2] } };
        await ask(subject.client(), { prompt: PROMPT, extraBody }).catch(() => {});
        assertSame((subject.simulator.requests[0]?.body as { only_here?: unknown })?.only_here, extraBody.only_here);
      }),
  },
  {
    rule: 'asks the model of the request instead of its own',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const client = subject.client();
        assert.equal((await ask(client, { prompt: PROMPT, model: 'another-model' })).model, 'another-model');
        assertAsked(subject.simulator.requests.at(-1), 'another-model');
        assert.equal((await ask(client, PROMPT)).model, client.model);
      }),
  },
  {
    rule: 'makes a client of another model with with(), and stays as it is',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const client = subject.client();
        const { model } = client;
        const other = client.with({ model: 'another-model' });
        assert.equal(other.model, 'another-model');
        assert.equal(other.provider, client.provider);
        assert.equal((await ask(other, PROMPT)).model, 'another-model');
        assertAsked(subject.simulator.requests.at(-1), 'another-model');
        assert.equal(client.model, model);
      }),
  },
  {
    rule: 'sends the headers of the config and of the call',
    anywhere: true,
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const client = subject.client({ headers: { 'x-from-config': 'a', 'x-both': 'config' } });
        await ask(client, PROMPT, { headers: { 'x-from-call': 'b', 'x-both': 'call' } });
        const { headers } = subject.simulator.requests[0] ?? {};
        assertSame([headers?.['x-from-config'], headers?.['x-from-call'], headers?.['x-both']], ['a', 'b', 'call']);
      }),
  },
];

/** The model is in the body or, where the API has it there, in the path. */
function assertAsked(request: { path: string; body?: unknown } | undefined, model: string): void {
  assert.ok(JSON.stringify([request?.path, request?.body]).includes(model), `the request does not name the model "${model}"`);
}
