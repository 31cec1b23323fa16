import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CanceledError, InvalidInputError, RateLimitError, StreamInterruptedError } from '../../src/errors.ts';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { eventually } from '../../src/testing/checks.ts';
import type { Client } from '../../src/types.ts';
import { failureOf } from '../support/failure.ts';

const POLICY = fileURLToPath(new URL('./first-that-answers.ts', import.meta.url));
const DOWN = { status: 503 };

let folder: string;
let one: Simulator;
let two: Simulator;
let registry: ProviderRegistry;
let policy: Client;

const asked = () => [one.requests.length, two.requests.length];

/** A policy over two clients of a config file, each with a server of its own. */
beforeEach(async () => {
  [one, two, folder] = await Promise.all([startSimulator(), startSimulator(), mkdtemp(join(tmpdir(), 'plugboard-policy-'))]);
  const path = join(folder, 'plugboard.json');
  const common = { apiKey: 'any-key', retry: { attempts: 1 } };
  const clients = {
    both: { provider: 'first-that-answers', of: ['quick', 'careful'] },
    quick: { ...common, provider: 'cohere', baseURL: one.baseURL('cohere') },
    careful: { ...common, provider: 'anthropic', baseURL: two.baseURL('anthropic') },
    lost: { provider: 'first-that-answers', of: ['quick', 'carefull'] },
  };
  await writeFile(path, JSON.stringify({ plugins: [POLICY], default: 'both', clients }));
  registry = await ProviderRegistry.fromConfigFile(path, { env: {} });
  policy = registry.client();
});

afterEach(async () => {
  await Promise.all([one.close(), two.close(), rm(folder, { recursive: true })]);
});

describe('a policy over other clients', () => {
  it('gives the answer of the first', async () => {
    const { content, provider } = await policy.complete('Hello');
    expect(provider).toBe('cohere');
    expect(content).toMatch(/^Simulated/);
    expect((await policy.stream('Hello').response).content).toBe(content);
    expect(asked()).toEqual([2, 0]);
  });

  it('gives the answer of the second where the first fails, whole and as a stream', async () => {
    one.scenario = DOWN;
    const whole = await policy.complete('Hello');
    const stream = policy.stream('Hello');
    let text = '';
    for await (const event of stream) if (event.type === 'text') text += event.text;
    expect([whole.provider, (await policy.stream('Hello').response).provider]).toEqual(['anthropic', 'anthropic']);
    expect(text).toBe(whole.content);
    expect(asked()).toEqual([3, 3]);
  });

  it('asks the very clients that the file names', async () => {
    expect(policy.model).toBe(registry.client('quick').model);
    expect(policy.encode('Hello').url).toBe(registry.client('quick').encode('Hello').url);
    expect((await policy.with({ model: 'another' }).complete('Hello')).model).toBe('another');
    expect(() => registry.client('lost')).toThrow(/carefull.*careful/);
  });

  it('lets errors pass: the last one, or one that nobody answers better', async () => {
    one.scenario = DOWN;
    two.scenario = { status: 429, headers: { 'retry-after': '7' } };
    for (const failure of [policy.complete('Hello'), policy.stream('Hello').response]) {
      const error = await failureOf(failure);
      expect(error).toBeInstanceOf(RateLimitError);
      expect(error).toMatchObject({ provider: 'anthropic', retryAfterMs: 7000 });
    }
    expect(asked()).toEqual([2, 2]);
    expect(await failureOf(policy.complete({ messages: [] }))).toBeInstanceOf(InvalidInputError);
    expect(asked()).toEqual([2, 2]);
  });

  it('lets the failure of a stream that has told something pass, with the answer so far', async () => {
    one.scenario = { break: 'cut', after: 3 };
    const error = await failureOf(policy.stream('Hello').response);
    expect(error).toBeInstanceOf(StreamInterruptedError);
    expect(error.partial?.content).not.toBe('');
    expect(asked()).toEqual([1, 0]);
  });

  it('lets the end of a call by its caller pass, whole and as a stream', async () => {
    one.scenario = { delayMs: Number.POSITIVE_INFINITY };
    const caller = new AbortController();
    const { signal } = caller;
    const calls = [policy.complete('Hello', { signal }), policy.stream('Hello', { signal }).response].map(failureOf);
    await eventually('both are asked', () => one.requests.length === 2);
    caller.abort();
    for (const error of await Promise.all(calls)) expect(error).toBeInstanceOf(CanceledError);
    expect(asked()).toEqual([2, 0]);
  });

  it('asks nobody for a stream that is aborted before it is read', async () => {
    const stream = policy.stream('Hello');
    stream.abort();
    expect(await failureOf(stream.response)).toBeInstanceOf(CanceledError);
    expect(asked()).toEqual([0, 0]);
  });

  it('closes the connection of a stream that is left, or aborted', async () => {
    one.scenario = { break: 'stall', after: 2 };
    for await (const event of policy.stream('Hello')) if (event.type === 'text') break;
    const aborted = policy.stream('Hello');
    const reading = failureOf(aborted.response);
    await eventually('it is asked again', () => one.requests.length === 2);
    aborted.abort();
    expect(await reading).toBeInstanceOf(CanceledError);
    await eventually('no connection is open', () => one.openConnections === 0);
    expect(asked()).toEqual([2, 0]);
  });
});
