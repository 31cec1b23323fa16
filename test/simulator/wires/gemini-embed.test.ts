import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { vectorOf } from '../../../src/simulator/vectors.ts';
import { type Loose, send } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const embed = async (body: object, model = 'gemini-embedding-2'): Promise<Loose> => {
  const path = `/gemini/v1beta/models/${model}:batchEmbedContents`;
  return JSON.parse((await send(simulator, path, { headers: { 'x-goog-api-key': 'any' }, body })).text);
};
const one = (text: string, more: object = {}, model = 'gemini-embedding-2') => ({
  model: `models/${model}`,
  content: { parts: [{ text }] },
  ...more,
});

describe('batchEmbedContents', () => {
  it('gives a vector for each text, of the length that is asked for', async () => {
    const { embeddings, usageMetadata } = await embed({ requests: [one('a b'), one('c', { outputDimensionality: 5 })] });
    expect(embeddings).toEqual([{ values: vectorOf('a b', 768) }, { values: vectorOf('c', 5) }]);
    expect(usageMetadata).toEqual({ promptTokenCount: 3 });
    const named = { embedContentConfig: { outputDimensionality: 2 } };
    expect((await embed({ requests: [one('c', named)] })).embeddings).toEqual([{ values: vectorOf('c', 2) }]);
  });

  it('counts nothing for the older model', async () => {
    const requests = [one('a', { taskType: 'RETRIEVAL_QUERY' }, 'gemini-embedding-001')];
    expect(await embed({ requests }, 'gemini-embedding-001')).toEqual({ embeddings: [{ values: vectorOf('a', 768) }] });
  });

  it.each<[string, object]>([
    ['* BatchEmbedContentsRequest.requests: requests is not specified.', {}],
    ['at most 100 requests can be in one batch', { requests: Array.from({ length: 101 }, () => one('a')) }],
    ['requests[1].model: must match the model in the path', { requests: [one('a'), one('b', {}, 'other')] }],
    ['requests[0].content: content is empty', { requests: [one('')] }],
    ['Unknown name "input" at \'requests[0]\'', { requests: [one('a', { input: 'a' })] }],
    ["Invalid value at 'requests[0].task_type'", { requests: [one('a', { taskType: 'SEARCH' })] }],
  ])('says %j', async (message, body) => {
    expect((await embed(body)).error).toMatchObject({ code: 400, message: expect.stringContaining(message) });
  });

  it('does not know every model', async () => {
    expect((await embed({ requests: [one('a', {}, 'missing')] }, 'missing')).error).toMatchObject({ code: 404 });
  });
});
