import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Hooks, ObservedRequest, ObservedResponse } from '../../src/http/hooks.ts';
import { createObserve } from '../../src/http/observed-transport.ts';
import { type HttpAnswer, type HttpRequest, TransportFailure } from '../../src/http/transport.ts';
import { shownOf } from '../support/failure.ts';
import { FakeClock, settle } from '../support/fake-clock.ts';
import type { FakeAnswer } from '../support/fake-transport.ts';
import { KEY, observe, read, request } from '../support/observe.ts';

const MIB = 1024 * 1024;
const { signal } = new AbortController();

/** What `onResponse` is told of an answer that is read to its end. */
async function told(answer: FakeAnswer, asked: Partial<HttpRequest> = {}): Promise<ObservedResponse> {
  const seen: ObservedResponse[] = [];
  const { observed } = observe({ onResponse: (response) => seen.push(response) }, answer);
  await read(await observed.send({ ...request, ...asked }, signal)).catch(() => {});
  expect(seen).toHaveLength(1);
  return seen[0] as ObservedResponse;
}

afterEach(() => {
  jest.restoreAllMocks();
});

describe('onResponse', () => {
  it('is told the answer and its time once the body is over, with the object that onRequest was given', async () => {
    const requests: ObservedRequest[] = [];
    const seen: ObservedResponse[] = [];
    const hooks: Hooks = { onRequest: (one): void => void requests.push(one), onResponse: (one) => seen.push(one) };
    const { observed, clock } = observe(hooks, { status: 201, headers: { 'x-a': 'b' }, chunks: ['{"a":', '"é"}'] });
    const answer = await observed.send(request, signal);
    expect([answer.status, answer.headers]).toEqual([201, { 'x-a': 'b' }]);
    await clock.advance(25);
    expect(seen).toEqual([]);
    expect(await read(answer)).toBe('{"a":"é"}');
    expect(seen).toEqual([
      {
        request: requests[0],
        status: 201,
        headers: { 'x-a': 'b' },
        body: '{"a":"é"}',
        complete: true,
        truncated: false,
        latencyMs: 25,
      },
    ]);
    expect(seen[0]?.request).toBe(requests[0]);
  });

  it('is shown no key, whatever the answer repeats', async () => {
    const echo = `${KEY} ${encodeURIComponent(KEY)} Bearer ${KEY} ${Buffer.from(KEY).toString('base64')}`;
    const response = await told({ headers: { 'x-echo': echo, 'set-cookie': 'sid=1', 'x-tokens-left': '5' }, chunks: [echo] });
    expect(shownOf(response)).not.toContain(KEY);
    expect(response).toMatchObject({ headers: { 'set-cookie': '***', 'x-tokens-left': '5' } });
    expect(response).toMatchObject({ body: '[redacted] [redacted] [redacted] [redacted]==' });
  });

  it('is shown no key that onRequest added', async () => {
    const seen: ObservedResponse[] = [];
    const hooks: Hooks = {
      onRequest: () => ({ headers: { 'x-api-key': 'other-key-42' } }),
      onResponse: (one) => seen.push(one),
    };
    await read(await observe(hooks, { chunks: ['bad other-key-42'] }).observed.send(request, signal));
    expect(seen[0]).toMatchObject({ body: 'bad [redacted]' });
  });

  it('is told of a body that breaks, and why', async () => {
    const failure = new TransportFailure('reset', 'the connection was closed', 'ECONNRESET');
    expect(await told({ chunks: ['{"a', failure] })).toMatchObject({
      status: 200,
      body: '{"a',
      complete: false,
      error: { name: 'TransportFailure', message: 'the connection was closed', code: 'ECONNRESET' },
    });
  });

  it('is told of a body that is left, once', async () => {
    const seen: ObservedResponse[] = [];
    const { observed, transport } = observe({ onResponse: (one) => seen.push(one) }, { chunks: ['a', 'b'] });
    const { body } = await observed.send(request, signal);
    const bytes = body[Symbol.asyncIterator]();
    await bytes.next();
    await bytes.return?.();
    await bytes.return?.();
    expect(seen).toMatchObject([{ body: 'a', complete: false, truncated: false }]);
    expect(seen[0]).not.toHaveProperty('error');
    expect(transport.closed).toBe(1);
  });

  it('is shown the first MiB, and the reader all of it', async () => {
    const chunks = ['x'.repeat(MIB - 1), 'yz', 'tail'];
    expect(await told({ chunks: [chunks[0] as string, 'y'] })).toMatchObject({ truncated: false, complete: true });
    const response = await told({ chunks });
    expect(response).toMatchObject({ truncated: true, complete: true, body: `${chunks[0]}y` });
    const { observed } = observe({ onResponse: () => {} }, { chunks });
    expect(await read(await observed.send(request, signal))).toHaveLength(MIB + 5);
  });

  it('is shown neither half a character nor half a key where the body is cut', async () => {
    expect(await told({ chunks: [`${'x'.repeat(MIB - 1)}é`] })).toMatchObject({ body: 'x'.repeat(MIB - 1) });
    expect(await told({ chunks: ['x'.repeat(MIB - 10), KEY] })).toMatchObject({ body: 'x'.repeat(MIB - 10) });
    expect(await told({ chunks: [`say ${KEY.slice(0, -1)}`, new Error('cut')] })).toMatchObject({ body: 'say ' });
  });

  it('is told of a request that got no answer', async () => {
    const seen: ObservedResponse[] = [];
    const failure = new Error(`the header Bearer ${KEY} is refused`);
    const { observed } = observe({ onResponse: (one) => seen.push(one) }, failure);
    await expect(observed.send(request, signal)).rejects.toBe(failure);
    expect(seen).toEqual([
      expect.objectContaining({ error: { name: 'Error', message: 'the header [redacted] is refused' }, latencyMs: 0 }),
    ]);
    expect(seen[0]?.status).toBeUndefined();
  });

  it.each([undefined, null, 5, Symbol('x'), Object.create(null), { message: { toString: null } }])(
    'is told of a failure that is no error, such as %p, and changes nothing of it',
    async (thrown) => {
      const seen: ObservedResponse[] = [];
      const transport = { send: () => Promise.reject(thrown) };
      const observed = createObserve({ onResponse: (one) => seen.push(one) }, new FakeClock())(transport, { provider: 'acme' });
      expect(await observed.send(request, signal).catch((error: unknown) => error)).toBe(thrown);
      expect(seen).toMatchObject([{ error: { name: 'Error', message: '' } }]);
    },
  );

  it('leaves the answer as it is, whatever it is an object of', async () => {
    class Answer implements HttpAnswer {
      readonly body = (async function* () {
        yield Buffer.from('a');
      })();
      get status(): number {
        return 201;
      }
      get headers(): Record<string, string> {
        return { 'x-a': 'b' };
      }
    }
    for (const hooks of [{ onRequest: () => undefined }, { onResponse: () => undefined }]) {
      const observed = createObserve(hooks, new FakeClock())({ send: async () => new Answer() }, { provider: 'acme' });
      const answer = await observed.send(request, signal);
      expect([answer.status, answer.headers, await read(answer)]).toEqual([201, { 'x-a': 'b' }, 'a']);
    }
  });

  it.each<[string, NonNullable<Hooks['onResponse']>]>([
    [
      'throws',
      ({ request: { body } }) => {
        throw new SyntaxError(`no JSON: ${body}`);
      },
    ],
    ['rejects', async ({ request: { body } }) => Promise.reject(new SyntaxError(`no JSON: ${body}`))],
  ])('warns once if it %s, without its words, and breaks nothing', async (_what, onResponse) => {
    const emit = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const { observed } = observe({ onResponse }, { chunks: ['a'] });
    for (const _time of [1, 2]) expect(await read(await observed.send(request, signal))).toBe('a');
    await settle();
    expect(emit).toHaveBeenCalledTimes(1);
    expect(emit.mock.calls[0]?.[0]).toContain('onResponse threw (SyntaxError)');
    expect(shownOf(emit.mock.calls)).not.toContain('no JSON');
  });
});
