import { describe, expect, it } from '@jest/globals';
import type { Hooks, ObservedRequest, ObservedResponse } from '../../src/http/hooks.ts';
import type { Dependencies } from '../../src/provider.ts';
import { provider, TRANSPORT } from '../../src/registry/define.ts';
import type { Client } from '../../src/types.ts';
import { create, KEY, options, plugin, registryOf } from '../support/acme-plugin.ts';
import { deltaWire, event, finish, text, usage } from '../support/delta-wire.ts';
import { failureOf, shownOf } from '../support/failure.ts';
import { FakeClock, settle } from '../support/fake-clock.ts';
import { type FakeAnswer, FakeTransport } from '../support/fake-transport.ts';

const WHOLE: FakeAnswer = { chunks: [JSON.stringify([text('Hello'), finish(), usage(1, 1)])] };
const STREAM: FakeAnswer = { chunks: [event(text('Hel')), event(text('lo')), event(finish()), 'data: [DONE]\n\n'] };

function watch(answers: FakeAnswer[], hooks: Hooks = {}, Plugin: unknown = plugin()) {
  const requests: ObservedRequest[] = [];
  const responses: ObservedResponse[] = [];
  const transport = new FakeTransport(...answers);
  const clock = new FakeClock();
  const registry = registryOf([Plugin], {
    transport,
    clock,
    onRequest: (one): void => void requests.push(one),
    onResponse: (one) => responses.push(one),
    ...hooks,
  });
  return { requests, responses, transport, clock, client: create(registry, 'acme', { apiKey: KEY }) };
}

describe('the hooks of a registry', () => {
  it('see every request and answer of its clients, without the key', async () => {
    const { client, requests, responses } = watch([WHOLE]);
    await client.complete('Hi');
    expect(requests).toMatchObject([
      { provider: 'acme', method: 'POST', url: 'https://acme.test/v1/chat', headers: { authorization: '***' } },
    ]);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ model: 'acme-1', messages: [{ role: 'user', content: 'Hi' }] });
    expect(responses).toMatchObject([{ status: 200, body: WHOLE.chunks?.[0], complete: true }]);
    expect(shownOf([requests, responses])).not.toContain(KEY);
  });

  it('see no key that a plugin puts where nobody looks for one', async () => {
    const headers = (_config: unknown, key?: string) => ({ 'x-acme': `${key}` });
    const answer = { status: 400, headers: { 'x-echo': KEY }, chunks: [KEY] };
    const { client, requests, responses } = watch([answer], {}, plugin({ wire: { ...deltaWire, headers } }));
    await failureOf(client.complete('Hi'));
    expect(requests[0]?.headers['x-acme']).toBe('[redacted]');
    expect(shownOf([requests, responses])).not.toContain(KEY);
  });

  it('see a stream once it is over', async () => {
    const { client, requests, responses } = watch([STREAM]);
    for await (const { type } of client.stream('Hi')) {
      expect(requests).toHaveLength(1);
      if (type === 'text') expect(responses).toHaveLength(0);
    }
    expect(responses).toMatchObject([{ status: 200, body: STREAM.chunks?.join(''), complete: true }]);
  });

  it('see a stream that is left as not complete', async () => {
    const { client, responses } = watch([{ ...STREAM, open: true }]);
    for await (const _event of client.stream('Hi')) break;
    expect(responses).toMatchObject([{ body: STREAM.chunks?.[0], complete: false }]);
  });

  it('see no failure where a stream was read to its end on a socket that stays open', async () => {
    const { client, clock, responses } = watch([{ ...STREAM, open: true }]);
    const whole = (async () => client.stream('Hi').response)();
    await clock.advance(5000);
    expect((await whole).content).toBe('Hello');
    expect(responses).toHaveLength(1);
    expect(responses[0]).not.toHaveProperty('error');
  });

  it('see every attempt', async () => {
    const { client, clock, requests, responses } = watch([{ status: 503, chunks: ['busy'] }, WHOLE]);
    const answer = client.complete('Hi');
    await clock.advance(1000);
    await answer;
    expect(requests).toHaveLength(2);
    expect(responses).toMatchObject([
      { status: 503, body: 'busy' },
      { status: 200, complete: true },
    ]);
    expect(responses.map(({ request }) => requests.indexOf(request))).toEqual([0, 1]);
  });

  it.each<[string, (client: Client) => Promise<unknown>]>([
    ['with()', (client) => client.with({ model: 'acme-2' }).complete('Hi')],
    ['listModels()', (client) => client.listModels().catch(() => {})],
    ['checkAvailability()', (client) => client.checkAvailability()],
  ])('see what %s sends, once', async (_what, ask) => {
    const { client, requests, responses } = watch([WHOLE]);
    await ask(client);
    expect([requests.length, responses.length]).toEqual([1, 1]);
  });

  it('see a call that is aborted', async () => {
    const controller = new AbortController();
    const { client, requests, responses } = watch([]);
    const failing = failureOf(client.complete('Hi', { signal: controller.signal }));
    await settle();
    controller.abort();
    expect((await failing).code).toBe('CONTEXT_CANCELED');
    expect(requests).toHaveLength(1);
    expect(responses).toMatchObject([{ error: { code: 'CONTEXT_CANCELED' } }]);
  });

  it('see a limit that ran out', async () => {
    const { client, clock, responses } = watch([{ chunks: ['['], open: true }]);
    const failing = failureOf(client.with({ timeoutMs: 50 }).complete('Hi'));
    await clock.advance(200_000);
    expect((await failing).code).toBe('LLM_TIMEOUT');
    expect(responses[0]).toMatchObject({ status: 200, body: '[', complete: false, error: { code: 'LLM_TIMEOUT' } });
  });

  it('send what onRequest adds, and strike it out of errors', async () => {
    const onRequest = () => ({ headers: { 'x-api-key': 'other-key-0123456789', authorization: 'Bearer third-key-0123456789' } });
    const echo = 'bad keys other-key-0123456789 and third-key-0123456789';
    const { client, transport } = watch([{ status: 400, chunks: [JSON.stringify(echo)] }], { onRequest });
    const error = await failureOf(client.complete('Hi'));
    expect(transport.requests[0]?.headers.authorization).toBe('Bearer third-key-0123456789');
    expect(error.message).toContain('bad keys');
    expect(shownOf(error)).not.toMatch(/(other|third)-key/);
  });

  it('fail a call at once where onRequest throws', async () => {
    const onRequest = () => {
      throw new Error('mine');
    };
    const { client, transport } = watch([WHOLE], { onRequest });
    expect(await failureOf(client.complete('Hi'))).toMatchObject({ code: 'INVALID_CONFIG', provider: 'acme', attempts: 1 });
    expect(await failureOf(client.stream('Hi').response)).toMatchObject({ code: 'INVALID_CONFIG' });
    expect(await client.checkAvailability()).toMatchObject({ available: false, reason: expect.stringContaining('onRequest') });
    expect(transport.requests).toHaveLength(0);
  });

  it('do not keep an abort waiting', async () => {
    const controller = new AbortController();
    const { client } = watch([WHOLE], { onRequest: () => new Promise<void>(() => {}) });
    const failing = failureOf(client.complete('Hi', { signal: controller.signal }));
    await settle();
    controller.abort();
    expect((await failing).code).toBe('CONTEXT_CANCELED');
  });

  it('see what a plugin sends that makes its own client or was given the transport', async () => {
    const send = (transport: Dependencies['transport']) =>
      transport.send(
        { method: 'GET', url: 'https://acme.test/', headers: { 'x-key': KEY }, connectTimeoutMs: 1 },
        new AbortController().signal,
      );
    @provider(options)
    class Acme {
      static readonly inject = [TRANSPORT];
      readonly wire = deltaWire;
      constructor(transport: Dependencies['transport']) {
        void send(transport);
      }
      create(_config: unknown, { transport }: Dependencies) {
        void send(transport);
        return {} as Client;
      }
    }
    const { requests } = watch([{}], {}, Acme);
    await settle();
    expect(requests).toMatchObject([
      { provider: 'acme', headers: { 'x-key': '***' } },
      { provider: 'acme', headers: { 'x-key': '***' } },
    ]);
  });
});
