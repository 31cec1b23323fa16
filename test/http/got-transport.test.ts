import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { directAgent } from '../../src/http/agents.ts';
import { createGotTransport } from '../../src/http/got-transport.ts';
import { TransportFailure } from '../../src/http/transport.ts';
import { failureFrom, request, serveHttp, serveTcp, textOf, useRealSockets } from './servers.ts';

useRealSockets();

const transport = createGotTransport();

/** A signal that nobody aborts. */
const quiet = () => new AbortController().signal;

describe('a request', () => {
  it('arrives with its method, path, headers and body', async () => {
    const url = await serveHttp(async (incoming, response) => {
      const chunks = await incoming.toArray();
      response.end(JSON.stringify([incoming.method, incoming.url, incoming.headers, Buffer.concat(chunks).toString()]));
    });
    const headers = { authorization: 'Bearer k', 'Content-Type': 'application/json' };
    const answer = await transport.send(request(`${url}/v1/chat?a=b`, { headers, body: '{"text":"grüß"}' }), quiet());
    const [method, path, received, body] = JSON.parse(await textOf(answer)) as [string, string, Record<string, string>, string];
    expect([method, path, body]).toEqual(['POST', '/v1/chat?a=b', '{"text":"grüß"}']);
    expect(received).toMatchObject({ authorization: 'Bearer k', 'content-type': 'application/json', 'content-length': '17' });
    expect(received['user-agent']).toBe('plugboard');
    expect(received['accept-encoding']).toMatch(/gzip.*br/);
  });

  it('is sent without a body, by GET and by POST', async () => {
    const url = await serveHttp((incoming, response) => response.end(`${incoming.method} ${incoming.headers['content-length']}`));
    expect(await textOf(await transport.send(request(url, { method: 'GET', body: undefined }), quiet()))).toBe('GET undefined');
    expect(await textOf(await transport.send(request(url, { body: undefined }), quiet()))).toBe('POST 0');
  });

  it('resolves with the headers before the body is there', async () => {
    let finish = () => {};
    const url = await serveHttp((_incoming, response) => {
      response.writeHead(200, { 'x-one': 'a' }).write('first');
      finish = () => response.end(' second');
    });
    const answer = await transport.send(request(url), quiet());
    expect(answer.status).toBe(200);
    finish();
    expect(await textOf(answer)).toBe('first second');
  });

  it('gives header names in lower case and joins several values', async () => {
    const url = await serveHttp((_incoming, response) => {
      response.setHeader('X-Many', ['a', 'b']);
      response.setHeader('Set-Cookie', ['c=1', 'd=2']);
      response.end();
    });
    const { headers } = await transport.send(request(url), quiet());
    expect(headers).toMatchObject({ 'x-many': 'a, b', 'set-cookie': 'c=1, d=2' });
  });

  it.each([302, 400, 401, 429, 500, 503])('gives status %i as an answer and does not try again', async (status) => {
    let sent = 0;
    const url = await serveHttp((_incoming, response) => {
      sent++;
      response.writeHead(status, { location: '/elsewhere', 'retry-after': '0' }).end('told');
    });
    const answer = await transport.send(request(url, { method: 'GET', body: undefined }), quiet());
    expect(answer.status).toBe(status);
    expect(await textOf(answer)).toBe('told');
    expect(sent).toBe(1);
  });
});

describe('a body', () => {
  const text = 'a text that is long enough to be worth compressing. '.repeat(2000);

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('compressed with %s is decompressed', async (encoding, compress) => {
    const url = await serveHttp((_incoming, response) => {
      response.setHeader('content-encoding', encoding);
      response.end(compress(text));
    });
    expect(await textOf(await transport.send(request(url), quiet()))).toBe(text);
  });

  it('is empty for 204', async () => {
    const url = await serveHttp((_incoming, response) => response.writeHead(204).end());
    expect(await textOf(await transport.send(request(url), quiet()))).toBe('');
  });

  it('returns its connection to the pool at its end', async () => {
    const ports = new Set<number | undefined>();
    const url = await serveHttp((incoming, response) => {
      ports.add(incoming.socket.remotePort);
      response.end('ok');
    });
    for (let call = 0; call < 5; call++) await textOf(await transport.send(request(url), quiet()));
    expect(ports.size).toBe(1);
  });

  it('closes its connection when the loop is left early', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const url = await serveHttp((_incoming, response) => {
      closed = once(response, 'close');
      response.write('first');
    });
    const answer = await transport.send(request(url), quiet());
    for await (const chunk of answer.body) {
      expect(Buffer.from(chunk).toString()).toBe('first');
      break;
    }
    await closed;
  });

  it('slows the socket when its reader is slow', async () => {
    const size = 64 * 1024 * 1024;
    let written = 0;
    const url = await serveHttp((_incoming, response) => {
      const block = Buffer.alloc(1024 * 1024);
      const write = () => {
        while (written < size) {
          written += block.length;
          if (!response.write(block)) return;
        }
        response.end();
      };
      response.on('drain', write);
      write();
    });
    const body = (await transport.send(request(url), quiet())).body[Symbol.asyncIterator]();
    await body.next();
    let before = -1;
    while (before !== written) {
      before = written;
      for (let turn = 0; turn < 200; turn++) await nextTurn();
    }
    expect(written).toBeLessThan(size);
    await body.return?.();
  });

  it('can be read by 200 at once over one agent', async () => {
    const url = await serveHttp(async (_incoming, response) => {
      for (let part = 0; part < 20; part++) {
        response.write(`part ${part}\n`);
        await nextTurn();
      }
      response.end();
    });
    const expected = Array.from({ length: 20 }, (_, part) => `part ${part}\n`).join('');
    const answers = await Promise.all(
      Array.from({ length: 200 }, async () => textOf(await transport.send(request(url), quiet()))),
    );
    expect(new Set(answers)).toEqual(new Set([expected]));
    expect(Object.values(directAgent(new URL(url)).freeSockets).flat().length).toBeLessThanOrEqual(10);
  });

  it.each<[string, string, RegExp]>([
    ['without all of its length', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', /closed the connection in the middle/],
    ['without its last chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n', /in the middle/],
  ])('%s is a failure after what has come', async (_name, bytes, words) => {
    const url = await serveTcp((socket) => socket.once('data', () => socket.end(bytes)));
    const { body } = await transport.send(request(url), quiet());
    let text = '';
    const reading = (async () => {
      for await (const chunk of body) text += Buffer.from(chunk).toString();
    })();
    const failure = await failureFrom(reading);
    expect(failure).toBeInstanceOf(TransportFailure);
    expect(failure).toMatchObject({ kind: 'reset', message: expect.stringMatching(words) });
    expect(text).toBe('half');
  });

  it.each([
    ['gzip', gzipSync(text).subarray(0, 60)],
    ['gzip', Buffer.concat([gzipSync(text).subarray(0, 30), Buffer.alloc(200, 7)])],
    ['br', brotliCompressSync(text).subarray(0, 20)],
  ])('compressed with %s and broken is a failure', async (encoding, bytes) => {
    const url = await serveHttp((_incoming, response) => response.setHeader('content-encoding', encoding).end(bytes));
    const failure = await failureFrom(textOf(await transport.send(request(url), quiet())));
    expect(failure).toMatchObject({ kind: 'network', message: expect.stringContaining("can't be decompressed") });
  });

  it('compressed and cut off is a failure', async () => {
    const url = await serveHttp((_incoming, response) => {
      response.setHeader('content-encoding', 'gzip').write(gzipSync(text).subarray(0, 60), () => response.destroy());
    });
    const failure = await failureFrom(textOf(await transport.send(request(url), quiet())));
    expect(failure).toBeInstanceOf(TransportFailure);
  });
});
