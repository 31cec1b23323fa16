import { describe, expect, it } from '@jest/globals';
import { TransportFailure } from '../../src/http/transport.ts';
import type { Wire } from '../../src/provider.ts';
import { deltaClient, KEY } from '../support/delta-client.ts';
import { FakeClock, settle } from '../support/fake-clock.ts';
import { type FakeAnswer, FakeTransport } from '../support/fake-transport.ts';

const MODELS = { chunks: ['{"data":[]}'] };

async function check(answer: FakeAnswer | Error, wire: Partial<Wire> = {}, config: Record<string, unknown> = {}) {
  const transport = new FakeTransport(answer);
  const client = deltaClient(transport, config, { wire });
  const told = await client.checkAvailability();
  expect(await client.isAvailable()).toBe(told.available);
  expect(transport.requests.length).toBeLessThanOrEqual(2);
  expect(JSON.stringify(told)).not.toContain(KEY);
  return { ...told, requests: transport.requests };
}

describe('checkAvailability', () => {
  it('asks for the list of models, with the key and without a body', async () => {
    const { requests, latencyMs, ...told } = await check(MODELS);
    expect(told).toEqual({ available: true, keyChecked: true });
    expect(latencyMs).toBeGreaterThanOrEqual(0);
    expect(requests[0]).toMatchObject({ method: 'GET', url: 'https://delta.test/v1/models', body: undefined });
    expect(requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it.each<[FakeAnswer | Error, boolean, string]>([
    [{ status: 401, chunks: ['"bad key"'] }, true, 'API key was refused'],
    [{ status: 403 }, true, 'lacks permission'],
    [{ status: 404 }, false, 'baseURL'],
    [{ status: 429, headers: { 'retry-after': '1' } }, false, 'too many requests'],
    [{ status: 500 }, false, 'HTTP 500'],
    [{ status: 301, headers: { location: 'https://elsewhere.test' } }, false, 'redirect'],
    [{ status: 200, headers: { 'content-type': 'text/html' }, chunks: ['<html>'] }, false, 'web page'],
    [new TransportFailure('refused', '127.0.0.1:1 refuses connections', 'ECONNREFUSED'), false, 'refuses connections'],
    [new TransportFailure('dns', 'the name of delta.test could not be looked up', 'ENOTFOUND'), false, 'looked up'],
    [new TransportFailure('tls', 'no secure connection', 'CERT_HAS_EXPIRED'), false, 'no secure connection'],
    [new TransportFailure('connect-timeout', 'no connection'), false, 'connectTimeoutMs'],
    [{ chunks: [new TransportFailure('reset', 'closed in the middle')] }, false, 'closed in the middle'],
    [new TypeError('a defect'), false, 'unexpected TypeError'],
  ])('says of %p why not, and asks once', async (answer, keyChecked, reason) => {
    const told = await check(answer);
    expect(told).toMatchObject({ available: false, keyChecked });
    expect(told.reason).toContain(reason);
    expect(told.requests).toHaveLength(2);
  });

  it('does not claim to have checked a key in what is public', async () => {
    const told = await check(MODELS, { probe: () => ({ path: 'https://public.test/models', checksKey: false }) });
    expect(told).toMatchObject({ available: true, keyChecked: false });
    expect(told.reason).toContain('public');
    expect(told.requests[0]?.url).toBe('https://public.test/models');
  });

  it('says so where nothing could be asked for free', async () => {
    const told = await check(MODELS, { models: undefined });
    expect(told).toMatchObject({ available: false, keyChecked: false });
    expect(told.requests).toHaveLength(0);
  });

  it('tells of a key that can not be read', async () => {
    const told = await check(
      MODELS,
      {},
      {
        apiKey: () => {
          throw new Error(KEY);
        },
      },
    );
    expect(told).toMatchObject({ available: false, keyChecked: false });
    expect(told.reason).toContain('apiKey');
  });

  it('never throws: not for a signal that is aborted, nor for bad options, nor for a broken wire', async () => {
    const client = deltaClient(new FakeTransport(MODELS));
    expect(await client.checkAvailability({ signal: AbortSignal.abort() })).toMatchObject({
      available: false,
      keyChecked: false,
    });
    expect((await client.checkAvailability({ timeoutMs: -1 })).reason).toContain('timeoutMs');
    expect(await client.isAvailable(null as never)).toBe(false);
    const broken = () => {
      throw new TypeError('a defect');
    };
    expect(await deltaClient(new FakeTransport(MODELS), {}, { wire: { probe: broken } }).isAvailable()).toBe(false);
    const models = { path: broken, decode: () => [] };
    expect(await deltaClient(new FakeTransport(MODELS), {}, { wire: { models } }).isAvailable()).toBe(false);
  });

  it('is canceled while it asks', async () => {
    const controller = new AbortController();
    const told = deltaClient(new FakeTransport()).checkAvailability({ signal: controller.signal });
    await settle();
    controller.abort();
    expect((await told).reason).toContain('canceled');
  });

  it('gives up after its time-out, and names the setting', async () => {
    const clock = new FakeClock();
    const client = deltaClient(new FakeTransport(), { timeoutMs: 5000 }, { clock });
    const told = client.checkAvailability();
    await clock.advance(5000);
    expect(await told).toMatchObject({ available: false, latencyMs: 5000, reason: expect.stringContaining('timeoutMs') });
    const sooner = client.checkAvailability({ timeoutMs: 100 });
    await clock.advance(100);
    expect((await sooner).latencyMs).toBe(100);
    expect(clock.waiting).toBe(0);
  });

  it('is not there where what is answered is no list of models', async () => {
    for (const odd of [{ status: 204 }, { chunks: ['OK'] }, { chunks: ['{}'] }, { chunks: ['null'] }]) {
      const { available, reason } = await check(odd);
      expect([available, typeof reason]).toEqual([false, 'string']);
    }
  });
});
