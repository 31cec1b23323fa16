import { describe, expect, it } from '@jest/globals';
import type { RerankRequest } from '../../src/data-types.ts';
import type { RerankAnswer, RerankWire } from '../../src/data-wires.ts';
import type { CallOptions } from '../../src/types.ts';
import { deltaClient, KEY } from '../support/delta-client.ts';
import { failureOf, shownOf } from '../support/failure.ts';
import { FakeTransport } from '../support/fake-transport.ts';

const ranking: RerankWire = {
  maxDocuments: 4,
  path: ({ model }) => `/rerank/${model}`,
  encode: ({ model, query, documents, topN }) => ({ model, query, documents: [...documents], ...(topN && { topN }) }),
  decode: (body) => (Array.isArray((body as RerankAnswer | null)?.results) ? (body as RerankAnswer) : undefined),
};

const result = (index: number, score: number) => ({ index, score });
const DOCUMENTS = ['a cat', 'a dog', 'a fish'];

async function ask(body: unknown, request: object = {}, options?: CallOptions) {
  const transport = new FakeTransport({ chunks: [typeof body === 'string' ? body : JSON.stringify(body)] });
  const client = deltaClient(transport, {}, { wire: { rerank: ranking } });
  const asked = { query: 'what swims?', documents: DOCUMENTS, ...request } as RerankRequest;
  return { answer: client.rerank(asked, options), transport };
}

describe('rerank', () => {
  it('sends query and documents and gives the best first', async () => {
    const { answer, transport } = await ask({
      results: [result(0, 0.1), result(1, 0.2), result(2, 0.9)],
      model: 'delta-1-0125',
      counters: { input: 12 },
    });
    expect(await answer).toEqual({
      results: [result(2, 0.9), result(1, 0.2), result(0, 0.1)],
      model: 'delta-1-0125',
      usage: { promptTokens: 12, completionTokens: 0, totalTokens: 12 },
    });
    expect(transport.requests).toMatchObject([
      {
        method: 'POST',
        url: 'https://delta.test/v1/rerank/delta-1',
        headers: { authorization: `Bearer ${KEY}` },
        body: JSON.stringify({ model: 'delta-1', query: 'what swims?', documents: DOCUMENTS }),
      },
    ]);
  });

  it('keeps the order of the request where scores are the same', async () => {
    const { answer } = await ask({ results: [result(2, 0.5), result(0, 0.5), result(1, 0.5)] });
    expect((await answer).results.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it('gives no more than topN, whatever came back, and asks for no more than there are', async () => {
    const all = { results: [result(0, -1), result(1, -3), result(2, -2)] };
    const { answer, transport } = await ask(all, { topN: 2, model: 'other' });
    expect(await answer).toEqual({ results: [result(0, -1), result(2, -2)], model: 'other' });
    expect(JSON.parse(transport.requests[0]?.body ?? '').topN).toBe(2);
    const more = await ask(all, { topN: 20 });
    expect((await more.answer).results).toHaveLength(3);
    expect(JSON.parse(more.transport.requests[0]?.body ?? '').topN).toBe(3);
  });

  it('tells no usage where nothing was counted', async () => {
    const { answer } = await ask({ results: [result(0, 1)], counters: { searches: 1 } });
    expect(await answer).toEqual({ results: [result(0, 1)], model: 'delta-1' });
  });

  it.each([
    ['nothing', { query: undefined, documents: undefined }, 'query: must be a string that is not empty'],
    ['an empty query', { query: '' }, 'query: must be a string that is not empty'],
    ['no documents', { documents: [] }, 'documents: must not be empty'],
    ['a text for documents', { documents: 'a cat' }, 'documents: must be a list of strings'],
    ['an empty document', { documents: ['a cat', ''] }, 'documents[1]: must be a string that is not empty'],
    ['an object for a document', { documents: [{ text: 'a cat' }] }, 'documents[0]: must be a string'],
    ['a topN of 0', { topN: 0 }, 'topN: must be a whole number of at least 1 (given: 0)'],
    ['half a topN', { topN: 1.5 }, 'topN: must be a whole number'],
    ['too many documents', { documents: ['a', 'b', 'c', 'd', 'e'] }, 'documents: must be at most 4 for this API'],
    ['a misspelt member', { top_n: 3 }, 'top_n: is not known; did you mean "topN"?'],
  ])('refuses %s before sending', async (_what, request, words) => {
    const { answer, transport } = await ask({ results: [] }, request);
    const error = await failureOf(answer);
    expect(error).toMatchObject({ code: 'INVALID_INPUT', provider: 'delta' });
    expect(error.message).toContain(words);
    expect(transport.requests).toHaveLength(0);
  });

  it('refuses what is no request, and wrong options', async () => {
    const client = deltaClient(new FakeTransport(), {}, { wire: { rerank: ranking } });
    for (const bad of [undefined, null, 'a', []]) {
      const error = await failureOf(client.rerank(bad as never));
      expect(error.message).toContain('request: must be an object with "query" and "documents"');
    }
    expect((await failureOf((await ask({}, {}, { timeoutMs: -1 })).answer)).message).toContain('timeoutMs');
  });

  it.each([
    ['no results', {}, 'the answer is no ranking of this API'],
    ['an index out of range', { results: [result(3, 1)] }, 'a result has an index that is none of the 3 documents'],
    ['a negative index', { results: [result(-1, 1)] }, 'a result has an index that is none of the 3 documents'],
    ['an index twice', { results: [result(1, 1), result(1, 0.5)] }, 'it has document 1 twice'],
    ['a score that is a text', { results: [{ index: 1, score: '1' }] }, 'the score of document 1 is no number'],
    ['no score', { results: [{ index: 1 }] }, 'the score of document 1 is no number'],
    ['an infinite score', '{"results":[{"index":1,"score":1e999}]}', 'the score of document 1 is no number'],
    ['NaN', '{"results":[{"index":1,"score":NaN}]}', 'no JSON'],
    ['nothing at all', '', 'the answer is empty'],
  ])('refuses an answer with %s', async (_what, body, words) => {
    const error = await failureOf((await ask(body)).answer);
    expect(error).toMatchObject({ code: 'LLM_RESPONSE', status: 200 });
    expect(error.message).toContain(words);
  });

  it.each([{}, { results: null }, { results: [null] }])('says whose defect it is where the wire gives %j', async (given) => {
    const wire = { rerank: { ...ranking, decode: () => given as never } };
    const asked = deltaClient(new FakeTransport({ chunks: ['{}'] }), {}, { wire }).rerank({ query: 'a', documents: ['b'] });
    expect(await failureOf(asked)).toMatchObject({ code: 'PLUGIN_LOAD', message: expect.stringContaining('no list of results') });
  });

  it('says nothing of query and documents', async () => {
    const secret = 'the password of the vault is swordfish';
    const transport = new FakeTransport({ status: 400, chunks: [JSON.stringify({ message: `bad: ${secret}, ${KEY}` })] });
    const client = deltaClient(transport, {}, { wire: { rerank: ranking } });
    const error = await failureOf(client.rerank({ query: 'what?', documents: [secret] }));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', status: 400 });
    expect(shownOf(error)).not.toContain('swordfish');
    expect(shownOf(error)).not.toContain(KEY);
  });

  it('ends with the signal', async () => {
    const transport = new FakeTransport();
    const client = deltaClient(transport, {}, { wire: { rerank: ranking } });
    const controller = new AbortController();
    const failed = failureOf(client.rerank({ query: 'what?', documents: ['a'] }, { signal: controller.signal }));
    controller.abort('enough');
    expect(await failed).toMatchObject({ name: 'AbortError', cause: 'enough' });
  });
});
