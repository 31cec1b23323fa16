import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { LLMError } from '../src/errors.ts';
import { createGotTransport } from '../src/http/got-transport.ts';
import { ProviderRegistry } from '../src/registry/registry.ts';
import type { Client } from '../src/types.ts';
import { closedPort, serveHttp, serveHttps, serveTcp, useRealSockets } from './http/servers.ts';
import { ALL, clientOf } from './support/built-in-apis.ts';
import { failureOf, shownOf } from './support/failure.ts';
import { useUnknownNames } from './support/unknown-names.ts';

useRealSockets();

const KEY = 'anthropic-key-0123456789';

const create = (config: Record<string, unknown> = {}, name = 'anthropic'): Client =>
  new ProviderRegistry({ env: {} }).create(name as string, { apiKey: KEY, retry: { attempts: 1 }, ...config });

describe('a server that is not there', () => {
  const ways = (client: Client): Promise<LLMError>[] => [
    failureOf(client.complete('Hi')),
    failureOf(client.stream('Hi').response),
  ];

  it('because nothing runs is a RequestError that asks for the server', async () => {
    for (const error of await Promise.all(ways(create({ baseURL: await closedPort() })))) {
      expect(error).toMatchObject({ code: 'LLM_REQUEST', retryable: true, attempts: 1 });
      expect(error.message).toMatch(/127\.0\.0\.1:\d+ refuses connections.*running/);
      expect(shownOf(error)).not.toContain(KEY);
    }
  });

  describe('in a network that knows no names', () => {
    useUnknownNames();

    it('because its name is unknown is a RequestError that names baseURL', async () => {
      for (const error of await Promise.all(ways(create({ baseURL: 'https://nobody.invalid' })))) {
        expect(error.code).toBe('LLM_REQUEST');
        expect(error.message).toMatch(/nobody\.invalid.*looked up.*baseURL/);
      }
    });
  });

  it('because its certificate is not trusted is a RequestError that is not retried', async () => {
    const baseURL = await serveHttps((_request, response) => response.end('{}'));
    for (const error of await Promise.all(ways(create({ baseURL, retry: { attempts: 3 } })))) {
      expect(error).toMatchObject({ code: 'LLM_REQUEST', retryable: false, attempts: 1 });
      expect(error.message).toContain('certificate');
    }
  });

  it('because it speaks no HTTP, or no TLS, is a RequestError', async () => {
    const noise = await serveTcp((socket) => socket.end('SSH-2.0-OpenSSH\r\n\r\n'));
    expect((await failureOf(create({ baseURL: noise }).complete('Hi'))).message).toContain('no valid HTTP');
    const plain = await serveHttp((_request, response) => response.end('{}'));
    const error = await failureOf(create({ baseURL: plain.replace('http:', 'https:') }).complete('Hi'));
    expect(error).toMatchObject({ code: 'LLM_REQUEST', message: expect.stringContaining('TLS') });
  });

  describe('of Ollama', () => {
    const ollama = (baseURL: string) =>
      new ProviderRegistry({ env: {} }).create('ollama' as string, { baseURL, retry: { attempts: 1 } });

    it('says how to start it', async () => {
      const client = ollama(await closedPort());
      for (const error of await Promise.all(ways(client))) {
        expect(error).toMatchObject({ code: 'LLM_REQUEST', provider: 'ollama' });
        expect(error.message).toMatch(/refuses connections.*`ollama serve`/);
      }
      expect((await client.checkAvailability()).reason).toContain('`ollama serve`');
    });
  });

  it('and not available says why', async () => {
    const told = await create({ baseURL: await closedPort() }).checkAvailability();
    expect(told).toMatchObject({ available: false, keyChecked: false, reason: expect.stringContaining('refuses connections') });
  });
});

describe('an answer that is none', () => {
  const serve = (write: (response: ServerResponse) => void) =>
    serveHttp((request, response) => {
      request.resume();
      request.once('end', () => write(response));
    });

  /** Writes 100 MiB, each when the one before is gone, as long as somebody is there. */
  const pour = (response: ServerResponse, onBlock: () => void = () => {}): void => {
    response.on('error', () => {});
    const block = ' '.repeat(1024 * 1024);
    const more = (left: number): void => {
      if (response.destroyed) return;
      if (left === 0) return void response.end();
      onBlock();
      response.write(block, () => more(left - 1));
    };
    more(100);
  };

  const odd: [string, (response: ServerResponse) => void, string][] = [
    ['HTML', (response) => response.setHeader('content-type', 'text/html').end('<!doctype html><p>Login'), 'web page.*baseURL'],
    ['HTML that says it is JSON', (response) => response.setHeader('content-type', 'application/json').end('<html>'), 'web page'],
    ['an empty body', (response) => response.end(), 'empty'],
    ['204', (response) => response.writeHead(204).end(), 'empty'],
    ['truncated JSON', (response) => response.end('{"type":"message","content":[{"ty'), 'no JSON, or cut off'],
    ['other JSON', (response) => response.end('{"ok":true}'), 'none that this API gives'],
  ];
  it.each(odd)('%s is a ResponseError, whole and as a stream', async (_what, write, says) => {
    const client = create({ baseURL: await serve(write), retry: { attempts: 3 } });
    const streamed = await failureOf(client.stream('Hi').response);
    expect(streamed).toMatchObject({ partial: { content: '' } });
    for (const error of [await failureOf(client.complete('Hi')), streamed]) {
      expect(error).toMatchObject({ code: 'LLM_RESPONSE', provider: 'anthropic', attempts: 1 });
      expect(error.message).toMatch(new RegExp(says));
    }
  });

  it('of 100 MB is read no further than the limit', async () => {
    let written = 0;
    const baseURL = await serve((response) => pour(response, () => written++));
    const error = await failureOf(create({ baseURL }).complete('Hi'));
    expect(error).toMatchObject({ code: 'LLM_RESPONSE', message: expect.stringMatching(/larger than \d+ bytes/) });
    expect(written).toBeLessThan(100);
  });

  it('of 100 MB out of a small one is read no further than the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024, 32));
    const baseURL = await serve((response) => response.setHeader('content-encoding', 'gzip').end(bomb));
    expect((await failureOf(create({ baseURL }).complete('Hi'))).code).toBe('LLM_RESPONSE');
  });

  it('of 100 MB in one event of a stream is refused', async () => {
    const baseURL = await serve((response) => {
      response.setHeader('content-type', 'text/event-stream').write('data: "');
      pour(response);
    });
    const error = await failureOf(create({ baseURL, maxEventBytes: 4 * 1024 * 1024 }).stream('Hi').response);
    expect(error).toMatchObject({ code: 'STREAM_READ', message: expect.stringContaining('maxEventBytes') });
  });
});

describe('a base URL that leads to a web page', () => {
  const page = '<!doctype html><html><body>Welcome to nginx!</body></html>';
  const lead = (status: number) =>
    serveHttp((request, response) => {
      request.resume();
      request.once('end', () => response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(page));
    });

  it.each(ALL)('is told by $label, whatever its status', async (one) => {
    const prompt = { prompt: 'Hi' };
    for (const [status, code] of [
      [200, 'LLM_RESPONSE'],
      [404, 'LLM_REQUEST'],
    ] as const) {
      const client = clientOf({ ...one, config: { ...one.config, baseURL: await lead(status) } }, createGotTransport());
      for (const error of [await failureOf(client.complete(prompt)), await failureOf(client.stream(prompt).response)]) {
        expect(error).toMatchObject({ code, status, provider: one.provider, attempts: 1 });
        expect(error.message).toMatch(/baseURL/);
        expect(error.message).not.toContain('nginx');
      }
    }
  });
});
