import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { ASKS, ask, eventsOf, type Loose, send } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const { path, headers, body } = ASKS['azure-openai'];
const DEPLOYMENT = path.split('?')[0] ?? '';
const V1 = '/azure-openai/openai/v1/chat/completions';
const post = async (to: string, sent: Record<string, string>, asked: object = body): Promise<[number, Loose]> => {
  const { status, text } = await send(simulator, to, { headers: sent, body: asked });
  return [status, JSON.parse(text)];
};

describe('azure-openai', () => {
  it('answers for the deployment that the path names, whatever the body says', async () => {
    expect(await post(path, headers, { ...body, model: 'other' })).toMatchObject([200, { model: 'gpt-5-mini' }]);
  });

  it('answers under /openai/v1 without a version', async () => {
    expect(await post(V1, headers, { ...body, model: 'gpt-5' })).toMatchObject([200, { model: 'gpt-5' }]);
    expect(await post(V1, headers)).toMatchObject([400, { error: { param: 'model' } }]);
  });

  it('knows a key, and a token of Entra', async () => {
    expect(await post(path, { authorization: 'Bearer token' })).toMatchObject([200, {}]);
    const denied = { error: { code: '401', message: expect.stringMatching(/^Access denied due to invalid subscription key/) } };
    expect(await post(path, {})).toEqual([401, denied]);
    expect(await post(path, { 'api-key': 'bad-key' })).toEqual([401, denied]);
  });

  it('begins a stream with what the filters say of the prompt', async () => {
    const [first, second] = eventsOf((await ask(simulator, 'azure-openai', { stream: true })).text);
    expect(first).toMatchObject({ id: '', model: '', choices: [], prompt_filter_results: [{ prompt_index: 0 }] });
    expect(second).toMatchObject({ choices: [{ delta: { role: 'assistant' }, content_filter_results: {} }] });
  });

  it.each([
    ['no version', DEPLOYMENT],
    ['an empty version', `${DEPLOYMENT}?api-version=`],
    ['another path', '/azure-openai/chat/completions?api-version=1'],
    ['another method', '/azure-openai/openai/v1/models'],
  ])('finds nothing at %s', async (_what, to) => {
    expect(await post(to, headers)).toEqual([404, { error: { code: '404', message: 'Resource not found' } }]);
  });

  it('does not know missing deployments', async () => {
    expect(await post(path.replace('gpt-5-mini', 'missing'), headers)).toEqual([
      404,
      {
        error: { type: 'invalid_request_error', code: 'DeploymentNotFound', message: expect.stringContaining('does not exist') },
      },
    ]);
  });

  it('masks its key in what is recorded', async () => {
    await post(path, headers);
    expect(simulator.requests.at(-1)?.headers).toMatchObject({ 'api-key': '***' });
  });
});
