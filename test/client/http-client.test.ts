import { describe, expect, it } from '@jest/globals';
import type { Delta } from '../../src/delta.ts';
import type { Message } from '../../src/message.ts';
import type { Client, CompletionInput } from '../../src/types.ts';
import { countedSignal } from '../http/servers.ts';
import { deltaClient, KEY } from '../support/delta-client.ts';
import { finish, text, usage } from '../support/delta-wire.ts';
import { deepFreeze, failureOf, shownOf, thrownBy } from '../support/failure.ts';
import { FakeClock, settle } from '../support/fake-clock.ts';
import { FakeTransport } from '../support/fake-transport.ts';

const HELLO = { chunks: [JSON.stringify([text('Hello'), finish(), usage(3, 2)])] };
const PROMPT = 'the password of the vault is swordfish';

async function sent(request: CompletionInput, config = {}, options = {}) {
  const transport = new FakeTransport(HELLO);
  await deltaClient(transport, config).complete(request, options);
  const [one] = transport.requests;
  return { ...one, headers: one?.headers ?? {}, json: JSON.parse(one?.body ?? '') };
}

describe('complete', () => {
  it('sends one request to the right place and gives the whole answer', async () => {
    const transport = new FakeTransport({
      ...HELLO,
      headers: { 'x-request-id': 'req-1', 'x-ratelimit-remaining-requests': '7' },
    });
    const response = await deltaClient(transport).complete('Hi');
    expect(transport.requests).toEqual([
      {
        method: 'POST',
        url: 'https://delta.test/v1/chat',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          'user-agent': 'plugboard',
          authorization: `Bearer ${KEY}`,
        },
        body: JSON.stringify({ model: 'delta-1', messages: [{ role: 'user', content: 'Hi' }] }),
        connectTimeoutMs: 10_000,
        proxy: undefined,
      },
    ]);
    expect(response).toMatchObject({
      content: 'Hello',
      finishReason: 'stop',
      provider: 'delta',
      model: 'delta-1',
      tokensUsed: 5,
      meta: { status: 200, requestId: 'req-1', attempts: 1, rateLimit: { requestsRemaining: 7 } },
      raw: [text('Hello'), finish(), usage(3, 2)],
    });
    expect(response.meta.firstTokenMs).toBeUndefined();
  });

  it('lets the request win over the config, 0 included, and takes undefined for unset', async () => {
    const config = { temperature: 0.7, maxTokens: 50 };
    expect((await sent({ prompt: 'Hi', temperature: 0, model: 'other' }, config)).json).toMatchObject({
      model: 'other',
      temperature: 0,
      maxTokens: 50,
    });
    expect((await sent({ prompt: 'Hi', temperature: undefined }, config)).json.temperature).toBe(0.7);
    expect((await sent('Hi', { temperature: 0 })).json.temperature).toBe(0);
  });

  it('merges extraBody last', async () => {
    expect((await sent({ prompt: 'Hi', temperature: 1, extraBody: { temperature: 0.5, top_a: { b: 1 } } })).json).toMatchObject({
      temperature: 0.5,
      top_a: { b: 1 },
    });
  });

  it('sends the headers of the config, then those of the call, whatever their case', async () => {
    const config = { headers: { 'X-A': 'config', 'X-B': 'config', 'User-Agent': 'mine' } };
    const { headers } = await sent('Hi', config, { headers: { 'x-a': 'call', AUTHORIZATION: 'Bearer other' } });
    expect(headers).toMatchObject({ 'x-a': 'call', 'x-b': 'config', 'user-agent': 'mine', authorization: 'Bearer other' });
    expect(Object.keys(headers).filter((name) => /^(x-a|authorization)$/i.test(name))).toHaveLength(2);
  });

  it('takes a base URL with or without a slash', async () => {
    expect((await sent('Hi', { baseURL: 'https://delta.test/v9///' })).url).toBe('https://delta.test/v9/chat');
  });

  it('is the same as chat with messages', async () => {
    const transport = new FakeTransport(HELLO);
    const messages: Message[] = [{ role: 'user', content: 'Hi' }];
    const client = deltaClient(transport);
    expect((await client.chat(messages)).content).toBe('Hello');
    expect(transport.requests[0]?.body).toContain('"Hi"');
    expect((await failureOf(client.chat([]))).message).toContain('messages: must not be empty');
  });

  it('sends nothing where the request or an option is wrong', async () => {
    const transport = new FakeTransport(HELLO);
    const client = deltaClient(transport);
    const wrong: Promise<unknown>[] = [
      client.complete(''),
      client.complete({ prompt: 'Hi', temperature: Number.NaN }),
      client.complete('Hi', { timeoutMs: 0 }),
      client.complete('Hi', { signal: {} as AbortSignal }),
      client.complete('Hi', { headers: { 'x-a': 'a\nb' } }),
      client.complete('Hi', null as never),
      client.stream('').response,
    ];
    for (const work of wrong) expect(await failureOf(work)).toMatchObject({ code: 'INVALID_INPUT', provider: 'delta' });
    expect(transport.requests).toHaveLength(0);
  });

  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  it.each([
    ['a BigInt', { a: 1n }],
    ['a nested BigInt', { a: [{ b: 1n }] }],
    ['a cycle', cycle],
    ['a function', { a: { b: () => 1 } }],
    ['a symbol', { a: { b: Symbol('x') } }],
  ])('refuses an extraBody with %s, sent or dry', async (_what, extraBody) => {
    const client = deltaClient(new FakeTransport(HELLO));
    const request = { prompt: 'Hi', extraBody } as CompletionInput;
    expect(await failureOf(client.complete(request))).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await failureOf(client.stream(request).response)).toMatchObject({ code: 'INVALID_INPUT' });
    expect(thrownBy(() => client.encode(request))).toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('sends half a surrogate pair as JSON that every server can read', async () => {
    const { body } = await sent('a\ud83db');
    expect(Buffer.from(body ?? '').toString()).toBe(body);
    expect(JSON.parse(body ?? '').messages[0].content).toBe('a\ud83db');
  });

  it("changes nothing of the caller's objects", async () => {
    const request = deepFreeze({
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Hi', providerMetadata: { delta: { a: 1 }, other: {} } }] },
      ] as Message[],
      stop: ['x'],
      extraBody: { messages: { a: 1 }, b: { c: [1] } },
    });
    const client = deltaClient(new FakeTransport(HELLO));
    await client.complete(request, deepFreeze({ headers: { 'x-a': 'b' } }));
    expect(() => client.encode(request)).not.toThrow();
  });

  it("gives a message that goes back as it is, with the provider's own parts", async () => {
    const transport = new FakeTransport(
      {
        chunks: [
          JSON.stringify([
            { type: 'reasoning', key: 0, text: 'hm' },
            { type: 'part', key: 0, kind: 'reasoning', data: { signature: 's1' } },
            { type: 'part', data: { type: 'block', blob: 'b' } },
            text('Hello'),
            finish(),
          ] satisfies Delta[]),
        ],
      },
      HELLO,
    );
    const client = deltaClient(transport);
    const { message } = await client.complete('Hi');
    await client.chat(deepFreeze([{ role: 'user', content: 'Hi' }, message, { role: 'user', content: 'Go on' }]));
    expect(JSON.parse(transport.requests[1]?.body ?? '').messages[1]).toEqual({
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'hm', providerMetadata: { delta: { signature: 's1' } } },
        { type: 'opaque', providerMetadata: { delta: { type: 'block', blob: 'b' } } },
        { type: 'text', text: 'Hello' },
      ],
    });
  });

  it('does not stumble over what goes back without a count of tokens', async () => {
    const messages = [
      { role: 'assistant', content: [{ type: 'tool-call', id: 'a', name: 'f', arguments: {}, argumentsText: '{}' }] },
      { role: 'tool', toolCallId: 'a', content: 'Done' },
    ] as Message[];
    const answer = { chunks: [JSON.stringify([text('ok'), finish()])] };
    expect((await deltaClient(new FakeTransport(answer)).chat(messages)).usage.estimated).toBe(true);
  });

  it('serves a hundred calls at once, each its own answer', async () => {
    const transport = {
      send: async ({ body }: { body?: string | undefined }) => {
        await settle();
        const [message] = JSON.parse(body ?? '').messages;
        return {
          status: 200,
          headers: {},
          body: (async function* () {
            yield Buffer.from(JSON.stringify([text(message.content), finish()]));
          })(),
        };
      },
    };
    const client = deltaClient(transport as unknown as FakeTransport);
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => client.complete(`number ${index}`)));
    expect(answers.map(({ content }) => content)).toEqual(Array.from({ length: 100 }, (_, index) => `number ${index}`));
  });
});

describe('the key', () => {
  it('is read anew for each request and each attempt', async () => {
    const transport = new FakeTransport({ status: 500 }, HELLO);
    let reads = 0;
    const client = deltaClient(transport, { apiKey: async () => `key-${++reads}`, retry: { minDelayMs: 0 } });
    await client.complete('Hi');
    await client.complete('Hi');
    expect(transport.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer key-1',
      'Bearer key-2',
      'Bearer key-3',
    ]);
  });

  it('can be waited for no longer than the caller wants to', async () => {
    const { controller, listeners } = countedSignal();
    const transport = new FakeTransport(HELLO);
    const client = deltaClient(transport, { apiKey: () => new Promise(() => {}) });
    const failure = failureOf(client.complete('Hi', { signal: controller.signal }));
    await settle();
    controller.abort('enough');
    expect(await failure).toMatchObject({ code: 'CONTEXT_CANCELED', cause: 'enough' });
    expect([transport.requests.length, listeners()]).toEqual([0, 0]);
  });

  it('can be waited for no longer than an attempt', async () => {
    const clock = new FakeClock();
    const client = deltaClient(
      new FakeTransport(HELLO),
      { apiKey: () => new Promise(() => {}), timeoutMs: 500, retry: { attempts: 1 } },
      { clock },
    );
    const failure = failureOf(client.complete('Hi'));
    await clock.advance(500);
    expect(await failure).toMatchObject({ code: 'LLM_TIMEOUT', phase: 'attempt' });
  });

  it.each([
    ['empty', ''],
    ['two lines', 'a\nb'],
    ['no string', 5],
    ['nothing', undefined],
  ])('is refused where a function gives %s, without a request', async (_what, key) => {
    const transport = new FakeTransport(HELLO);
    const error = await failureOf(deltaClient(transport, { apiKey: () => key }).complete('Hi'));
    expect(error).toMatchObject({ code: 'INVALID_CONFIG', provider: 'delta' });
    expect(error.message).toContain('apiKey');
    expect(transport.requests).toHaveLength(0);
  });
});

describe('listModels', () => {
  it('gives the ids and what is told of each', async () => {
    const transport = new FakeTransport({ chunks: ['{"data":[{"id":"a","owner":"x"},{"id":"b"}]}'] });
    const models = await deltaClient(transport).listModels({ headers: { 'x-a': 'b' } });
    expect(models).toEqual([
      { id: 'a', raw: { id: 'a', owner: 'x' } },
      { id: 'b', raw: { id: 'b' } },
    ]);
    expect(transport.requests[0]).toMatchObject({ method: 'GET', url: 'https://delta.test/v1/models', body: undefined });
    expect(transport.requests[0]?.headers).toMatchObject({ 'x-a': 'b', authorization: `Bearer ${KEY}` });
    expect(transport.requests[0]?.headers['content-type']).toBeUndefined();
  });

  it('is tried again, timed out and checked like any call', async () => {
    const transport = new FakeTransport({ status: 503 }, { chunks: ['{"data":[]}'] });
    expect(await deltaClient(transport, { retry: { minDelayMs: 0 } }).listModels()).toEqual([]);
    expect((await failureOf(deltaClient(transport).listModels({ timeoutMs: -1 }))).code).toBe('INVALID_INPUT');
    const clock = new FakeClock();
    const failure = failureOf(
      deltaClient(new FakeTransport(), { retry: { attempts: 1 } }, { clock }).listModels({ timeoutMs: 50 }),
    );
    await clock.advance(50);
    expect(await failure).toMatchObject({ code: 'LLM_TIMEOUT', phase: 'attempt' });
  });

  it.each([
    ['<html>', 'web page'],
    ['', 'empty'],
    ['{', 'no JSON'],
  ])('is a ResponseError for %j', async (chunk, says) => {
    const error = await failureOf(deltaClient(new FakeTransport({ chunks: [chunk] })).listModels());
    expect(error).toMatchObject({ code: 'LLM_RESPONSE' });
    expect(error.message).toContain(says);
  });
});

describe('what a wire lacks', () => {
  const lacking: [string, string, (client: Client) => Promise<unknown>][] = [
    ['embed', 'embed', (client) => client.embed({ input: 'x' })],
    ['rerank', 'rerank', (client) => client.rerank({ query: 'x', documents: [] })],
    ['listModels', 'models', (client) => client.listModels()],
  ];
  it.each(lacking)('is told by %s before any request', async (_method, capability, call) => {
    const transport = new FakeTransport(HELLO);
    const client = deltaClient(transport, {}, { wire: { models: undefined, capabilities: ['chat'] } });
    const error = await failureOf(call(client));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', provider: 'delta' });
    expect(error.message).toContain(`"${capability}"`);
    expect(transport.requests).toHaveLength(0);
  });

  it('is told by complete, chat and stream too', async () => {
    const transport = new FakeTransport(HELLO);
    const client = deltaClient(transport, {}, { wire: { capabilities: ['models'] } });
    expect((await failureOf(client.complete('Hi'))).message).toContain('"chat"');
    expect((await failureOf(client.chat([{ role: 'user', content: 'Hi' }]))).message).toContain('"chat"');
    expect((await failureOf(client.stream('Hi').response)).message).toContain('"stream"');
    expect(transport.requests).toHaveLength(0);
  });

  it('is not among the capabilities', () => {
    expect([...deltaClient(new FakeTransport()).capabilities]).toEqual(['chat', 'stream', 'models', 'reasoning', 'tools']);
  });
});

describe('with', () => {
  it('gives a client with some settings changed, on the same transport', async () => {
    const transport = new FakeTransport(HELLO);
    const client = deltaClient(transport, { temperature: 0.5 });
    const other = client.with({ model: 'delta-2', maxTokens: 9 });
    expect([other.model, other.maxTokens, client.model, client.maxTokens]).toEqual(['delta-2', 9, 'delta-1', undefined]);
    await other.complete('Hi');
    expect(JSON.parse(transport.requests[0]?.body ?? '')).toMatchObject({ model: 'delta-2', maxTokens: 9, temperature: 0.5 });
    expect(transport.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it('can be repeated, and refuses what is wrong', () => {
    const client = deltaClient(new FakeTransport()).with({ model: 'a' }).with({ maxTokens: 5 });
    expect([client.model, client.maxTokens]).toEqual(['a', 5]);
    expect(thrownBy(() => client.with({ temperature: -1 })).code).toBe('INVALID_CONFIG');
    expect(thrownBy(() => client.with({ modle: 'a' } as never)).message).toContain('model');
  });

  it('takes undefined for unchanged', () => {
    expect(deltaClient(new FakeTransport(), { model: 'mine' }).with({ model: undefined, maxTokens: 5 }).model).toBe('mine');
  });
});

describe('encode', () => {
  it('tells what would be sent, the key masked, and sends nothing', () => {
    const transport = new FakeTransport(HELLO);
    const client = deltaClient(transport, { headers: { 'x-api-key': 'secret', 'x-team': 'a' } });
    const encoded = client.encode({ prompt: 'Hi', temperature: 0, extraBody: { a: 1 } });
    expect(encoded).toEqual({
      method: 'POST',
      url: 'https://delta.test/v1/chat',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'user-agent': 'plugboard',
        authorization: '***',
        'x-api-key': '***',
        'x-team': 'a',
      },
      body: { model: 'delta-1', messages: [{ role: 'user', content: 'Hi' }], temperature: 0, a: 1 },
    });
    expect(transport.requests).toHaveLength(0);
  });

  it('refuses what complete refuses', () => {
    expect(thrownBy(() => deltaClient(new FakeTransport()).encode([])).code).toBe('INVALID_INPUT');
  });

  it('does not read the key', () => {
    const apiKey = () => {
      throw new Error('read');
    };
    expect(deltaClient(new FakeTransport(), { apiKey }).encode('Hi').headers.authorization).toBe('***');
  });
});

describe('inspection of a client', () => {
  it('shows no key and no config', () => {
    const client = deltaClient(new FakeTransport(), { headers: { 'x-api-key': 'header-secret' } });
    expect(shownOf(client)).not.toMatch(/0123456789|header-secret/);
    expect(shownOf(client.stream(PROMPT))).not.toMatch(/0123456789|swordfish/);
  });
});
