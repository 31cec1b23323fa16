import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { EmbedRequest, EmbedResponse } from '../../data-types.ts';
import type { SimulatorRequest } from '../../simulator/simulator.ts';
import { vectorOf } from '../../simulator/vectors.ts';
import { assertRefused, assertSafe, eventually, failureOf } from '../checks.ts';
import type { Rule } from '../rule.ts';
import { ATTEMPTS, KEY, PROMPT, type Subject } from '../subject.ts';

/** More than any API here takes at a time. */
const MANY = 2100;

const CONCURRENCY = 4;
const REASON = new Error('the user went away');
const ECHO = `you sent "${KEY}" and asked "${PROMPT}"`;

const BAD: readonly { what: string; request: unknown; names: RegExp }[] = [
  { what: 'an empty list', request: { input: [] }, names: /input/ },
  { what: 'an empty text', request: { input: '' }, names: /input/ },
  { what: 'a list with an empty text, naming its place', request: { input: ['a', 'b', ''] }, names: /input\[2\]/ },
  { what: 'a list with what is no text', request: { input: ['a', 5] }, names: /input\[1\]/ },
  { what: 'half a dimension', request: { input: 'a', dimensions: 2.5 }, names: /dimensions/ },
  { what: 'a purpose that is none', request: { input: 'a', inputType: 'fun' }, names: /inputType/ },
  { what: 'a misspelt member, naming the nearest', request: { input: 'a', inputtype: 'x' }, names: /inputtype.*"inputType"/ },
];

/** Texts in, vectors out. */
export const embeddings: readonly Rule[] = [
  {
    rule: 'embeds a text',
    async run(subject) {
      assertEmbedded(await subject.client().embed({ input: PROMPT }), [PROMPT]);
      assert.equal(subject.simulator.requests.length, 1);
    },
  },
  {
    rule: 'embeds a list in one request, in its order',
    async run(subject) {
      const input = textsOf(5).reverse();
      assertEmbedded(await subject.client().embed({ input }), input);
      assert.equal(subject.simulator.requests.length, 1);
    },
  },
  {
    rule: 'embeds with the model that a request names',
    async run(subject) {
      const error = await failureOf(subject.client().embed({ input: PROMPT, model: 'missing-model' }));
      assert.ok(error.status !== undefined && error.status >= 400 && error.status < 500, 'the model was not sent');
      assert.equal(error.model, 'missing-model');
    },
  },
  {
    rule: 'gives vectors of the length that is asked for, or refuses to ask for it',
    async run(subject) {
      const embedded = subject.client().embed({ input: PROMPT, dimensions: 256 });
      const refused = await embedded.then(
        () => false,
        ({ code, message }) => code === 'INVALID_INPUT' && /dimensions/.test(message) && subject.simulator.requests.length === 0,
      );
      if (!refused) assert.deepEqual((await embedded).embeddings, [vectorOf(PROMPT, 256)]);
    },
  },
  {
    rule: 'splits a list that is too long, joins it in its order and adds up what was counted',
    async run(subject) {
      const { input, parts, length } = await tooMany(subject);
      const client = subject.client();
      const whole = await client.embed({ input });
      assertEmbedded(whole, input);
      assert.equal(subject.simulator.requests.length, parts);
      if (whole.usage.estimated) return;
      const [first, rest] = [input.slice(0, length), input.slice(length)];
      const counted = [await client.embed({ input: first }), await client.embed({ input: rest })].map(
        ({ usage }) => usage.promptTokens,
      );
      assert.equal(whole.usage.promptTokens, (counted[0] ?? 0) + (counted[1] ?? 0));
    },
  },
  {
    rule: 'has four requests for vectors under way at a time, no more, and all end with the signal',
    async run(subject) {
      const { input, parts } = await tooMany(subject, CONCURRENCY + 2);
      subject.simulate({ delayMs: Number.POSITIVE_INFINITY });
      const { requests } = subject.simulator;
      const controller = new AbortController();
      const failed = failureOf(subject.client().embed({ input }, { signal: controller.signal }));
      const most = Math.min(parts, CONCURRENCY);
      await eventually('the requests are sent', () => requests.length >= most);
      await setTimeout(20);
      assert.equal(requests.length, most);
      controller.abort(REASON);
      const error = await failed;
      assert.equal(error.code, 'CONTEXT_CANCELED');
      assert.equal(error.cause, REASON, 'the cause must be the reason of the signal');
      assert.equal(getEventListeners(controller.signal, 'abort').length, 0, 'a listener is left on the signal');
      await eventually('the server must see the connections close', () => subject.simulator.openConnections === 0);
      assert.equal(requests.length, most);
    },
  },
  {
    rule: 'gives no vectors when a part of them fails, and says which',
    async run(subject) {
      const { input, parts } = await tooMany(subject);
      subject.simulate((request) => (tells(request, input.at(-1)) ? { status: 400 } : undefined));
      const error = await failureOf(subject.client().embed({ input }));
      assert.equal(error.code, 'INVALID_INPUT');
      assert.equal(error.status, 400);
      if (parts > 1) assert.match(error.message, new RegExp(`inputs? .*\\b${input.length - 1} of ${input.length}: `));
    },
  },
  {
    rule: 'tries a part again that fails, and only that one',
    async run(subject) {
      const { input, parts } = await tooMany(subject);
      let failures = ATTEMPTS - 1;
      subject.simulate((request) => (tells(request, input[0]) && failures-- > 0 ? { status: 503 } : undefined));
      assertEmbedded(await subject.client().embed({ input }), input);
      assert.equal(subject.simulator.requests.length, parts + ATTEMPTS - 1);
    },
  },
  {
    rule: 'takes no answer without vectors for vectors',
    async run(subject) {
      for (const body of [{}, { data: [], embeddings: [] }, '']) {
        subject.simulate({ status: 200, headers: { 'content-type': 'application/json' }, body });
        assert.equal((await failureOf(subject.client().embed({ input: PROMPT }))).code, 'LLM_RESPONSE');
      }
    },
  },
  {
    rule: 'shows neither key nor text when it fails to embed',
    async run(subject) {
      for (const status of [400, 401, 500]) {
        subject.simulate({ status, body: { error: { message: ECHO }, message: ECHO } });
        assertSafe(await failureOf(subject.client({ retry: { attempts: 1 } }).embed({ input: ['a', PROMPT] })), 'the error');
      }
    },
  },
  ...BAD.map(
    ({ what, request, names }) =>
      ({
        rule: `refuses to embed ${what}`,
        run: async (subject) => assertRefused(subject, await failureOf(subject.client().embed(request as EmbedRequest)), names),
      }) satisfies Rule,
  ),
];

function assertEmbedded({ embeddings: vectors, model, usage }: EmbedResponse, input: readonly string[]): void {
  assert.equal(vectors.length, input.length);
  const wrong = input.findIndex((text, index) => String(vectors[index]) !== String(vectorOf(text, vectors[index]?.length)));
  assert.equal(wrong, -1, `the vector of input ${wrong} is that of another text`);
  assert.ok(model, 'model must say which one answered');
  assert.ok(usage.promptTokens > 0, 'usage must count the tokens');
  assert.equal(usage.completionTokens, 0);
  assert.equal(usage.totalTokens, usage.promptTokens);
}

/** Each one is found in the body of its request alone. */
function textsOf(length: number): string[] {
  return Array.from({ length }, (_, index) => `text ${index} of ${length}.`);
}

function tells({ body }: SimulatorRequest, text = ''): boolean {
  return JSON.stringify(body).includes(text);
}

/** More texts than one request takes, where the API has a limit: `parts` requests, the first of which has `length` of them. */
async function tooMany(subject: Subject, parts = 2): Promise<{ input: string[]; parts: number; length: number }> {
  subject.simulate({ delayMs: Number.POSITIVE_INFINITY });
  const controller = new AbortController();
  const texts = textsOf(MANY);
  const failed = failureOf(subject.client().embed({ input: texts }, { signal: controller.signal }));
  await eventually('a request is sent', () => subject.simulator.requests.length > 0);
  controller.abort(REASON);
  await failed;
  const first = subject.simulator.requests.find((request) => tells(request, texts[0]));
  const sent = JSON.stringify(first?.body ?? '');
  const length = texts.filter((text) => sent.includes(text)).length;
  await eventually('the server must see the connections close', () => subject.simulator.openConnections === 0);
  subject.simulate([]);
  if (length === MANY) return { input: texts, parts: 1, length };
  return { input: textsOf((parts - 1) * length + 1), parts, length };
}
