import { describe, expect, it } from '@jest/globals';
import type { EmbedRequest, RerankRequest } from '../src/data-types.ts';
import { packed } from '../src/simulator/vectors.ts';
import type { Client } from '../src/types.ts';
import { ALL, type BuiltIn, clientOf, DIALECTS } from './support/built-in-apis.ts';
import { failureOf } from './support/failure.ts';
import { FakeTransport } from './support/fake-transport.ts';

type Vector = readonly unknown[] | string;

/** The answers of the APIs that have a form of their own; the others have that of OpenAI. */
const EMBEDDED: Readonly<Record<string, (vectors: readonly Vector[]) => unknown>> = {
  cohere: (vectors) => ({ embeddings: { float: vectors } }),
  gemini: (vectors) => ({ embeddings: vectors.map((values) => ({ values })) }),
  huggingface: (vectors) => vectors,
  ollama: (vectors) => ({ embeddings: vectors }),
};
const inDialect = (vectors: readonly Vector[]) => ({ data: vectors.map((embedding, index) => ({ index, embedding })) });

const clientFor = (one: BuiltIn, body: unknown): { client: Client; transport: FakeTransport } => {
  const transport = new FakeTransport({ chunks: [typeof body === 'string' ? body : JSON.stringify(body)] });
  return { client: clientOf(one, transport), transport };
};
/** One for each way in which answers are read, and those that rows of a table and a config make. */
const asked = [...DIALECTS, ...ALL.filter(({ label }) => ['siliconflow', 'mistral', 'custom'].includes(label))];
const embedders = asked.filter((one) => clientOf(one).capabilities.has('embed'));
const rankers = asked.filter((one) => clientOf(one).capabilities.has('rerank'));

const BAD_EMBED: readonly [what: string, request: unknown, names: RegExp][] = [
  ['an empty list', { input: [] }, /input: must not be empty/],
  ['an empty text', { input: '' }, /input: must be a string that is not empty/],
  ['an empty text in a list', { input: ['a', 'b', '', 'c'] }, /input\[2\]: must be a string that is not empty/],
  ['null', null, /request: must be an object/],
  ['tokens', { input: [1, 2] }, /input\[0\]: must be a string/],
  ['endless dimensions', { input: 'a', dimensions: Number.POSITIVE_INFINITY }, /dimensions/],
  ['dimensions that are a text', { input: 'a', dimensions: '3' }, /dimensions/],
  ['a model that is none', { input: 'a', model: 5 }, /model: must be a string/],
];

/** For the texts `a` and `b`. */
const BAD_VECTORS: readonly [what: string, vectors: readonly Vector[]][] = [
  ['no vector', []],
  ['a vector too few', [[1, 2]]],
  [
    'a vector too many',
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  ],
  [
    'null in a vector',
    [
      [1, 2],
      [3, null],
    ],
  ],
  [
    'a text in a vector',
    [
      [1, 2],
      [3, '4'],
    ],
  ],
  ['a list in a vector', [[[1, 2]], [[3, 4]]]],
  ['an empty vector', [[1, 2], []]],
  ['vectors of two lengths', [[1, 2], [3]]],
];

describe.each(embedders)('embed of $label', (one) => {
  const answerOf = EMBEDDED[one.provider] ?? inDialect;

  it.each(BAD_EMBED)('refuses %s before it sends anything', async (_what, request, names) => {
    const { client, transport } = clientFor(one, {});
    const error = await failureOf(client.embed(request as EmbedRequest));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', provider: one.provider });
    expect(error.message).toMatch(names);
    expect(transport.requests).toEqual([]);
  });

  it('takes what is right, however odd', async () => {
    const input = [' ', '\u0000', '👩‍🚀', '\ud83d', 'a'.repeat(5000), '{"input":[]}'];
    const { client, transport } = clientFor(one, answerOf(input.map((_text, index) => [index, -0, 1e-45])));
    const { embeddings } = await client.embed({ input });
    expect(embeddings.map(([first]) => first)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(transport.requests).toHaveLength(1);
  });

  it.each(BAD_VECTORS)('refuses %s', async (_what, vectors) => {
    const { client } = clientFor(one, answerOf(vectors));
    expect(await failureOf(client.embed({ input: ['a', 'b'] }))).toMatchObject({ code: 'LLM_RESPONSE', status: 200 });
  });

  it('says whose vector has NaN in it', async () => {
    const written = JSON.stringify(
      answerOf([
        [1, 2],
        [3, 47],
      ]),
    ).replace('47', 'NaN');
    const { client } = clientFor(one, written);
    expect((await failureOf(client.embed({ input: ['a', 'b'] }))).message).toContain('the vector of input 1');
  });

  it.each([
    ['null', 'null'],
    ['a number', '5'],
    ['a text', '"vectors"'],
    ['an empty object', '{}'],
    ['nothing', ''],
    ['a cut body', '{"data":[{"emb'],
    ['a page', '<!doctype html>'],
    ['null for vectors', '{"data":null,"embeddings":null}'],
    ['nulls for vectors', '{"data":[null,null],"embeddings":[null,null]}'],
  ])('refuses an answer that is %s', async (_what, body) => {
    const { client } = clientFor(one, body);
    expect(await failureOf(client.embed({ input: ['a', 'b'] }))).toMatchObject({ code: 'LLM_RESPONSE' });
  });
});

describe('base64', () => {
  const openai = ALL.find(({ label }) => label === 'openai') as BuiltIn;

  it.each([
    ['NaN', packed([1, Number.NaN])],
    ['Infinity', packed([1, Number.POSITIVE_INFINITY])],
    ['half a number', Buffer.alloc(6).toString('base64')],
    ['what is no base64', '?'.repeat(16)],
    ['nothing', ''],
  ])('is refused with %s', async (_what, vector) => {
    const { client } = clientFor(openai, inDialect([packed([1, 2]), vector]));
    const error = await failureOf(client.embed({ input: ['a', 'b'] }));
    expect(error).toMatchObject({ code: 'LLM_RESPONSE' });
    expect(error.message).toContain('input 1');
  });

  it.each([
    ['out of range', 2],
    ['negative', -1],
    ['a fraction', 0.5],
    ['a text', '1'],
    ['told twice', 0],
  ])('is refused with an index that is %s', async (_what, index) => {
    const { client } = clientFor(openai, {
      data: [
        { index: 0, embedding: packed([1]) },
        { index, embedding: packed([2]) },
      ],
    });
    expect(await failureOf(client.embed({ input: ['a', 'b'] }))).toMatchObject({ code: 'LLM_RESPONSE' });
  });
});

describe.each(rankers)('rerank of $label', (one) => {
  const answerOf = (results: unknown) => (one.provider === 'huggingface' ? results : { results });
  const ask = (client: Client, request: object = {}) =>
    client.rerank({ query: 'q', documents: ['a', 'b', 'c'], ...request } as RerankRequest);

  it.each<[string, object, RegExp]>([
    ['an empty query', { query: '' }, /query: must be a string/],
    ['no documents', { documents: [] }, /documents: must not be empty/],
    ['an empty document', { documents: ['a', ''] }, /documents\[1\]: must be a string/],
    ['a topN of -1', { topN: -1 }, /topN: must be a whole number/],
  ])('refuses %s before it sends anything', async (_what, request, names) => {
    const { client, transport } = clientFor(one, {});
    const error = await failureOf(ask(client, request));
    expect(error).toMatchObject({ code: 'INVALID_INPUT' });
    expect(error.message).toMatch(names);
    expect(transport.requests).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['an index out of range', [{ index: 3, relevance_score: 1, score: 1 }]],
    ['a negative index', [{ index: -1, relevance_score: 1, score: 1 }]],
    ['no index', [{ relevance_score: 1, score: 1 }]],
    [
      'an index twice',
      [
        { index: 1, relevance_score: 1, score: 1 },
        { index: 1, relevance_score: 0, score: 0 },
      ],
    ],
    ['a score that is a text', [{ index: 1, relevance_score: '1', score: '1' }]],
    ['no score', [{ index: 1 }]],
    ['no list', { index: 1 }],
  ])('refuses an answer with %s', async (_what, results) => {
    expect(await failureOf(ask(clientFor(one, answerOf(results)).client))).toMatchObject({ code: 'LLM_RESPONSE' });
  });
});

it('has some to ask', () => {
  expect(embedders.length).toBeGreaterThan(6);
  expect(rankers.length).toBeGreaterThan(3);
});
