import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { ASKS, ask, eventsOf, type Loose, QUESTION, send } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const NAME = 'huggingface-text-generation';
const { headers, path: HUB } = ASKS[NAME];
const generate = async (parameters: object = {}, more: object = {}): Promise<Loose> =>
  JSON.parse((await ask(simulator, NAME, { parameters: { return_full_text: false, ...parameters }, ...more })).text)[0];
const post = (path: string, body: unknown) => send(simulator, path, { headers, body });

describe('huggingface-text-generation', () => {
  it('answers whole: an array of one, with details if they are asked for', async () => {
    const bare = await generate();
    expect(bare).toEqual({ generated_text: expect.stringMatching(/^Simulated réponse to 5 words: /) });
    const { details } = await generate({ details: true });
    expect(details).toMatchObject({
      finish_reason: 'eos_token',
      generated_tokens: details.tokens.length,
      prefill: [],
      seed: null,
    });
    expect(details.tokens.map(({ text }: Loose) => text).join('')).toBe(bare.generated_text);
  });

  it('streams: no space after the colon, the end token marked as special, no [DONE]', async () => {
    const { headers: answered, text } = await ask(simulator, NAME, { stream: true });
    expect(answered['content-type']).toBe('text/event-stream');
    const events = eventsOf(text);
    const { generated_text, details } = await generate({ details: true });
    expect(text).toMatch(/^data:\{/);
    expect(text).not.toContain('[DONE]');
    expect(events[0]).toEqual({
      index: 1,
      token: { id: 1000, text: 'Simulated', logprob: -0.5, special: false },
      generated_text: null,
      details: null,
    });
    expect(events.at(-1)).toEqual({
      index: events.length,
      token: expect.objectContaining({ text: '</s>', special: true }),
      generated_text,
      details: { finish_reason: 'eos_token', generated_tokens: details.generated_tokens, input_length: 6, seed: null },
    });
  });

  it('has no details in a stream that did not ask for them', async () => {
    const { text } = await ask(simulator, NAME, { stream: true, parameters: {} });
    expect(eventsOf(text).every(({ details }) => details === null)).toBe(true);
  });

  it('ends a stream that is cut short with its last token', async () => {
    const { text } = await ask(simulator, NAME, { stream: true, parameters: { max_new_tokens: 2, details: true } });
    expect(eventsOf(text)).toMatchObject([
      { token: { text: 'Simulated' }, details: null },
      { token: { text: ' réponse', special: false }, details: { finish_reason: 'length', generated_tokens: 2 } },
    ]);
  });

  it('ends with the stop sequence, not before it', async () => {
    expect(await generate({ stop: [' words'], details: true })).toMatchObject({
      generated_text: 'Simulated réponse to 5 words',
      details: { finish_reason: 'stop_sequence', generated_tokens: 5 },
    });
    const { text } = await ask(simulator, NAME, { stream: true, parameters: { stop: ['Simulated'], details: true } });
    expect(eventsOf(text)).toMatchObject([{ token: { text: 'Simulated' }, details: { finish_reason: 'stop_sequence' } }]);
  });

  it('repeats the prompt at the hub unless it is told not to', async () => {
    expect((await generate({ return_full_text: undefined })).generated_text).toMatch(/^How many words are these\?Simulated/);
    expect((await generate({ return_full_text: null })).generated_text).toMatch(/^How many words are these\?Simulated/);
  });

  it('serves a dedicated server: the root, /generate, /generate_stream', async () => {
    const body = { inputs: QUESTION, stream: true };
    const { generated_text } = await generate();
    expect(eventsOf((await post('/huggingface', body)).text).at(-1).generated_text).toBe(generated_text);
    expect(JSON.parse((await post('/huggingface/', { inputs: QUESTION })).text)).toEqual([{ generated_text }]);
    expect(JSON.parse((await post('/huggingface/generate', body)).text)).toEqual({ generated_text });
    const streamed = await post('/huggingface/generate_stream', { inputs: QUESTION });
    expect(eventsOf(streamed.text).at(-1).generated_text).toBe(generated_text);
  });

  it('tells the turns of a transcript apart', async () => {
    const inputs = `System: Be brief.\nUser: Hi\nAssistant: Hello!\nUser: ${QUESTION}\nAssistant:`;
    const { text } = await ask(simulator, NAME, { inputs, stream: true });
    const { generated_text, details } = eventsOf(text).at(-1);
    expect(generated_text).toMatch(/^Simulated réponse to 5 words/);
    expect(details.input_length).toBe(3 + 1 + 2 + 6);
    expect(details.generated_tokens).toBeGreaterThan(10);
  });

  it.each<[object, number, string]>([
    [{ inputs: undefined }, 422, 'Failed to deserialize the JSON body into the target type: missing field `inputs`'],
    [
      { inputs: ['x'] },
      422,
      'Failed to deserialize the JSON body into the target type: inputs: invalid type: list, expected string',
    ],
    [{ max_tokens: 1 }, 422, 'Failed to deserialize the JSON body into the target type: unknown field `max_tokens`'],
    [
      { parameters: { max_tokens: 1 } },
      422,
      'Failed to deserialize the JSON body into the target type: unknown field `max_tokens`',
    ],
  ])('refuses the shape of %j in plain text', async (body, status, message) => {
    const reply = await ask(simulator, NAME, body);
    expect([reply.status, reply.headers['content-type'], reply.text]).toEqual([status, 'text/plain; charset=utf-8', message]);
  });

  it.each<[object, string]>([
    [{ inputs: ' ' }, '`inputs` cannot be empty'],
    [{ parameters: { temperature: 0 } }, '`temperature` must be strictly positive'],
    [{ parameters: { max_new_tokens: 0 } }, '`max_new_tokens` must be strictly positive'],
    [{ parameters: { top_p: 1 } }, 'parameters.top_p must be under 1'],
    [{ parameters: { stop: ['1', '2', '3', '4', '5'] } }, 'parameters.stop must have at most 4 items'],
  ])('refuses the value in %j', async (body, message) => {
    const { status, text } = await ask(simulator, NAME, body);
    expect(status).toBe(422);
    expect(JSON.parse(text)).toEqual({ error: `Input validation error: ${message}`, error_type: 'validation' });
  });

  it.each<[string, number, string, Parameters<typeof send>[2] & { path?: string }]>([
    ['no key', 401, '{"error":"Invalid username or password."}', { headers: {} }],
    [
      'another content type',
      415,
      'Expected request with `Content-Type: application/json`',
      { headers: { ...headers, 'content-type': 'x/y' } },
    ],
    ['no JSON', 400, 'Failed to parse the request body as JSON', { body: '{' }],
    ['another path', 404, 'Not Found', { path: '/huggingface/hf-inference/pipeline/x' }],
    ['another method', 405, '{"error":"Method Not Allowed"}', { method: 'GET' }],
    [
      'a missing model',
      404,
      '{"error":"Model missing/model does not exist"}',
      { path: '/huggingface/hf-inference/models/missing/model' },
    ],
  ])('refuses %s', async (_what, status, text, { path = HUB, ...sent }) => {
    const reply = await send(simulator, path, { headers, body: { inputs: 'x' }, ...sent });
    expect([reply.status, reply.text]).toEqual([status, text]);
  });

  it('says that it is up', async () => {
    for (const path of ['/huggingface/health', '/huggingface/hf-inference/health']) {
      expect(await send(simulator, path, { method: 'GET' })).toMatchObject({ status: 200, text: '' });
    }
  });

  it('tells of an error by error and error_type', async () => {
    simulator.scenario = { break: 'error', after: 1, times: 1 };
    const { text } = await ask(simulator, NAME, { stream: true });
    expect(eventsOf(text).at(-1)).toEqual({ error: expect.stringContaining('failed'), error_type: 'generation' });
  });
});

describe('a grammar', () => {
  it('keeps an answer to a schema', async () => {
    const value = { type: 'object', properties: { age: { type: 'integer' } } };
    const { generated_text } = await generate({ grammar: { type: 'json', value } });
    expect(JSON.parse(generated_text)).toEqual({ age: expect.any(Number) });
  });

  it.each([
    [{ type: 'json', value: { type: 'array' } }, /Grammar must have a 'properties' field/],
    [{ type: 'json', value: 7 }, /Grammar must be an object/],
    [{ type: 'xml', value: {} }, /parameters\.grammar\.type must be one of/],
    [{ type: 'json' }, /missing field `value`/],
  ])('is refused: %j', async (grammar, words) => {
    const { status, text } = await ask(simulator, NAME, { parameters: { grammar } });
    expect([status, text]).toEqual([422, expect.stringMatching(words)]);
  });
});

describe('text-embeddings-inference', () => {
  const PIPELINE = '/huggingface/hf-inference/models/BAAI/bge-m3/pipeline/feature-extraction';

  it.each([PIPELINE, '/huggingface/embed'])('gives a vector for each text at %s', async (path) => {
    const vectors: Loose = JSON.parse((await post(path, { inputs: ['a', 'b'] })).text);
    expect(vectors.map(({ length }: Loose) => length)).toEqual([8, 8]);
    expect(JSON.parse((await post(path, { inputs: 'a' })).text)).toEqual([vectors[0]]);
  });

  it("gives the same in OpenAI's words, with usage", async () => {
    const body: Loose = JSON.parse((await post('/huggingface/v1/embeddings', { model: 'm', input: ['a b', 'c'] })).text);
    expect(body).toMatchObject({ object: 'list', data: [{ index: 0 }, { index: 1 }], usage: { prompt_tokens: 3 } });
  });

  it('gives vectors of a length on its own route alone', async () => {
    const [vector]: Loose = JSON.parse((await post('/huggingface/embed', { inputs: ['a'], dimensions: 4 })).text);
    expect(vector).toHaveLength(4);
    expect((await post(PIPELINE, { inputs: ['a'], dimensions: 4 })).status).toBe(422);
  });

  it('orders texts, and tells the scores of all', async () => {
    const { text } = await post('/huggingface/rerank', { query: 'red fox', texts: ['dog', 'red fox', 'fox'] });
    expect(JSON.parse(text).map(({ index }: Loose) => index)).toEqual([1, 2, 0]);
  });

  it.each(['/huggingface/embed', '/huggingface/rerank'])('refuses more than it takes at a time at %s', async (path) => {
    const texts = Array.from({ length: 33 }, () => 'a');
    const { status, text } = await post(path, path.endsWith('embed') ? { inputs: texts } : { query: 'a', texts });
    expect([status, JSON.parse(text)]).toEqual([
      413,
      { error: 'batch size 33 > maximum allowed batch size 32', error_type: 'Validation' },
    ]);
  });

  it.each(['/huggingface/embed', PIPELINE, '/huggingface/rerank'])('refuses what is malformed at %s', async (path) => {
    expect((await post(path, {})).status).toBe(422);
    expect((await post(path, { inputs: [], query: 'a', texts: [] })).status).toBe(422);
  });

  it('knows no missing model', async () => {
    expect((await post(PIPELINE.replace('BAAI', 'missing'), { inputs: ['a'] })).status).toBe(404);
  });
});
