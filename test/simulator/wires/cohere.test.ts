import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { ASKS, ask, eventsOf, type Loose, send } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const json = async (body: object = {}): Promise<Loose> => JSON.parse((await ask(simulator, 'cohere', body)).text);
const user = (content: unknown) => ({ role: 'user', content });

describe('cohere', () => {
  it('answers whole', async () => {
    const { headers, text } = await ask(simulator, 'cohere');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-debug-trace-id': expect.stringMatching(/^[0-9a-f]{32}$/),
      'x-trial-endpoint-call-limit': '20',
    });
    const body: Loose = JSON.parse(text);
    const output_tokens = body.usage.tokens.output_tokens;
    expect(body).toEqual({
      id: expect.stringMatching(UUID),
      message: { role: 'assistant', content: [{ type: 'text', text: expect.stringMatching(/^Simulated réponse to 5 words: /) }] },
      finish_reason: 'COMPLETE',
      usage: {
        billed_units: { input_tokens: 6, output_tokens },
        tokens: { input_tokens: 6, output_tokens },
        cached_tokens: 0,
      },
    });
  });

  it('streams', async () => {
    const { headers, text } = await ask(simulator, 'cohere', { stream: true });
    expect(headers['content-type']).toBe('text/event-stream');
    const events = eventsOf(text);
    const types = events.map(({ type }) => type);
    const whole = await json();
    expect([...text.matchAll(/^event: (.*)$/gm)].map(([, name]) => name)).toEqual(types);
    expect(types.slice(0, 3)).toEqual(['message-start', 'content-start', 'content-delta']);
    expect(types.slice(-2)).toEqual(['content-end', 'message-end']);
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(events[0]).toMatchObject({ id: whole.id, delta: { message: { role: 'assistant', content: [], citations: [] } } });
    expect(events.at(-1).delta).toEqual({ finish_reason: 'COMPLETE', usage: whole.usage });
  });

  it('counts what came before the last message as cached, and bills less', async () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      user('Hi'),
      { role: 'assistant', content: 'Hello!' },
      user('And now?'),
    ];
    expect((await json({ messages })).usage).toMatchObject({
      tokens: { input_tokens: 9 },
      billed_units: { input_tokens: 3 },
      cached_tokens: 6,
    });
  });

  it('stops at max_tokens and at stop sequences', async () => {
    expect(await json({ max_tokens: 2 })).toMatchObject({
      message: { content: [{ text: 'Simulated réponse' }] },
      finish_reason: 'MAX_TOKENS',
    });
    expect(await json({ stop_sequences: ['words'] })).toMatchObject({ finish_reason: 'STOP_SEQUENCE' });
    const { message } = await json({ stop_sequences: ['Simulated'] });
    expect(message).toEqual({ role: 'assistant' });
  });

  it.each<[string, object]>([
    ['it is asked to', { thinking: { type: 'enabled', token_budget: 100 } }],
    ['the model does by itself', { model: 'command-a-reasoning-08-2025' }],
  ])('thinks if %s', async (_why, body) => {
    const whole = await json(body);
    const [thought, said] = whole.message.content;
    expect([thought.type, said.type]).toEqual(['thinking', 'text']);
    const events = eventsOf((await ask(simulator, 'cohere', { ...body, stream: true })).text);
    const deltas = events.filter(({ type }) => type === 'content-delta').map(({ delta }) => delta.message.content);
    expect(deltas.map(({ thinking = '' }) => thinking).join('')).toBe(thought.thinking);
    expect(deltas.map(({ text = '' }) => text).join('')).toBe(said.text);
    expect(events.filter(({ type }) => type === 'content-end').map(({ index }) => index)).toEqual([0, 1]);
    expect(whole.usage.tokens.reasoning_tokens).toBe(deltas.filter(({ thinking }) => thinking).length);
  });

  it('does not think where it is told not to', async () => {
    const { message } = await json({ model: 'command-a-reasoning-08-2025', thinking: { type: 'disabled' } });
    expect(message.content).toHaveLength(1);
  });

  it('lists models for both versions', async () => {
    const { text } = await send(simulator, '/cohere/v1/models', { method: 'GET', headers: { authorization: 'Bearer any' } });
    expect(JSON.parse(text).models[0]).toMatchObject({ name: 'command-a-03-2025', endpoints: ['chat'] });
    expect((await send(simulator, '/cohere/v1/models', { method: 'GET' })).status).toBe(401);
  });

  it.each<[string, number, unknown, Parameters<typeof send>[2] & { path?: string }]>([
    ['no key', 401, { message: 'no api key supplied' }, { headers: { authorization: '' } }],
    ['a bad key', 401, { message: 'invalid api token' }, { headers: { authorization: 'Bearer bad-key' } }],
    [
      'a key without permission',
      403,
      { id: expect.stringMatching(UUID) },
      { headers: { authorization: 'bearer no-permission' } },
    ],
    [
      'another content type',
      400,
      { message: expect.stringContaining('Content-Type') },
      { headers: { 'content-type': 'text/plain' } },
    ],
    ['no JSON', 400, { message: expect.stringContaining('not valid JSON') }, { body: '[' }],
    ['another path', 404, { message: 'the requested resource was not found' }, { path: '/cohere/v3/chat' }],
    ['another method', 405, { message: 'method not allowed' }, { method: 'PUT' }],
  ])('refuses %s', async (_what, status, body, { path = ASKS.cohere.path, headers, ...rest }) => {
    const reply = await send(simulator, path, {
      headers: { ...ASKS.cohere.headers, ...headers },
      body: ASKS.cohere.body,
      ...rest,
    });
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.text)).toMatchObject(body as object);
    expect(JSON.parse(reply.text)).not.toHaveProperty('error');
  });

  it.each<[object, number, string]>([
    [{ model: undefined }, 400, 'invalid request: model is required.'],
    [{ messages: [] }, 400, 'invalid request: messages must not be empty.'],
    [{ messages: [user('')] }, 400, 'invalid request: messages.0.content must not be empty.'],
    [{ messages: [{ role: 'user' }] }, 400, 'invalid request: messages.0.content is required.'],
    [{ messages: [{ role: 'User', content: 'x' }] }, 400, 'invalid request: messages.0.role must be one of'],
    [{ temperature: -1 }, 400, 'invalid request: temperature must be at least 0.'],
    [{ temperature: '1' }, 422, 'invalid type: parameter temperature is of type string but should be of type number.'],
    [{ top_p: 0.5 }, 422, "unknown field: parameter 'top_p' is not a valid field."],
    [{ stop_sequences: ['1', '2', '3', '4', '5', '6'] }, 400, 'invalid request: stop_sequences must have at most 5 items.'],
  ])('refuses %j', async (body, status, message) => {
    const reply = await ask(simulator, 'cohere', body);
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.text).message).toContain(message);
  });

  it.each([
    ['command', "model 'command' was removed on September 15, 2025."],
    ['missing-model', "model 'missing-model' not found"],
  ])('does not know %s', async (model, message) => {
    const { status, text } = await ask(simulator, 'cohere', { model });
    expect(status).toBe(404);
    expect(JSON.parse(text)).toEqual({ id: expect.stringMatching(UUID), message: expect.stringContaining(message) });
  });

  it('tells of an error in message-end', async () => {
    simulator.scenario = { break: 'error', after: 2, times: 1 };
    const { text } = await ask(simulator, 'cohere', { stream: true });
    expect(eventsOf(text).at(-1)).toMatchObject({
      type: 'message-end',
      delta: { finish_reason: 'ERROR', error: expect.any(String) },
    });
  });
});

describe('a format', () => {
  const schema = { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] };
  const answered = async (response_format: object, more: object = {}) => {
    const { message } = await json({ response_format, ...more });
    return JSON.parse(message.content[0].text);
  };

  it('is any JSON, or JSON that fits a schema', async () => {
    expect(await answered({ type: 'json_object' })).toEqual({ answer: expect.any(String), words: 5 });
    expect(await answered({ type: 'json_object', json_schema: schema })).toEqual({ age: expect.any(Number) });
  });

  it.each<[string, object, RegExp]>([
    ['an array', { type: 'array' }, /top level 'type' must be 'object'/],
    ['an object of which nothing is required', { type: 'object' }, /at least one 'required' field/],
    ['minimum', { ...schema, properties: { age: { type: 'integer', minimum: 0 } } }, /'minimum' is not supported/],
    ['oneOf', { ...schema, properties: { age: { oneOf: [] } } }, /'oneOf' is not supported/],
    ['a tuple', { ...schema, properties: { age: { type: 'array', prefixItems: [] } } }, /'prefixItems' is not supported/],
    ['a tuple of older drafts', { ...schema, properties: { age: { type: 'array', items: [] } } }, /'items' must be one schema/],
    ['a pattern with anchors', { ...schema, properties: { age: { type: 'string', pattern: '^a' } } }, /pattern '\^a' is not/],
    ['another format', { ...schema, properties: { age: { type: 'string', format: 'email' } } }, /format 'email' is not/],
  ])('is refused with %s', async (_, json_schema, words) => {
    const { status, text } = await ask(simulator, 'cohere', { response_format: { type: 'json_object', json_schema } });
    expect([status, JSON.parse(text).message]).toEqual([400, expect.stringMatching(words)]);
  });

  it('is refused beside tools and documents', async () => {
    const tools = [{ type: 'function', function: { name: 'now' } }];
    for (const more of [{ tools }, { documents: ['Ruby is old.'] }]) {
      const { status, text } = await ask(simulator, 'cohere', { response_format: { type: 'json_object' }, ...more });
      expect([status, JSON.parse(text).message]).toEqual([400, expect.stringMatching(/response_format is not supported with/)]);
    }
  });
});

describe('images', () => {
  const asked = (url: unknown, role = 'user') => ({
    messages: [
      user('Hi'),
      {
        role,
        content: [
          { type: 'text', text: 'What?' },
          { type: 'image_url', image_url: { url } },
        ],
      },
    ],
  });
  const said = async (url: string) => (await json(asked(url))).message.content[0].text;

  it('are seen, each by itself', async () => {
    const [one, other] = [await said('https://a.example/b.png'), await said('data:image/png;base64,AAAA')];
    expect(one).toMatch(/ I see [0-9a-f]{8}\.$/);
    expect(other).toMatch(/ I see [0-9a-f]{8}\.$/);
    expect(one).not.toBe(other);
  });

  it.each(['a.png', 'data:image/bmp;base64,AAAA', 'data:image/png,AAAA', 7])('are refused at %s', async (url) => {
    expect((await ask(simulator, 'cohere', asked(url))).status).toBe(400);
  });

  it('are refused in the words of others', async () => {
    expect((await ask(simulator, 'cohere', asked('https://a.example/b.png', 'system'))).status).toBe(400);
  });
});

describe('citations', () => {
  const documents = [{ id: 'a', data: { title: 'a.txt', text: 'One.' } }, 'Two.'];

  it('tell where they belong, in code points, with all their sources', async () => {
    const { message } = await json({ documents });
    const text = [...message.content[0].text];
    expect(message.citations).toHaveLength(2);
    for (const { start, end, text: cited, content_index, sources } of message.citations) {
      expect(text.slice(start, end).join('')).toBe(cited);
      expect(content_index).toBe(0);
      expect(sources.map(({ document }: Loose) => document)).toEqual([
        { id: 'a', title: 'a.txt', text: 'One.' },
        { id: 'doc:1', text: 'Two.' },
      ]);
    }
  });

  it('are the same in a stream, each behind its words', async () => {
    const { text } = await ask(simulator, 'cohere', { documents, stream: true });
    const events = eventsOf(text);
    const cited = events.flatMap(({ type, delta }) => (type === 'citation-start' ? [delta.message.citations] : []));
    expect(cited).toEqual((await json({ documents })).message.citations);
    const types = events.map(({ type }) => type);
    expect(types.indexOf('citation-start')).toBeLessThan(types.lastIndexOf('content-delta'));
  });
});

describe('embeddings and reranking', () => {
  const post = (path: string, body: object) => send(simulator, path, { headers: ASKS.cohere.headers, body });
  const embed = (more: object) =>
    post('/cohere/v2/embed', { model: 'embed-v4.0', input_type: 'search_query', texts: ['a b', 'c'], ...more });

  it('are vectors of the types that are asked for', async () => {
    const body: Loose = JSON.parse((await embed({ embedding_types: ['float', 'base64'], output_dimension: 256 })).text);
    expect(body.embeddings.float.map(({ length }: Loose) => length)).toEqual([256, 256]);
    expect(Buffer.from(body.embeddings.base64[0], 'base64').readFloatLE(4)).toBe(body.embeddings.float[0][1]);
    expect(body.meta.billed_units).toEqual({ input_tokens: 3 });
  });

  it.each([
    { texts: Array.from({ length: 97 }, () => 'a') },
    { texts: [] },
    { input_type: 'similarity' },
    { input_type: undefined },
    { embedding_types: ['double'] },
  ])('refuse %j', async (more) => {
    expect((await embed(more)).status).toBe(400);
  });

  it('are an order of documents', async () => {
    const rerank = { model: 'rerank-v3.5', query: 'red fox', documents: ['dog', 'red fox', 'fox'], top_n: 2 };
    const body: Loose = JSON.parse((await post('/cohere/v2/rerank', rerank)).text);
    expect(body.results.map(({ index }: Loose) => index)).toEqual([1, 2]);
    expect(body.meta.billed_units).toEqual({ search_units: 1 });
    expect((await post('/cohere/v2/rerank', { ...rerank, model: 'missing' })).status).toBe(404);
    expect((await post('/cohere/v2/rerank', { ...rerank, documents: [] })).status).toBe(400);
  });
});
