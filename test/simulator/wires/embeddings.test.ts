import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { packed, vectorOf } from '../../../src/simulator/vectors.ts';
import { send } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
beforeEach(() => {
  simulator.scenario = undefined;
});
afterAll(() => simulator.close());

const headers = { authorization: 'Bearer secret-key' };
const AZURE = '/azure-openai/openai/deployments/my-vectors/embeddings';

async function embed(path: string, body: object) {
  const { status, text } = await send(simulator, path, { headers, body });
  return { status, body: JSON.parse(text) };
}

describe('embeddings in the dialect of OpenAI', () => {
  it('are those of the texts, in their order, with their tokens', async () => {
    const { status, body } = await embed('/openai/v1/embeddings', { model: 'm', input: ['two words', 'one'] });
    expect(status).toBe(200);
    expect(body).toEqual({
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding: vectorOf('two words') },
        { object: 'embedding', index: 1, embedding: vectorOf('one') },
      ],
      model: 'm',
      usage: { prompt_tokens: 3, total_tokens: 3 },
    });
  });

  it('are base64, or of another length, where that is asked for', async () => {
    const { body } = await embed('/openai/v1/embeddings', { model: 'm', input: 'a', encoding_format: 'base64', dimensions: 3 });
    expect(body.data).toEqual([{ object: 'embedding', index: 0, embedding: packed(vectorOf('a', 3)) }]);
  });

  it.each<[object, number, object]>([
    [{ input: 'a' }, 400, { code: 'missing_required_parameter', message: "Missing required parameter: 'model'." }],
    [{ model: 'm' }, 400, { message: "Missing required parameter: 'input'." }],
    [{ model: 'm', input: '' }, 400, { param: 'input', code: 'empty_string' }],
    [{ model: 'm', input: [] }, 400, { param: 'input', code: 'empty_array' }],
    [{ model: 'm', input: ['a', ''] }, 400, { param: 'input[1]', code: 'empty_string' }],
    [{ model: 'm', input: new Array(2049).fill('a') }, 400, { param: 'input', code: 'array_above_max_length' }],
    [{ model: 'm', input: 'a', dimensions: 0 }, 400, { param: 'dimensions' }],
    [{ model: 'm', input: 'a', encoding_format: 'int8' }, 400, { param: 'encoding_format' }],
    [{ model: 'm', input: 'a', input_type: 'query' }, 400, { code: 'unknown_parameter' }],
    [{ model: 'missing-model', input: 'a' }, 404, { code: 'model_not_found' }],
  ])('refuse what OpenAI refuses (%#)', async (asked, status, error) => {
    const answer = await embed('/openai/v1/embeddings', asked);
    expect(answer).toMatchObject({ status, body: { error } });
  });

  it('are there beside the Responses API too', async () => {
    expect(await embed('/openai-responses/openai/v1/embeddings', { model: 'm', input: 'a' })).toMatchObject({ status: 200 });
  });

  it('have their deployment and the version of the API in the path on Azure', async () => {
    expect(await embed(`${AZURE}?api-version=2024-10-21`, { input: 'a' })).toMatchObject({
      status: 200,
      body: { model: 'my-vectors' },
    });
    expect(await embed(AZURE, { input: 'a' })).toMatchObject({ status: 404, body: { error: { message: 'Resource not found' } } });
    expect(await embed('/azure-openai/openai/v1/embeddings', { model: 'm', input: 'a' })).toMatchObject({ status: 200 });
    const missing = await embed(`${AZURE.replace('my-', 'missing-')}?api-version=2024-10-21`, { input: 'a' });
    expect(missing).toMatchObject({ status: 404, body: { error: { code: 'DeploymentNotFound' } } });
  });

  it('take 32 texts on SiliconFlow', async () => {
    expect(await embed('/siliconflow/v1/embeddings', { model: 'm', input: new Array(32).fill('a') })).toMatchObject({
      status: 200,
    });
    const { status, body } = await embed('/siliconflow/v1/embeddings', { model: 'm', input: new Array(33).fill('a') });
    expect([status, body.code, body.message]).toEqual([400, 20015, 'input must have at most 32 items']);
  });

  it('need a key', async () => {
    const { status } = await send(simulator, '/openai/v1/embeddings', { body: { model: 'm', input: 'a' } });
    expect(status).toBe(401);
  });
});
