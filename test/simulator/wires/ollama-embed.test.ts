import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { vectorOf } from '../../../src/simulator/vectors.ts';
import { type Loose, send } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const post = async (route: string, body: object): Promise<Loose> =>
  JSON.parse((await send(simulator, `/ollama/api/${route}`, { body })).text);

describe('embed', () => {
  it('gives a vector for each text', async () => {
    const { embeddings, ...rest } = await post('embed', { model: 'embeddinggemma', input: ['a b', 'c'], dimensions: 4 });
    expect(embeddings).toEqual([vectorOf('a b', 4), vectorOf('c', 4)]);
    expect(rest).toMatchObject({ model: 'embeddinggemma', prompt_eval_count: 3 });
    expect((await post('embed', { model: 'm', input: 'a b', other: 1 })).embeddings).toEqual([vectorOf('a b')]);
    expect((await post('embed', { model: 'm' })).embeddings).toEqual([]);
  });

  it.each<[string, object]>([
    ['model is required', { input: 'a' }],
    ['model "missing" not found, try pulling it first', { model: 'missing', input: 'a' }],
    ['json: cannot unmarshal number into Go struct field EmbedRequest.input of type []interface {}', { model: 'm', input: 7 }],
    ['json: cannot unmarshal string into Go struct field EmbedRequest.dimensions of type int', { model: 'm', dimensions: '4' }],
  ])('says %j', async (error, body) => {
    expect(await post('embed', body)).toEqual({ error });
  });
});

describe('what is shown and asked for', () => {
  const chat = (message: object, more: object = {}) =>
    post('chat', { model: 'm', stream: false, messages: [{ role: 'user', content: 'Hi', ...message }], ...more });

  it('is JSON where a format is told', async () => {
    const format = { type: 'object', properties: { age: { type: 'integer' } } };
    expect(JSON.parse((await chat({}, { format })).message.content)).toEqual({ age: expect.any(Number) });
    const generated = await post('generate', { model: 'm', prompt: 'Hi', stream: false, format: 'json' });
    expect(JSON.parse(generated.response)).toEqual(expect.any(Object));
    expect((await chat({}, { format: '' })).message.content).toMatch(/^Simulated/);
    expect(await chat({}, { format: 'yaml' })).toEqual({
      error: 'invalid format: "yaml"; expected "json" or a valid JSON Schema object',
    });
  });

  it('is seen in images', async () => {
    expect((await chat({ images: ['iVBO', 'R0lG'] })).message.content.match(/I see/g)).toHaveLength(2);
    expect((await post('generate', { model: 'm', prompt: 'Hi', stream: false, images: ['iVBO'] })).response).toMatch(/I see/);
    expect(await chat({ images: ['data:image/png;base64,iVBO'] })).toHaveProperty('error');
  });

  it('goes past the template where it is raw, so there is no system prompt', async () => {
    const raw = { model: 'm', prompt: 'Hi', stream: false, raw: true };
    expect((await post('generate', raw)).response).toMatch(/^Simulated/);
    expect(await post('generate', { ...raw, system: 'Be brief.' })).toEqual({
      error: 'raw mode does not support template, system, or context',
    });
  });
});
