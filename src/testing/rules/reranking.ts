import assert from 'node:assert/strict';
import type { RerankRequest } from '../../data-types.ts';
import { ranked } from '../../simulator/vectors.ts';
import { assertRefused, assertSafe, assertSame, failureOf } from '../checks.ts';
import type { Rule } from '../rule.ts';
import { ATTEMPTS, KEY, PROMPT } from '../subject.ts';

const QUERY = 'which animal swims in the sea?';
const DOCUMENTS = [
  'the cat sleeps',
  'a fish swims in the sea',
  'the sea is blue',
  'which animal swims?',
  'the cat sleeps',
  'a bird sings',
];
const ECHO = `you sent "${KEY}" and asked "${PROMPT}"`;

const BAD: readonly { what: string; request: unknown; names: RegExp }[] = [
  { what: 'an empty query', request: { query: '', documents: ['a'] }, names: /query/ },
  { what: 'no documents', request: { query: 'a', documents: [] }, names: /documents/ },
  { what: 'an empty document, naming its place', request: { query: 'a', documents: ['a', ''] }, names: /documents\[1\]/ },
  { what: 'what is no text', request: { query: 'a', documents: ['a', { text: 'b' }] }, names: /documents\[1\]/ },
  { what: 'a topN of 0', request: { query: 'a', documents: ['a'], topN: 0 }, names: /topN/ },
  { what: 'a misspelt member, naming the nearest', request: { query: 'a', documents: ['a'], topn: 1 }, names: /topn.*"topN"/ },
];

/** Documents in the order of how well they answer. */
export const reranking: readonly Rule[] = [
  {
    rule: 'orders documents, the best first, each with its place in the request',
    async run(subject) {
      const { results, model } = await subject.client().rerank({ query: QUERY, documents: DOCUMENTS });
      assertSame(results, ranked(QUERY, DOCUMENTS));
      assert.ok(model, 'model must say which one answered');
      assert.equal(subject.simulator.requests.length, 1);
    },
  },
  {
    rule: 'gives as many documents as are asked for, and no more than there are',
    async run(subject) {
      for (const topN of [1, 3, DOCUMENTS.length + 5]) {
        const { results } = await subject.client().rerank({ query: QUERY, documents: DOCUMENTS, topN });
        assertSame(results, ranked(QUERY, DOCUMENTS, topN));
      }
    },
  },
  {
    rule: 'tries again to order documents where that helps',
    async run(subject) {
      subject.simulate({ status: 503, times: ATTEMPTS - 1 });
      const { results } = await subject.client().rerank({ query: QUERY, documents: DOCUMENTS });
      assert.equal(results.length, DOCUMENTS.length);
      assert.equal(subject.simulator.requests.length, ATTEMPTS);
    },
  },
  {
    rule: 'takes no answer without an order for an order',
    async run(subject) {
      for (const body of [{}, { error: 'no' }, '']) {
        subject.simulate({ status: 200, headers: { 'content-type': 'application/json' }, body });
        assert.equal((await failureOf(subject.client().rerank({ query: QUERY, documents: DOCUMENTS }))).code, 'LLM_RESPONSE');
      }
    },
  },
  {
    rule: 'ends the ordering of documents with the signal',
    async run(subject) {
      subject.simulate({ delayMs: Number.POSITIVE_INFINITY });
      const signal = AbortSignal.timeout(20);
      const error = await failureOf(subject.client().rerank({ query: QUERY, documents: DOCUMENTS }, { signal }));
      assert.equal(error.code, 'CONTEXT_CANCELED');
    },
  },
  {
    rule: 'shows neither key nor documents when it fails to order them',
    async run(subject) {
      for (const status of [400, 401, 500]) {
        subject.simulate({ status, body: { error: { message: ECHO }, message: ECHO } });
        const client = subject.client({ retry: { attempts: 1 } });
        assertSafe(await failureOf(client.rerank({ query: PROMPT, documents: ['a', PROMPT] })), 'the error');
      }
    },
  },
  ...BAD.map(
    ({ what, request, names }) =>
      ({
        rule: `refuses to order documents for ${what}`,
        run: async (subject) => assertRefused(subject, await failureOf(subject.client().rerank(request as RerankRequest)), names),
      }) satisfies Rule,
  ),
];
