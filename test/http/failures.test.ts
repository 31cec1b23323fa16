import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { directAgent } from '../../src/http/agents.ts';
import { createGotTransport } from '../../src/http/got-transport.ts';
import { TransportFailure } from '../../src/http/transport.ts';
import { useUnknownNames } from '../support/unknown-names.ts';
import { certificate } from './certificate.ts';
import { closedPort, failureFrom, request, serveHttp, serveHttps, serveTcp, textOf, useRealSockets } from './servers.ts';

useRealSockets();

const transport = createGotTransport();

/** A signal that nobody aborts. */
const quiet = () => new AbortController().signal;

describe('a failure', () => {
  it('says that nobody listens', async () => {
    const url = await closedPort();
    const failure = await failureFrom(transport.send(request(url), quiet()));
    expect(failure).toMatchObject({ kind: 'refused', code: 'ECONNREFUSED', message: expect.stringContaining(new URL(url).host) });
  });

  describe('of a name lookup', () => {
    useUnknownNames();

    it('says that a name is not known', async () => {
      const failure = await failureFrom(transport.send(request('http://nowhere.invalid/'), quiet()));
      expect(failure).toMatchObject({ kind: 'dns', code: 'ENOTFOUND', message: expect.stringContaining('nowhere.invalid:80') });
    });
  });

  it('says that the port does not speak TLS', async () => {
    const url = await serveTcp((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    const failure = await failureFrom(transport.send(request(url.replace('http:', 'https:')), quiet()));
    expect(failure).toMatchObject({ kind: 'tls' });
  });

  it('says that the certificate is not trusted, and none is made when it is', async () => {
    const url = await serveHttps((_incoming, response) => response.end('secure'));
    const failure = await failureFrom(transport.send(request(url), quiet()));
    expect(failure).toMatchObject({ kind: 'tls', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });

    const { options } = directAgent(new URL(url)) as unknown as { options: { ca?: string | undefined } };
    options.ca = certificate;
    try {
      expect(await textOf(await transport.send(request(url), quiet()))).toBe('secure');
      expect(await textOf(await transport.send(request(url), quiet()))).toBe('secure');
    } finally {
      delete options.ca;
    }
  });

  it('says that the connection was closed before the answer', async () => {
    const url = await serveTcp((socket) => socket.once('data', () => socket.destroy()));
    expect(await failureFrom(transport.send(request(url), quiet()))).toMatchObject({ kind: 'reset' });
  });

  it('says that the answer is no HTTP', async () => {
    const url = await serveTcp((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH\r\n')));
    const failure = await failureFrom(transport.send(request(url), quiet()));
    expect(failure).toMatchObject({ kind: 'network', message: expect.stringContaining('no valid HTTP') });
  });

  it('is told for a URL and for a header that can not be sent', async () => {
    expect(await failureFrom(transport.send(request('no url'), quiet()))).toMatchObject({ kind: 'config' });
    const failure = await failureFrom(transport.send(request(await closedPort(), { headers: { 'x-api-key': 'a\nb' } }), quiet()));
    expect(failure).toMatchObject({ kind: 'network', code: 'ERR_INVALID_CHAR' });
  });

  it('is told when TLS takes longer than the connect time-out', async () => {
    const url = await serveTcp(() => {});
    const silent = request(url.replace('http:', 'https:'), { connectTimeoutMs: 50 });
    const failure = await failureFrom(transport.send(silent, quiet()));
    expect(failure).toMatchObject({ kind: 'connect-timeout', message: expect.stringContaining('within 50 ms') });
  });

  it('is none when only the answer takes longer than the connect time-out', async () => {
    const url = await serveHttp((_incoming, response) => setTimeout(() => response.end('late'), 600));
    expect(await textOf(await transport.send(request(url, { connectTimeoutMs: 500 }), quiet()))).toBe('late');
  });

  it('is none while a request waits for a place in the pool', async () => {
    const waiting: ServerResponse[] = [];
    let full = () => {};
    const filling = new Promise<void>((resolve) => {
      full = resolve;
    });
    const url = await serveHttp((_incoming, response) => {
      waiting.push(response);
      if (waiting.length === 256) full();
      if (waiting.length > 256) response.end('last');
    });
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    const patient = Array.from({ length: 256 }, () =>
      transport
        .send(request(url), controller.signal)
        .then(textOf)
        .catch(() => {}),
    );
    const last = transport.send(request(url, { connectTimeoutMs: 50 }), quiet());
    await filling;
    await sleep(100);
    waiting[0]?.end('first');
    expect(await textOf(await last)).toBe('last');
    controller.abort();
    await Promise.all(patient);
  });

  it('holds neither the key nor the prompt nor an error of got', async () => {
    const secrets = { headers: { authorization: 'Bearer top-secret-key' }, body: '{"prompt":"private words"}' };
    const cut = await serveTcp((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx')),
    );
    const failures = [
      await failureFrom(transport.send(request(`${await closedPort()}/path?key=query-secret`, secrets), quiet())),
      await failureFrom(textOf(await transport.send(request(`${cut}/path?key=query-secret`, secrets), quiet()))),
    ];
    for (const failure of failures) {
      const shown = inspect(failure, { depth: Number.POSITIVE_INFINITY, showHidden: true });
      expect(failure).toBeInstanceOf(TransportFailure);
      expect(shown).not.toMatch(/top-secret-key|private words|query-secret|RequestError|ReadError|got\/dist/);
    }
  });
});
