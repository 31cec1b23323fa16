import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { type Api, ask, askAll, eventsOf, type Good, type Loose } from './ask.ts';

let simulator: Simulator;
let good: Good;

beforeAll(async () => {
  simulator = await startSimulator();
  good = await askAll(simulator);
});
beforeEach(() => {
  simulator.scenario = undefined;
});
afterAll(() => simulator.close());

describe('a fault instead of the answer', () => {
  it('fails as often as it says, then succeeds', async () => {
    simulator.scenario = { status: 529, times: 2 };
    const statuses = [];
    for (let left = 3; left > 0; left -= 1) statuses.push((await ask(simulator, 'anthropic')).status);
    expect(statuses).toEqual([529, 529, 200]);
  });

  it.each<[Api, number, unknown]>([
    ['anthropic', 429, { type: 'error', error: { type: 'rate_limit_error' } }],
    ['anthropic', 529, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }],
    ['anthropic', 500, { type: 'error', error: { type: 'api_error', message: 'Internal server error' } }],
    ['cohere', 429, { message: expect.stringContaining('Trial key') }],
    ['cohere', 500, { id: expect.any(String), message: 'internal server error' }],
    ['cohere-v1', 401, { message: 'invalid api token' }],
    ['huggingface', 503, { error: expect.stringContaining('is currently loading'), estimated_time: 20 }],
    ['huggingface', 429, { error: expect.stringContaining('rate limited') }],
    ['huggingface-text-generation', 429, { error: 'Model is overloaded', error_type: 'overloaded' }],
    ['huggingface-text-generation', 424, { error: 'Request failed during generation', error_type: 'generation' }],
  ])("%s %i has the provider's own body", async (api, status, body) => {
    simulator.scenario = { status };
    const reply = await ask(simulator, api);
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.text)).toMatchObject(body as object);
  });

  it('carries any headers, over the own ones', async () => {
    simulator.scenario = { status: 429, headers: { 'Retry-After': '7', 'Content-Type': 'application/problem+json' } };
    const { headers } = await ask(simulator, 'cohere');
    expect(headers).toMatchObject({ 'retry-after': '7', 'content-type': 'application/problem+json' });
  });

  it('adds headers to a good answer', async () => {
    simulator.scenario = { headers: { 'retry-after': '1' } };
    const { status, headers } = await ask(simulator, 'cohere');
    expect([status, headers['retry-after']]).toEqual([200, '1']);
  });

  it('sends a string as it is, and anything else as JSON', async () => {
    simulator.scenario = [
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' },
      { status: 200, body: '' },
      { status: 200, body: '{"cut' },
      { status: 500, body: { detail: 'broken' } },
      { status: 204 },
    ];
    const texts = [];
    for (let left = 5; left > 0; left -= 1) texts.push((await ask(simulator, 'cohere')).text);
    expect(texts).toEqual(['<html>', '', '{"cut', '{"detail":"broken"}', '']);
  });

  it('redirects', async () => {
    simulator.scenario = { status: 307, headers: { location: 'https://elsewhere.example/' } };
    const { status, headers } = await ask(simulator, 'cohere');
    expect([status, headers.location]).toEqual([307, 'https://elsewhere.example/']);
  });

  it('closes the socket before the headers', async () => {
    simulator.scenario = { cutBeforeHeaders: true };
    await expect(ask(simulator, 'cohere')).rejects.toThrow('socket hang up');
  });

  it('waits before the headers', async () => {
    simulator.scenario = { delayMs: 5 };
    expect((await ask(simulator, 'cohere')).status).toBe(200);
  });
});

describe('other ways to send', () => {
  it.each([
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
  ] as const)('compresses with %s', async (encoding, decompress) => {
    for (const stream of [false, true]) {
      simulator.scenario = { compress: true };
      const { headers, bytes } = await ask(simulator, 'anthropic', { stream }, { 'accept-encoding': `deflate, ${encoding}` });
      expect(headers['content-encoding']).toBe(encoding);
      expect(decompress(bytes).toString()).toBe(good.anthropic[stream ? 'streamed' : 'whole'].text);
    }
  });

  it('does not compress for who does not ask for it', async () => {
    simulator.scenario = { compress: true };
    const { headers, text } = await ask(simulator, 'anthropic');
    expect(headers['content-encoding']).toBeUndefined();
    expect(text).toBe(good.anthropic.whole.text);
  });

  it('keeps the socket open after the finish', async () => {
    simulator.scenario = { keepOpen: true };
    const { path, headers, body } = {
      path: '/cohere/v1/chat',
      headers: { authorization: 'Bearer any' },
      body: { message: 'hi', stream: true },
    };
    const gone = new AbortController();
    const answer = await fetch(simulator.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: gone.signal,
    });
    let text = '';
    await expect(
      (async () => {
        for await (const chunk of answer.body as Loose) {
          text += Buffer.from(chunk).toString();
          if (text.includes('stream-end')) setImmediate(() => gone.abort());
        }
      })(),
    ).rejects.toThrow('aborted');
    expect(eventsOf(text).at(-1)).toMatchObject({ event_type: 'stream-end', finish_reason: 'COMPLETE' });
  });
});
