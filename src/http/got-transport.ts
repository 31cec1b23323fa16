import got, { Options, type Request } from 'got';
import { directAgent, proxyAgent, proxyFor } from './agents.ts';
import { unlessAborted } from './cancel.ts';
import { exchange, type OpenStream, type StreamOptions } from './got-exchange.ts';
import { type HttpAnswer, type HttpRequest, type Transport, TransportFailure } from './transport.ts';

/** A transport by got, on one pool of keep-alive connections for the whole process. */
export function createGotTransport(): Transport {
  return {
    async send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
      signal.throwIfAborted();
      const url = readUrl(request.url);
      const proxy = proxyFor(url, request.proxy, process.env);
      const agent = proxy ? await unlessAborted(proxyAgent(url, proxy), signal) : directAgent(url);
      signal.throwIfAborted();
      return exchange(open, request, { url, agent, proxy }, signal);
    },
  };
}

// Options that are prepared once and handed over as defaults spare got most of its work for each call.
const PREPARED = new Options(undefined, {
  isStream: true,
  retry: { limit: 0 },
  throwHttpErrors: false,
  followRedirect: false,
  decompress: true,
  headers: { 'user-agent': 'plugboard' },
});
const start = got as unknown as (url: string, options: StreamOptions, defaults: object) => Request;

const open: OpenStream = (url, options) => {
  const stream = start(url, options, PREPARED);
  // got would now collect some forty settings for `options.request`, which heeds the headers alone.
  stream.options.createNativeRequestOptions = () => ({ headers: stream.options.headers }) as never;
  return stream;
};

function readUrl(url: string): URL {
  try {
    return new URL(url);
  } catch {
    throw new TransportFailure('config', 'the URL of the request is not valid. Check baseURL');
  }
}
