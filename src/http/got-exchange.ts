import http, { type Agent, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { failureOf, type Phase, type Places, placeOf } from './failures.ts';
import { StreamBody } from './stream-body.ts';
import { type HttpAnswer, type HttpRequest, TransportFailure } from './transport.ts';

/** What got is asked for. */
export interface StreamOptions {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: Buffer | undefined;
  /** Makes the platform's request, in got's place. */
  request(url: URL, options: { headers: Record<string, string> }): ClientRequest;
}

/** Starts a request and gives got's stream of its answer, which emits `response` before any data. */
export type OpenStream = (url: string, options: StreamOptions) => Duplex;

/** The way to a server. */
export interface Route {
  url: URL;
  agent: Agent;
  proxy?: URL | undefined;
}

/** Sends one request. Resolves once the headers of the answer are there. */
export function exchange(open: OpenStream, request: HttpRequest, route: Route, signal: AbortSignal): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => new GotExchange(request, route, signal, resolve, reject).start(open));
}

class GotExchange {
  readonly #request: HttpRequest;
  readonly #route: Route;
  readonly #places: Places;
  readonly #signal: AbortSignal;
  readonly #resolve: (answer: HttpAnswer) => void;
  readonly #reject: (error: unknown) => void;
  #phase: Phase;
  #timer: NodeJS.Timeout | undefined;
  #stream: Duplex | undefined;
  #body: StreamBody | undefined;

  constructor(
    request: HttpRequest,
    route: Route,
    signal: AbortSignal,
    resolve: (answer: HttpAnswer) => void,
    reject: (error: unknown) => void,
  ) {
    this.#request = request;
    this.#route = route;
    this.#places = { server: placeOf(route.url), proxy: route.proxy && placeOf(route.proxy) };
    this.#signal = signal;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#phase = route.proxy ? 'proxy' : 'connect';
  }

  start(open: OpenStream): void {
    const { method, headers, body, url } = this.#request;
    this.#signal.addEventListener('abort', this.#abort);
    // got waits to be written to when a POST has no body at all.
    const bytes = method === 'POST' ? Buffer.from(body ?? '') : undefined;
    const stream = open(url, { method, headers, body: bytes, request: (_url, options) => this.#send(options.headers) });
    this.#stream = stream;
    stream.on('error', (error) => this.#fail(failureOf(error, this.#phase, this.#places), stream.read()));
    stream.once('response', (response: IncomingMessage) => this.#answer(stream, response));
  }

  #send(headers: Record<string, string>): ClientRequest {
    const { url, agent, proxy } = this.#route;
    const secure = url.protocol === 'https:';
    const { method, connectTimeoutMs } = this.#request;
    const sent = (secure ? https : http).request(url, {
      method,
      headers,
      agent,
      ...(proxy && { timeout: timerMs(connectTimeoutMs) }),
    });
    // got hears the first error only; a second one, after an abort for example, must not end the process.
    sent.on('error', () => {});
    // Behind a proxy the socket is announced once the tunnel stands. Without one it is announced before it connects, and a
    // request that waits for a place in the pool is not connecting yet.
    if (proxy) this.#startTimer();
    sent.once('socket', (socket) => this.#watch(socket, secure, sent.reusedSocket));
    return sent;
  }

  #watch(socket: Socket, secure: boolean, reused: boolean): void {
    this.#phase = 'connect';
    if (reused || (!secure && !socket.connecting)) {
      this.#connected();
    } else {
      this.#startTimer();
      socket.once(secure ? 'secureConnect' : 'connect', this.#connected);
    }
  }

  #startTimer(): void {
    const { connectTimeoutMs } = this.#request;
    const expire = () => {
      const place = this.#phase === 'proxy' ? `proxy ${this.#places.proxy}` : this.#places.server;
      this.#fail(new TransportFailure('connect-timeout', `no connection to ${place} within ${connectTimeoutMs} ms`));
    };
    this.#timer ??= setTimeout(expire, timerMs(connectTimeoutMs));
  }

  readonly #connected = (): void => {
    clearTimeout(this.#timer);
    this.#phase = 'answer';
  };

  #answer(stream: Duplex, response: IncomingMessage): void {
    this.#connected();
    this.#phase = 'body';
    this.#body = new StreamBody(stream, this.#close);
    this.#resolve({ status: response.statusCode ?? 0, headers: flatten(response.headers), body: this.#body });
  }

  readonly #abort = (): void => this.#fail(this.#signal.reason);

  #fail(error: unknown, rest?: Uint8Array | null): void {
    this.#reject(error);
    this.#body?.fail(error, rest);
    this.#close();
  }

  readonly #close = (): void => {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#abort);
    this.#stream?.destroy();
  };
}

/** A time that a timer of the platform can hold. */
function timerMs(ms: number): number {
  return Math.min(ms, 2 ** 31 - 1);
}

function flatten(headers: IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}
