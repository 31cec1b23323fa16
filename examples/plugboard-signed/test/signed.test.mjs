import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inspect } from 'node:util';
import { ProviderRegistry } from 'plugboard';
import { describeProvider } from 'plugboard/testing';
import { Signed } from '../index.js';
import { startServer } from '../server.js';
import { SECRET as HEADER, sign } from '../sign.js';

const SECRET = 'a-secret-of-team-7';

let server;

before(async () => {
  server = await startServer({ 'team-7': SECRET });
});

after(() => server.close());

function create(config = {}, options = {}) {
  const registry = new ProviderRegistry({ env: {}, ...options });
  registry.register(Signed);
  return registry.create('signed', { apiKey: SECRET, keyId: 'team-7', baseURL: server.baseURL, ...config });
}

describe('signed', () => {
  it('answers whole and streamed, as the server takes its signature', async () => {
    const whole = await create().complete('Hello');
    assert.equal(whole.content, 'You said: Hello');
    const streamed = await create().stream('Hello').response;
    assert.deepEqual([streamed.content, streamed.usage, streamed.finishReason], [whole.content, whole.usage, 'stop']);
    assert.deepEqual(
      (await create().listModels()).map(({ id }) => id),
      ['signed-1'],
    );
  });

  it('never sends the secret', async () => {
    await create().complete('Hello');
    assert.ok(!inspect(server.requests, { depth: null }).includes(SECRET));
  });

  it('signs each body anew', async () => {
    server.requests.length = 0;
    await Promise.all([create().complete('one'), create().complete('two')]);
    const [one, two] = server.requests.map(({ headers }) => headers['x-signed-signature']);
    assert.match(one, /^[0-9a-f]{64}$/);
    assert.notEqual(one, two);
  });

  it('signs method, path, query, time and body, as the reference shows', () => {
    const request = { method: 'POST', url: 'https://api.signed.example/v1/answers?a=b', body: '{"says":"wörld"}' };
    const signed = sign({ ...request, headers: { accept: '*/*', [HEADER]: SECRET } }, 1_700_000_000_999);
    const signature = '955bf52a58a0cc7f8541d1b8220bcb09862774c729f941388f0ccd09dc1f1be5';
    const headers = { accept: '*/*', 'x-signed-time': '1700000000', 'x-signed-signature': signature };
    assert.deepEqual(signed, { ...request, headers });
  });

  it('signs each attempt at its own time', async () => {
    let now = 0;
    const clock = {
      now: () => ++now * 1000,
      monotonic: () => performance.now(),
      schedule(callback, ms) {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      },
    };
    const sent = [];
    const transport = {
      async send({ headers }) {
        sent.push(headers['x-signed-time'], headers['x-signed-signature']);
        return { status: 503, headers: {}, body: (async function* () {})() };
      },
    };
    const client = create({ retry: { attempts: 2, minDelayMs: 1 } }, { clock, transport });
    await assert.rejects(client.complete('Hello'), { status: 503 });
    assert.equal(new Set(sent).size, 4);
  });

  it('is refused with another secret, another key, or at another time', async () => {
    const refused = (words) => ({ code: 'INVALID_CONFIG', status: 401, message: words });
    await assert.rejects(create({ apiKey: 'another-secret' }).complete('Hello'), refused(/does not fit/));
    await assert.rejects(create({ keyId: 'team-8' }).complete('Hello'), refused(/not known/));
    const clock = { now: () => 0, monotonic: () => performance.now(), schedule: () => () => {} };
    await assert.rejects(create({}, { clock }).complete('Hello'), refused(/too old/));
  });

  it('shows the secret in no error, no inspection and no dry run', async () => {
    const client = create({ keyId: 'team-8' });
    const error = await client.complete('Hello').catch((failure) => failure);
    const shown = inspect([error, client, client.encode('Hello')], { depth: null, showHidden: true });
    assert.ok(!shown.includes(SECRET));
  });
});

const event = (data) => `data: ${JSON.stringify(data)}\n\n`;

// Held to the contract of all providers, on what the API's reference shows.
describeProvider(
  {
    plugin: Signed,
    config: { keyId: 'team-7' },
    asksForStream: ({ body }) => body?.live === true,
    fixtures: [
      {
        name: 'a greeting',
        request: { prompt: 'Say hello.', maxTokens: 9, temperature: 0, stop: ['!'] },
        frames: [
          event({ id: 'a1', model: 'signed-1' }),
          event({ says: 'Hel' }),
          event({ says: 'lo, wörld' }),
          event({ counted: { read: 3, written: 2 }, ended: 'done' }),
        ],
        body: { id: 'a1', model: 'signed-1', says: 'Hello, wörld', counted: { read: 3, written: 2 }, ended: 'done' },
        expect: {
          id: 'a1',
          model: 'signed-1',
          content: 'Hello, wörld',
          finishReason: 'stop',
          rawFinishReason: 'done',
          usage: { promptTokens: 3, completionTokens: 2 },
        },
        sent: {
          path: '/answers',
          headers: { 'x-signed-id': 'team-7', 'x-signed-time': /^\d+$/ },
          body: { turns: [{ by: 'user', says: 'Say hello.' }], most_tokens: 9, heat: 0, stop_at: ['!'] },
        },
      },
      {
        name: 'an answer that is cut off',
        request: { prompt: 'Tell a story.', maxTokens: 2 },
        frames: [
          event({ id: 'a2', model: 'signed-1' }),
          event({ says: 'Once' }),
          event({ counted: { read: 4, written: 2 }, ended: 'cut' }),
        ],
        body: { id: 'a2', model: 'signed-1', says: 'Once', counted: { read: 4, written: 2 }, ended: 'cut' },
        expect: { content: 'Once', finishReason: 'length', usage: { promptTokens: 4, completionTokens: 2 } },
      },
    ],
    errors: [
      {
        status: 401,
        body: { wrong: { kind: 'signature', words: 'the signature does not fit' } },
        expect: { code: 'INVALID_CONFIG', message: 'the signature does not fit', retryable: false },
      },
      {
        status: 429,
        body: { wrong: { kind: 'limit', words: 'slower, please' } },
        expect: { code: 'LLM_RATE_LIMIT', message: 'slower, please', retryable: true },
      },
      {
        frame: event({ wrong: { kind: 'busy', words: 'all machines are busy' } }),
        expect: { code: 'LLM_REQUEST', message: 'all machines are busy' },
      },
    ],
  },
  { describe, it },
);
