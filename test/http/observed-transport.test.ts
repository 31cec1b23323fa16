import { describe, expect, it, jest } from '@jest/globals';
import type { Hooks, ObservedRequest } from '../../src/http/hooks.ts';
import { createObserve } from '../../src/http/observed-transport.ts';
import { failureOf, shownOf, thrownBy } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { KEY, observe, request } from '../support/observe.ts';

const { signal } = new AbortController();

describe('createObserve', () => {
  it('leaves a transport as it is where there are no hooks', () => {
    const { transport, observed } = observe({});
    expect(observed).toBe(transport);
  });

  it.each(['onRequest', 'onResponse'])('refuses an %s that is no function', (name) => {
    const error = thrownBy(() => createObserve({ [name]: 'log' }, new FakeClock()));
    expect([error.code, error.message]).toEqual(['INVALID_CONFIG', `${name} must be a function`]);
  });
});

describe('onRequest', () => {
  it('is told the request without its keys before it is sent', async () => {
    const seen: [ObservedRequest, number][] = [];
    const { transport, observed } = observe(
      { onRequest: (one): void => void seen.push([one, transport.requests.length]) },
      { chunks: [] },
    );
    await observed.send({ ...request, body: `{"prompt":"my sk-example is ${KEY}"}` }, signal);
    expect(seen).toEqual([
      [
        {
          provider: 'acme',
          method: 'POST',
          url: 'https://acme.test/v1/chat?token=[redacted]',
          headers: { authorization: '***', accept: 'application/json' },
          body: '{"prompt":"my [redacted] is [redacted]"}',
        },
        0,
      ],
    ]);
    expect(transport.requests[0]?.headers).toEqual(request.headers);
  });

  it('is shown the body as it is where no key is in it', async () => {
    const onRequest = jest.fn<NonNullable<Hooks['onRequest']>>();
    const body = '{"prompt":"is sk-0123456789 a key?"}';
    await observe({ onRequest }, {}).observed.send({ ...request, body }, signal);
    expect(onRequest.mock.calls[0]?.[0].body).toBe(body);
    await observe({ onRequest }, {}).observed.send({ ...request, method: 'GET', body: undefined }, signal);
    expect(onRequest.mock.calls[1]?.[0]).not.toHaveProperty('body');
  });

  it('may add and override headers, authentication too, later or at once', async () => {
    const headers = { Authorization: 'Bearer other-key-42', 'x-trace': '1' };
    for (const onRequest of [() => ({ headers }), async () => ({ headers })]) {
      const { transport, observed } = observe({ onRequest }, {});
      const { sent } = await observed.send(request, signal);
      const expected = { accept: 'application/json', authorization: 'Bearer other-key-42', 'x-trace': '1' };
      expect(transport.requests[0]?.headers).toEqual(expected);
      expect(sent).toEqual(expected);
      expect(request.headers.authorization).toContain(KEY);
    }
  });

  it.each([undefined, null, 5, {}, { headers: undefined }, { level: 'info' }])('may give %j', async (given) => {
    const { transport, observed } = observe({ onRequest: () => given as never }, {});
    await observed.send(request, signal);
    expect(transport.requests[0]?.headers).toEqual(request.headers);
  });

  it.each([
    [{ 'Content-Length': '5' }, /Content-Length: is set by/],
    [{ connection: 'close' }, /connection/],
    [{ 'bad name': 'a' }, /"bad name" is no header name/],
    [{ 'x-a': 'b\r\nc: d' }, /x-a: must be a string without line breaks/],
    [{ 'x-a': 5 }, /x-a/],
    ['x-a: b', /headers: must be a plain object/],
    [new Headers({ 'x-a': 'b' }), /headers: must be a plain object/],
  ])('may not give the headers %p', async (headers, says) => {
    const { transport, observed } = observe({ onRequest: () => ({ headers }) as never }, {});
    const error = await failureOf(observed.send(request, signal));
    expect([error.code, error.provider, error.retryable]).toEqual(['INVALID_CONFIG', 'acme', false]);
    expect(error.message).toMatch(says);
    expect(transport.requests).toHaveLength(0);
  });

  it.each<[string, NonNullable<Hooks['onRequest']>]>([
    [
      'throws',
      ({ body }) => {
        throw new TypeError(`no span for ${body} with ${KEY}`);
      },
    ],
    ['rejects', ({ body }) => Promise.reject(new TypeError(`no span for ${body} with ${KEY}`))],
    [
      'gives headers that throw',
      ({ body }) => ({
        get headers(): never {
          throw new TypeError(`no span for ${body} with ${KEY}`);
        },
      }),
    ],
  ])('fails the call if it %s, with its words but without the prompt and keys', async (_what, onRequest) => {
    const { transport, observed } = observe({ onRequest }, {});
    const body = '{"prompt":"Where did the seventeen violet elephants go?"}';
    const error = await failureOf(observed.send({ ...request, body }, signal));
    expect(error).toMatchObject({ code: 'INVALID_CONFIG', provider: 'acme', cause: { message: 'TypeError' } });
    expect(error.message).toContain('onRequest threw, so nothing was sent: "no span for [redacted] with [redacted]"');
    expect(shownOf(error)).not.toMatch(/violet|acme-key/);
    expect(transport.requests).toHaveLength(0);
  });

  it.each([undefined, null, 5, {}])('fails the call if it throws %p', async (thrown) => {
    const { observed } = observe({ onRequest: () => Promise.reject(thrown) }, {});
    expect((await failureOf(observed.send(request, signal))).message).toBe('[acme] onRequest threw, so nothing was sent');
  });

  it('is waited for no longer than until the signal is aborted', async () => {
    const controller = new AbortController();
    const { transport, observed } = observe({ onRequest: () => new Promise<void>(() => {}) }, {});
    const failing = observed.send(request, controller.signal).catch((error: unknown) => error);
    controller.abort('enough');
    expect(await failing).toBe('enough');
    expect(transport.requests).toHaveLength(0);
  });

  it('is not called where the signal is aborted already', async () => {
    const onRequest = jest.fn<NonNullable<Hooks['onRequest']>>();
    const { observed } = observe({ onRequest }, {});
    await expect(observed.send(request, AbortSignal.abort('enough'))).rejects.toBe('enough');
    expect(onRequest).not.toHaveBeenCalled();
  });
});
