import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { ranked } from '../../../src/simulator/vectors.ts';
import { send } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const documents = ['a cat', 'a red fish', 'a red car'];

async function rerank(body: object) {
  const headers = { authorization: 'Bearer secret-key' };
  const { status, text } = await send(simulator, '/siliconflow/v1/rerank', { headers, body });
  return { status, body: JSON.parse(text) };
}

describe('the order of documents', () => {
  it('has the best first, each with its place, its score and, if asked, its text', async () => {
    const { status, body } = await rerank({ model: 'm', query: 'red fish', documents, top_n: 2, return_documents: true });
    expect(status).toBe(200);
    expect(body.results).toEqual(
      ranked('red fish', documents, 2).map(({ index, score }) => ({
        index,
        relevance_score: score,
        document: { text: documents[index] },
      })),
    );
    expect(body.meta.tokens).toEqual({ input_tokens: 10, output_tokens: 0 });
  });

  it.each<[object, string]>([
    [{ model: 'm', documents }, 'query is required'],
    [{ model: 'm', query: '', documents }, 'query must not be empty'],
    [{ model: 'm', query: 'a', documents: [] }, 'documents must not be empty'],
    [{ model: 'm', query: 'a', documents: ['a', ''] }, 'documents.1 must not be empty'],
    [{ model: 'm', query: 'a', documents, top_n: 0 }, 'top_n must be at least 1'],
    [{ model: 'm', query: 'a', documents, topN: 1 }, 'topN is not a valid field'],
    [{ model: 'missing', query: 'a', documents }, 'Model does not exist. Please check it carefully.'],
  ])('is refused for %j', async (asked, message) => {
    expect(await rerank(asked)).toMatchObject({ status: 400, body: { message } });
  });
});
