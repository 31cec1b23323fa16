import { describe, expect, it } from '@jest/globals';
import type { Delta } from '../../src/delta.ts';
import { TransportFailure } from '../../src/http/transport.ts';
import type { Wire } from '../../src/provider.ts';
import type { CompletionInput } from '../../src/types.ts';
import { countedSignal } from '../http/servers.ts';
import { deltaClient, KEY } from '../support/delta-client.ts';
import { event, finish, text, usage } from '../support/delta-wire.ts';
import { failureOf, shownOf } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type FakeAnswer, FakeTransport } from '../support/fake-transport.ts';

const HELLO = { chunks: [JSON.stringify([text('Hello'), finish(), usage(3, 2)])] };
const PROMPT = 'the password of the vault is swordfish';

const failing = (answer: FakeAnswer | Error, config = {}, request: CompletionInput = 'Hi') =>
  failureOf(deltaClient(new FakeTransport(answer), { retry: { attempts: 1 }, ...config }).complete(request));

describe('retries', () => {
  /** When each request was sent, in milliseconds of the clock. */
  async function times(answers: (FakeAnswer | Error)[], config: Record<string, unknown> = {}, wire: Partial<Wire> = {}) {
    const clock = new FakeClock();
    const at: number[] = [];
    const fake = new FakeTransport(...answers);
    const transport = {
      send: (...parameters: Parameters<FakeTransport['send']>) => {
        at.push(clock.monotonic());
        return fake.send(...parameters);
      },
    };
    const client = deltaClient(transport as FakeTransport, config, { clock, wire });
    const outcome = client.complete('Hi').then(
      (response) => ({ response, error: undefined }),
      (error) => ({ response: undefined, error }),
    );
    await clock.advance(600_000);
    expect(clock.waiting).toBe(0);
    return { at, ...(await outcome) };
  }

  it('come after waits that double, with jitter', async () => {
    const { at, error } = await times([{ status: 500 }], { retry: { attempts: 4 } });
    expect(at).toEqual([0, 750, 2250, 5250]);
    expect(error).toMatchObject({ code: 'LLM_REQUEST', status: 500, attempts: 4 });
  });

  it('count as attempts in what succeeds', async () => {
    const { at, response } = await times([{ status: 529 }, new TransportFailure('reset', 'cut'), HELLO]);
    expect(at).toHaveLength(3);
    expect(response?.meta).toMatchObject({ status: 200, attempts: 3 });
    expect(response?.meta.latencyMs).toBe(2250);
  });

  it.each([
    [{ 'retry-after-ms': '1234' }, 1234],
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:03 GMT' }, 3000],
  ])('wait as %j demands', async (headers, waitMs) => {
    const { at } = await times([{ status: 429, headers }, HELLO]);
    expect(at).toEqual([0, waitMs]);
  });

  it('wait as the wire reads from the body', async () => {
    const wire = { classify: () => ({ retryAfterMs: 4321 }) };
    expect((await times([{ status: 429 }, HELLO], {}, wire)).at).toEqual([0, 4321]);
  });

  it('wait for what is only guessed no longer than the cap', async () => {
    const guess = (estimatedWaitMs: number) => ({
      classify: () => ({ reason: 'loading' as const, retryable: true, estimatedWaitMs }),
    });
    expect((await times([{ status: 503 }, HELLO], {}, guess(5000))).at).toEqual([0, 5000]);
    expect((await times([{ status: 503 }, HELLO], {}, guess(500_000))).at).toEqual([0, 30_000]);
  });

  it('do not wait longer than maxWaitMs or the deadline allows: the error says how long was asked', async () => {
    const slow = { status: 429, headers: { 'retry-after': '61' } };
    for (const config of [{}, { deadlineMs: 61_000, retry: { maxWaitMs: 100_000 } }]) {
      const { at, error } = await times([slow, HELLO], config);
      expect(at).toEqual([0]);
      expect(error).toMatchObject({ code: 'LLM_RATE_LIMIT', retryAfterMs: 61_000, attempts: 1 });
    }
    expect((await times([slow, HELLO], { retry: { maxWaitMs: 61_000 } })).at).toEqual([0, 61_000]);
  });

  it.each([400, 401, 402, 403, 404, 410, 413, 422, 501])('are not made after %i', async (status) => {
    expect((await times([{ status }, HELLO])).at).toEqual([0]);
  });

  it.each([408, 409, 425, 429, 500, 502, 503, 504, 529])('are made after %i', async (status) => {
    expect((await times([{ status }, HELLO])).at).toHaveLength(2);
  });

  it('obey x-should-retry', async () => {
    expect((await times([{ status: 500, headers: { 'x-should-retry': 'false' } }, HELLO])).at).toHaveLength(1);
    expect((await times([{ status: 400, headers: { 'x-should-retry': 'true' } }, HELLO])).at).toHaveLength(2);
  });

  it('are not made of an answer that can not be read, nor of TLS', async () => {
    expect((await times([{ chunks: ['{'] }, HELLO])).at).toHaveLength(1);
    expect((await times([new TransportFailure('tls', 'bad certificate'), HELLO])).at).toHaveLength(1);
  });

  it('follow a time-out, which names its setting, unless retry.timeouts is off', async () => {
    const silent = { chunks: [], open: true };
    const { at, error } = await times([silent], { timeoutMs: 1000, retry: { minDelayMs: 0 } });
    expect(at).toEqual([0, 1000, 2000]);
    expect(error).toMatchObject({ code: 'LLM_TIMEOUT', phase: 'attempt', attempts: 3 });
    expect(error.message).toMatch(/1000 ms.*raise timeoutMs/);
    expect((await times([silent], { timeoutMs: 1000, retry: { timeouts: false } })).at).toEqual([0]);
  });

  it('end at the deadline, whatever is going on', async () => {
    const { at, error } = await times([{ chunks: [], open: true }], {
      timeoutMs: 1000,
      deadlineMs: 2500,
      retry: { minDelayMs: 0 },
    });
    expect(at).toEqual([0, 1000, 2000]);
    expect(error).toMatchObject({ code: 'LLM_TIMEOUT', phase: 'deadline', retryable: false });
    expect(error.message).toContain('deadlineMs');
  });

  it('are ended by the caller in the middle of a wait', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const transport = new FakeTransport({ status: 503 });
    const failure = failureOf(deltaClient(transport, {}, { clock }).complete('Hi', { signal: controller.signal }));
    await clock.advance(100);
    controller.abort('enough');
    expect(await failure).toMatchObject({ name: 'AbortError', cause: 'enough', attempts: 1, provider: 'delta' });
    expect([clock.waiting, transport.requests.length]).toEqual([0, 1]);
  });

  it('do not put the status of an earlier attempt on a failure of the network', async () => {
    const refused = new TransportFailure('refused', 'nobody there');
    const { error } = await times([{ status: 503, headers: { 'x-request-id': 'req-1' } }, refused], { retry: { attempts: 2 } });
    expect(error).toMatchObject({ code: 'LLM_REQUEST', attempts: 2 });
    expect(error.message).toContain('nobody there');
    expect([error.status, error.requestId]).toEqual([undefined, undefined]);
  });

  it('sends nothing for a signal that is aborted already', async () => {
    const transport = new FakeTransport(HELLO);
    const failure = await failureOf(deltaClient(transport).complete('Hi', { signal: AbortSignal.abort() }));
    expect(failure.code).toBe('CONTEXT_CANCELED');
    expect(transport.requests).toHaveLength(0);
  });

  it('keep nothing of a signal after success', async () => {
    const clock = new FakeClock();
    const { controller, listeners } = countedSignal();
    await deltaClient(new FakeTransport(HELLO), { deadlineMs: 5000 }, { clock }).complete('Hi', { signal: controller.signal });
    expect([listeners(), clock.waiting]).toEqual([0, 0]);
  });
});

describe('an answer that is none', () => {
  it.each<[string, FakeAnswer, string]>([
    ['HTML with its type', { headers: { 'content-type': 'text/html' }, chunks: ['<html>'] }, 'web page.*baseURL'],
    ['HTML without its type', { chunks: ['\n<!DOCTYPE html>'] }, 'web page.*baseURL'],
    ['nothing', { chunks: [] }, 'empty'],
    ['white space', { chunks: ['\n \n'] }, 'empty'],
    ['204', { status: 204 }, 'empty'],
    ['truncated JSON', { chunks: ['[{"type":"te'] }, 'no JSON, or cut off'],
    ['JSON and more', { chunks: ['[]x'] }, 'no JSON'],
    ['NaN', { chunks: ['NaN'] }, 'no JSON'],
    ['other JSON', { chunks: ['{"ok":true}'] }, 'none that this API gives'],
    ['null', { chunks: ['null'] }, 'none that this API gives'],
    ['a string', { chunks: ['"Hello"'] }, 'none that this API gives'],
    ['no delta', { chunks: ['[]'] }, 'none that this API gives'],
  ])('is a ResponseError: %s', async (_what, answer, says) => {
    const error = await failing(answer);
    expect(error).toMatchObject({ code: 'LLM_RESPONSE', name: 'ResponseError', retryable: false, attempts: 1 });
    expect(error).toMatchObject({ status: answer.status ?? 200, provider: 'delta', model: 'delta-1' });
    expect(error.message).toMatch(new RegExp(`^\\[delta\\] .*${says}`));
  });

  it.each<[Delta, object]>([
    [
      { type: 'error', message: 'too busy', status: 529 },
      { code: 'LLM_REQUEST', reason: 'overloaded', retryable: true },
    ],
    [
      { type: 'error', message: 'bad key', status: 401 },
      { code: 'INVALID_CONFIG', reason: 'invalid_key' },
    ],
    [{ type: 'error', reason: 'context_length' }, { name: 'ContextLengthError' }],
    [
      { type: 'error', status: 429, retryAfterMs: 5 },
      { code: 'LLM_RATE_LIMIT', retryAfterMs: 5 },
    ],
  ])('is what the error inside says: %j', async (delta, expected) => {
    expect(await failing({ chunks: [JSON.stringify([text('Hel'), delta])] })).toMatchObject(expected);
  });

  it('is no success where it is broken off', async () => {
    const error = await failing({ chunks: ['[', new TransportFailure('reset', 'closed in the middle')] });
    expect(error).toMatchObject({ code: 'LLM_REQUEST', retryable: true });
  });

  it('names the provider, the place and the hint for an address that leads nowhere', async () => {
    const error = await failing({ status: 404, chunks: ['"no such page"'] });
    expect(error).toMatchObject({ code: 'LLM_REQUEST', reason: 'bad_route' });
    expect(error.message).toMatch(/https:\/\/delta\.test\/v1\/chat.*baseURL/);
  });

  it('names the variable for a key that is refused', async () => {
    expect((await failing({ status: 401 })).message).toContain('DELTA_API_KEY');
  });
});

describe('an error', () => {
  const leaky = (words: string): FakeAnswer => ({ status: 400, chunks: [JSON.stringify(words)] });

  it('shows neither key nor prompt that the provider repeats, in any form', async () => {
    for (const echo of [KEY, `Bearer ${KEY}`, Buffer.from(KEY).toString('base64'), PROMPT, JSON.stringify(PROMPT)]) {
      const error = await failing(leaky(`you sent ${echo} and that is wrong`), {}, PROMPT);
      expect(error.message).toContain('you sent');
      expect(shownOf(error)).not.toMatch(/0123456789|MDEyMzQ1|swordfish/);
    }
  });

  it('does not show a key that is a header of the config or of the call', async () => {
    const config = { headers: { 'x-api-key': 'config-secret-1' }, retry: { attempts: 1 } };
    const options = { headers: { 'X-Proxy-Token': 'call-secret-2', Authorization: 'Bearer call-secret-3' } };
    for (const secret of ['config-secret-1', 'call-secret-2', 'call-secret-3']) {
      for (const answer of [
        leaky(`wrong: ${secret}`),
        { chunks: [JSON.stringify([{ type: 'error', message: `wrong: ${secret}` }])] },
      ]) {
        const error = await failureOf(deltaClient(new FakeTransport(answer), config).complete('Hi', options));
        expect(error.message).toContain('wrong');
        expect(shownOf(error)).not.toContain(secret);
      }
    }
  });

  it('does not show a key that was rotated away, nor one of a stream', async () => {
    let reads = 0;
    const apiKey = () => `rotating-key-${++reads}`;
    const transport = new FakeTransport(HELLO, leaky('rotating-key-1 is gone, rotating-key-2 is wrong'));
    const client = deltaClient(transport, { apiKey });
    await client.complete('Hi');
    expect((await failureOf(client.complete('Hi'))).message).not.toMatch(/rotating-key/);
    const chunks = [event(text('x')), event({ type: 'error', message: `${KEY} ${PROMPT}` })];
    const error = await failureOf(deltaClient(new FakeTransport({ chunks })).stream(PROMPT).response);
    expect(error.code).toBe('STREAM_READ');
    expect(shownOf(error)).not.toMatch(/0123456789|swordfish/);
  });

  it('shows nothing of a body that can not be read', async () => {
    for (const chunks of [[`{"echo":"${PROMPT}`], [`<html>${PROMPT}`], [`{"echo":"${PROMPT}"}`]]) {
      expect(shownOf(await failing({ chunks }, {}, PROMPT))).not.toContain('swordfish');
    }
  });

  it('caps and straightens what the provider says', async () => {
    const { message } = await failing(leaky(`first\r\n\tsecond ${'x'.repeat(5000)}`));
    expect(message).toContain('first second');
    expect(message.length).toBeLessThan(700);
  });

  it('reads no more of a giant error body than it needs', async () => {
    const transport = new FakeTransport({ status: 500, chunks: Array.from({ length: 1000 }, () => 'x'.repeat(10_000)) });
    await failureOf(deltaClient(transport, { retry: { attempts: 1 } }).complete('Hi'));
    expect(transport.read).toBeLessThan(10);
    expect(transport.closed).toBe(1);
  });

  it('of a defect is ours, without what was thrown', async () => {
    const error = await failing(new TypeError(`Bearer ${KEY}`));
    expect(error).toMatchObject({ code: 'INTERNAL_ERROR' });
    expect(shownOf(error)).not.toContain(KEY);
  });
});

describe('a refused connection', () => {
  const wire = { unreachable: 'Start it with `delta serve`' };
  const transport = (kind: TransportFailure['kind']) => new FakeTransport(new TransportFailure(kind, 'nobody there'));

  it('tells what the wire says to do, whole, streamed and as the reason of not being available', async () => {
    const client = deltaClient(transport('refused'), { retry: { attempts: 1 } }, { wire });
    const failures = [await failureOf(client.complete('Hi')), await failureOf(client.stream('Hi').response)];
    for (const error of failures) {
      expect(error).toMatchObject({ code: 'LLM_REQUEST', retryable: true, message: `[delta] nobody there. ${wire.unreachable}` });
    }
    expect(await client.checkAvailability()).toMatchObject({ available: false, reason: failures[0]?.message });
  });

  it('is told alone where the wire says nothing, and so is any other failure', async () => {
    const options = { retry: { attempts: 1 } };
    const silent = deltaClient(transport('refused'), options);
    const dns = deltaClient(transport('dns'), options, { wire });
    for (const client of [silent, dns]) expect((await failureOf(client.complete('Hi'))).message).toBe('[delta] nobody there');
  });
});

describe('a request id', () => {
  it('that echoes the key is told without it, in answers and in errors', async () => {
    const headers = { 'x-request-id': `req-${KEY}` };
    const answer = await deltaClient(new FakeTransport({ headers, chunks: ['[{"type":"text","text":"Hi"}]'] })).complete('Hi');
    expect(answer.meta.requestId).toBe('req-[redacted]');
    const error = await deltaClient(new FakeTransport({ headers, status: 400 }))
      .complete('Hi')
      .catch((refused) => refused);
    expect(error.requestId).toBe('req-[redacted]');
  });
});
