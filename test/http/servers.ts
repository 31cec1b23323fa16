import { getEventListeners, once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeAll } from '@jest/globals';
import nock from 'nock';
import type { HttpAnswer, HttpRequest } from '../../src/http/transport.ts';
import { certificate, certificateKey } from './certificate.ts';

const closers: (() => void)[] = [];

/** Takes nock out of the way, so that a test file speaks over real sockets, and closes its servers after each test. */
export function useRealSockets(): void {
  beforeAll(() => nock.restore());
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });
}

async function listen(server: net.Server, scheme: string): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export const serveHttp = (listener: RequestListener): Promise<string> => listen(http.createServer(listener), 'http');

export const serveHttps = (listener: RequestListener): Promise<string> =>
  listen(https.createServer({ cert: certificate, key: certificateKey }, listener), 'https');

/** A server below HTTP: whatever it does with the socket is the answer. */
export const serveTcp = (onSocket: (socket: Socket) => void): Promise<string> => listen(net.createServer(onSocket), 'http');

/** A proxy that opens tunnels and notes who asked for what. */
export async function serveProxy(): Promise<{ url: string; tunnels: string[]; credentials: (string | undefined)[] }> {
  const tunnels: string[] = [];
  const credentials: (string | undefined)[] = [];
  const server: Server = http.createServer();
  server.on('connect', (request, socket: Socket) => {
    tunnels.push(request.url ?? '');
    credentials.push(request.headers['proxy-authorization']);
    const [host, port] = (request.url ?? '').split(':');
    const upstream = net.connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
    socket.on('close', () => upstream.destroy());
  });
  return { url: await listen(server, 'http'), tunnels, credentials };
}

/** A port that nobody listens at. */
export async function closedPort(): Promise<string> {
  const server = net.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

export function request(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'POST', url, headers: {}, body: '{}', connectTimeoutMs: 5000, ...more };
}

export async function textOf(answer: HttpAnswer): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** What a promise is rejected with. */
export async function failureFrom(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('nothing failed');
}

/** A signal whose listeners are counted. */
export function countedSignal(): { controller: AbortController; listeners: () => number } {
  const controller = new AbortController();
  return { controller, listeners: () => getEventListeners(controller.signal, 'abort').length };
}
