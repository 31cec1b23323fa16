import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { createGotTransport } from '../../src/http/got-transport.ts';
import { closedPort, countedSignal, failureFrom, request, serveHttp, serveTcp, textOf, useRealSockets } from './servers.ts';

useRealSockets();

const transport = createGotTransport();

describe('an abort', () => {
  const reason = new Error('enough');

  async function ends(pending: Promise<unknown>, controller: AbortController): Promise<void> {
    const settled = failureFrom(pending);
    controller.abort(reason);
    expect(await settled).toBe(reason);
  }

  it('before the request sends nothing', async () => {
    let sent = 0;
    const url = await serveHttp((_incoming, response) => {
      sent++;
      response.end();
    });
    expect(await failureFrom(transport.send(request(url), AbortSignal.abort(reason)))).toBe(reason);
    expect(sent).toBe(0);
  });

  it('right after the call ends it', async () => {
    const controller = new AbortController();
    const url = await serveHttp((_incoming, response) => response.end());
    await ends(transport.send(request(url), controller.signal), controller);
  });

  it('ends it while got is still being loaded', async () => {
    const controller = new AbortController();
    const url = await serveHttp((_incoming, response) => response.end());
    await ends(createGotTransport().send(request(url), controller.signal), controller);
  });

  it('ends it while TLS is being set up', async () => {
    const { controller, listeners } = countedSignal();
    let connected = () => {};
    const connecting = new Promise<void>((resolve) => {
      connected = resolve;
    });
    const url = await serveTcp(() => connected());
    const pending = transport.send(request(url.replace('http:', 'https:')), controller.signal);
    pending.catch(() => {});
    await connecting;
    await ends(pending, controller);
    expect(listeners()).toBe(0);
  });

  it('ends it while the answer is waited for, and closes the connection', async () => {
    const { controller, listeners } = countedSignal();
    let arrived = (_closed: Promise<unknown>) => {};
    const arrival = new Promise<{ closed: Promise<unknown> }>((resolve) => {
      arrived = (closed) => resolve({ closed });
    });
    const url = await serveHttp((incoming) => arrived(once(incoming.socket, 'close')));
    const pending = transport.send(request(url), controller.signal);
    pending.catch(() => {});
    const { closed } = await arrival;
    await ends(pending, controller);
    expect(listeners()).toBe(0);
    await closed;
  });

  it('ends the reading of the body, and closes the connection', async () => {
    const { controller, listeners } = countedSignal();
    let closed: Promise<unknown> = Promise.resolve();
    const url = await serveHttp((incoming, response) => {
      closed = once(incoming.socket, 'close');
      response.write('first');
    });
    const body = (await transport.send(request(url), controller.signal)).body[Symbol.asyncIterator]();
    await body.next();
    await ends(body.next(), controller);
    expect(listeners()).toBe(0);
    expect(await failureFrom(body.next())).toBe(reason);
    await closed;
  });

  it('between two pulls is told at the next one', async () => {
    const controller = new AbortController();
    const url = await serveHttp((_incoming, response) => response.write('first'));
    const body = (await transport.send(request(url), controller.signal)).body[Symbol.asyncIterator]();
    controller.abort(reason);
    expect(await failureFrom(body.next())).toBe(reason);
  });

  it('after the end changes nothing', async () => {
    const { controller, listeners } = countedSignal();
    const url = await serveHttp((_incoming, response) => response.end('whole'));
    const answer = await transport.send(request(url), controller.signal);
    expect(await textOf(answer)).toBe('whole');
    expect(listeners()).toBe(0);
    controller.abort(reason);
    expect(await textOf(answer)).toBe('');
  });

  it('leaves no listener behind a failure or a loop left early', async () => {
    const { controller, listeners } = countedSignal();
    await failureFrom(transport.send(request(await closedPort()), controller.signal));
    const url = await serveHttp((_incoming, response) => response.write('first'));
    for await (const _chunk of (await transport.send(request(url), controller.signal)).body) break;
    expect(listeners()).toBe(0);
  });
});
