import { setImmediate as nextTurn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { directAgent, proxyAgent, proxyFor } from '../../src/http/agents.ts';
import { createGotTransport } from '../../src/http/got-transport.ts';
import { TransportFailure } from '../../src/http/transport.ts';
import { certificate } from './certificate.ts';
import {
  closedPort,
  failureFrom,
  request,
  serveHttp,
  serveHttps,
  serveProxy,
  serveTcp,
  textOf,
  useRealSockets,
} from './servers.ts';

useRealSockets();

const transport = createGotTransport();
const quiet = () => new AbortController().signal;

describe('proxyFor', () => {
  const at = (url: string, env: Record<string, string> = {}, proxy?: string) => proxyFor(new URL(url), proxy, env)?.href;

  it('takes HTTPS_PROXY for https and HTTP_PROXY for http, in either case', () => {
    const env = { HTTPS_PROXY: 'http://secure:1', http_proxy: 'http://plain:2' };
    expect(at('https://api.acme.com/v1', env)).toBe('http://secure:1/');
    expect(at('http://api.acme.com/v1', env)).toBe('http://plain:2/');
    expect(at('https://api.acme.com', { https_proxy: 'http://lower:3' })).toBe('http://lower:3/');
  });

  it('takes none where nothing is set, or what is set is empty', () => {
    expect(at('https://api.acme.com')).toBeUndefined();
    expect(at('https://api.acme.com', { HTTPS_PROXY: '', HTTP_PROXY: 'http://plain:2' })).toBeUndefined();
  });

  it('prefers the explicit proxy, whatever NO_PROXY says', () => {
    expect(at('https://api.acme.com', { HTTPS_PROXY: 'http://env:1', NO_PROXY: '*' }, 'http://mine:4')).toBe('http://mine:4/');
    expect(at('http://127.0.0.1:99', {}, 'http://mine:4')).toBe('http://mine:4/');
  });

  it.each([
    ['*', false],
    ['api.acme.com', false],
    ['API.acme.COM', false],
    ['other.com, api.acme.com', false],
    ['other.com api.acme.com', false],
    ['.acme.com', false],
    ['*.acme.com', false],
    ['api.acme.com:443', false],
    ['.acme.com:443', false],
    ['api.acme.com:8443', true],
    ['acme.com', true],
    ['i.acme.com', true],
    ['.other.com', true],
    [' , ', true],
  ])('heeds NO_PROXY=%s', (list, proxied) => {
    expect(at('https://api.acme.com', { HTTPS_PROXY: 'http://proxy:1', NO_PROXY: list }) !== undefined).toBe(proxied);
    expect(at('https://api.acme.com', { HTTPS_PROXY: 'http://proxy:1', no_proxy: list }) !== undefined).toBe(proxied);
  });

  it.each(['http://localhost', 'http://a.localhost:8', 'http://127.0.0.1', 'http://127.9.9.9', 'http://[::1]:99'])(
    'sends %s through no proxy of the environment',
    (url) => expect(at(url, { HTTP_PROXY: 'http://proxy:1' })).toBeUndefined(),
  );

  it('adds a missing scheme', () => expect(at('https://api.acme.com', { HTTPS_PROXY: 'proxy:3128' })).toBe('http://proxy:3128/'));

  it.each(['socks5://user:hidden@proxy:1', 'http://', 'user:hidden@:::'])('refuses %s and names its source only', (proxy) => {
    const refuse = (explicit: string | undefined, env: Record<string, string>) => {
      try {
        return proxyFor(new URL('https://api.acme.com'), explicit, env);
      } catch (error) {
        return error;
      }
    };
    for (const failure of [refuse(proxy, {}), refuse(undefined, { HTTPS_PROXY: proxy })]) {
      expect(failure).toBeInstanceOf(TransportFailure);
      expect(failure).toMatchObject({ kind: 'config' });
      expect(inspect(failure)).not.toContain('hidden');
    }
    expect(refuse(undefined, { HTTPS_PROXY: proxy })).toMatchObject({ message: expect.stringContaining('HTTPS_PROXY') });
  });
});

describe('the agents', () => {
  it('are one for each scheme', () => {
    expect(directAgent(new URL('http://a'))).toBe(directAgent(new URL('http://b')));
    expect(directAgent(new URL('https://a'))).not.toBe(directAgent(new URL('http://a')));
  });

  it('are one for each proxy', async () => {
    const [target, proxy] = [new URL('https://a'), new URL('http://proxy:1')];
    expect(await proxyAgent(target, proxy)).toBe(await proxyAgent(new URL('https://b'), new URL('http://proxy:1/')));
    expect(await proxyAgent(target, new URL('http://other@proxy:1'))).not.toBe(await proxyAgent(target, proxy));
  });

  it('let the process end while sockets lie free, and close them in time', async () => {
    const url = await serveHttp((_incoming, response) => response.end('ok'));
    await textOf(await transport.send(request(url), quiet()));
    await nextTurn();
    const free = Object.entries(directAgent(new URL(url)).freeSockets).flatMap(([name, sockets]) =>
      name.includes(new URL(url).port) ? (sockets ?? []) : [],
    );
    expect(free).toHaveLength(1);
    const [socket] = free as unknown as { timeout: number; _handle: { hasRef(): boolean } }[];
    expect(socket?._handle.hasRef()).toBe(false);
    // The server announces that it closes after 5 s, which comes before the pool's own 90 s.
    expect(socket?.timeout).toBeLessThanOrEqual(5000);
  });
});

describe('a proxy', () => {
  const saved = process.env.HTTPS_PROXY;
  afterEach(() => {
    if (saved === undefined) delete process.env.HTTPS_PROXY;
    else process.env.HTTPS_PROXY = saved;
  });

  it('is used for http, with its credentials, and its tunnel again', async () => {
    const proxy = await serveProxy();
    const url = await serveHttp((_incoming, response) => response.end('through'));
    const via = proxy.url.replace('//', '//user:p%40ss@');
    for (let call = 0; call < 2; call++) {
      expect(await textOf(await transport.send(request(url, { proxy: via }), quiet()))).toBe('through');
      await nextTurn();
    }
    expect(proxy.tunnels).toEqual([new URL(url).host]);
    expect(proxy.credentials).toEqual([`Basic ${Buffer.from('user:p@ss').toString('base64')}`]);
  });

  it('is used for https', async () => {
    const proxy = await serveProxy();
    const url = await serveHttps((_incoming, response) => response.end('secure'));
    expect(await failureFrom(transport.send(request(url, { proxy: proxy.url }), quiet()))).toMatchObject({ kind: 'tls' });
    const { options } = (await proxyAgent(new URL(url), new URL(proxy.url))) as unknown as { options: { ca: string } };
    options.ca = certificate;
    expect(await textOf(await transport.send(request(url, { proxy: proxy.url }), quiet()))).toBe('secure');
  });

  it('is taken from the environment', async () => {
    process.env.HTTPS_PROXY = await closedPort();
    const failure = await failureFrom(transport.send(request('https://api.acme.invalid/'), quiet()));
    expect(failure).toMatchObject({
      kind: 'proxy',
      code: 'ECONNREFUSED',
      message: expect.stringContaining('api.acme.invalid:443'),
    });
  });

  it('that refuses is told with its status and without its credentials', async () => {
    const proxy = await serveTcp((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
    });
    const via = proxy.replace('//', '//user:hidden@');
    const failure = await failureFrom(transport.send(request('https://api.acme.com/', { proxy: via }), quiet()));
    expect(failure).toMatchObject({ kind: 'proxy', message: expect.stringMatching(/status 407/) });
    expect(inspect(failure, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain('hidden');
  });

  it('that is silent ends with the connect time-out and is left alone', async () => {
    let left = () => {};
    const leaving = new Promise<void>((resolve) => {
      left = resolve;
    });
    const proxy = await serveTcp((socket) => socket.resume().on('close', left));
    const failure = await failureFrom(transport.send(request('https://api.acme.com/', { proxy, connectTimeoutMs: 50 }), quiet()));
    expect(failure).toMatchObject({ kind: 'connect-timeout', message: expect.stringContaining('proxy 127.0.0.1') });
    await leaving;
  });

  it('that is silent does not hold up an abort', async () => {
    const controller = new AbortController();
    let asked = () => {};
    const asking = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const proxy = await serveTcp((socket) => socket.once('data', asked));
    const patient = request('https://api.acme.com/', { proxy, connectTimeoutMs: 60_000 });
    const pending = failureFrom(transport.send(patient, controller.signal));
    await asking;
    controller.abort('enough');
    expect(await pending).toBe('enough');
  });
});
