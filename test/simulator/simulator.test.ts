import { once } from 'node:events';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { APIS, ASKS, ask, send, streamedText, wholeText } from './ask.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(() => simulator.close());

describe('startSimulator', () => {
  it('tells the baseURL of each API', () => {
    expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(simulator.baseURL('anthropic')).toBe(`${simulator.url}/anthropic/v1`);
    expect(simulator.baseURL('cohere')).toBe(`${simulator.url}/cohere/v2`);
    expect(simulator.baseURL('cohere-v1')).toBe(`${simulator.url}/cohere/v1`);
    expect(simulator.baseURL('huggingface')).toBe(`${simulator.url}/huggingface/v1`);
    expect(simulator.baseURL('openai')).toBe(`${simulator.url}/openai/v1`);
    expect(simulator.baseURL('azure-openai')).toBe(`${simulator.url}/azure-openai`);
    expect(simulator.baseURL('huggingface-text-generation')).toBe(`${simulator.url}/huggingface/hf-inference`);
  });

  it('throws when the port is taken', async () => {
    const port = Number(new URL(simulator.url).port);
    await expect(startSimulator({ port })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining(`port ${port}`),
    });
  });

  it.each(APIS)('%s gives the same text whole and streamed, and the same each time', async (api) => {
    const whole = await ask(simulator, api);
    const streamed = await ask(simulator, api, { stream: true });
    expect([whole.status, streamed.status]).toEqual([200, 200]);
    expect(streamedText(api, streamed.text)).toBe(wholeText(api, whole.text));
    expect((await ask(simulator, api)).text).toBe(whole.text);
    expect((await ask(simulator, api, { stream: true })).text).toBe(streamed.text);
  });

  it('gives the same text on every wire, in every simulator of the same seed', async () => {
    const other = await startSimulator({ seed: 2 });
    const again = await startSimulator({ seed: 1 });
    const text = async (from: Simulator, api: (typeof APIS)[number]) => wholeText(api, (await ask(from, api)).text);
    const texts = new Set(await Promise.all(APIS.map((api) => text(simulator, api))));
    expect(texts).toEqual(new Set([await text(again, 'cohere')]));
    expect(texts).not.toEqual(new Set([await text(other, 'cohere')]));
    await Promise.all([other.close(), again.close()]);
  });

  it('gives every request an id of its own', async () => {
    const ids = [await ask(simulator, 'anthropic'), await ask(simulator, 'anthropic')].map(
      ({ headers }) => headers['request-id'],
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('records what it was sent, the key masked', async () => {
    await ask(simulator, 'anthropic');
    await send(simulator, '/cohere/v1/models?page=2', { method: 'GET', headers: { authorization: 'Bearer secret-key' } });
    await send(simulator, ASKS.cohere.path, { headers: ASKS.cohere.headers, body: '{"cut' });
    expect(simulator.requests).toMatchObject([
      { method: 'POST', path: '/anthropic/v1/messages', headers: { 'x-api-key': '***' }, body: ASKS.anthropic.body },
      { method: 'GET', path: '/cohere/v1/models?page=2', headers: { authorization: 'Bearer ***' }, body: undefined },
      { body: '{"cut' },
    ]);
    expect(JSON.stringify(simulator.requests)).not.toContain('secret-key');
  });

  it('counts connections, and those that are reused once', async () => {
    const socket = await connect();
    for (let left = 3; left > 0; left -= 1) {
      socket.write('GET /huggingface/v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n');
      await once(socket, 'data');
    }
    expect([simulator.requests.length, simulator.connectionsAccepted, simulator.openConnections]).toEqual([3, 1, 1]);
    socket.destroy();
    await until(() => simulator.openConnections === 0);
    await ask(simulator, 'cohere');
    expect(simulator.connectionsAccepted).toBe(2);
  });

  it('sees at once that a client went away, in the middle of an answer and of a question', async () => {
    simulator.scenario = { delayMs: Number.POSITIVE_INFINITY };
    const sockets = [await connect(), await connect()];
    sockets[0]?.write('GET /huggingface/v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n');
    sockets[1]?.write('POST /cohere/v2/chat HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n{');
    await until(() => simulator.requests.length === 1);
    expect(simulator.openConnections).toBe(2);
    for (const socket of sockets) socket.destroy();
    await until(() => simulator.openConnections === 0);
    expect(simulator.requests).toHaveLength(1);
  });

  it('closes at once what still hangs', async () => {
    simulator.scenario = { delayMs: Number.POSITIVE_INFINITY };
    const hanging = ask(simulator, 'cohere');
    await until(() => simulator.requests.length === 1);
    await simulator.close();
    await expect(hanging).rejects.toThrow('socket hang up');
    expect(simulator.openConnections).toBe(0);
  });

  it('starts with a scenario, and takes another while it runs', async () => {
    const failing = await startSimulator({ scenario: { status: 500 } });
    expect((await ask(failing, 'cohere')).status).toBe(500);
    failing.scenario = ({ path }) => (path.startsWith('/cohere') ? { status: 503 } : undefined);
    expect((await ask(failing, 'cohere')).status).toBe(503);
    expect((await ask(failing, 'anthropic')).status).toBe(200);
    failing.scenario = undefined;
    expect(failing.scenario).toBeUndefined();
    expect((await ask(failing, 'cohere')).status).toBe(200);
    await failing.close();
  });

  it('says so when the scenario throws', async () => {
    simulator.scenario = () => {
      throw new Error('no such luck');
    };
    expect(await ask(simulator, 'cohere')).toMatchObject({ status: 500, text: 'The scenario failed: Error: no such luck' });
  });

  it('remembers no more bodies than it should, and answers rightly after', async () => {
    const first = await ask(simulator, 'cohere');
    for (let seed = 0; seed < 70; seed += 1) await ask(simulator, 'cohere', { seed });
    expect((await ask(simulator, 'cohere')).text).toBe(first.text);
  });

  it('says what is served where nothing is', async () => {
    const { status, text } = await send(simulator, '/nowhere/v1/models', { method: 'GET' });
    expect(status).toBe(404);
    expect(text).toContain('/anthropic/v1');
  });
});

/** A bare socket, which reuses and closes itself as the test says. */
async function connect(): Promise<Socket> {
  const socket = new Socket().connect(Number(new URL(simulator.url).port), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** Looks again at each turn of the event loop; the test's own limit ends what never comes. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}
