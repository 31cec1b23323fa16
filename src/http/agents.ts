import http, { type Agent } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { TransportFailure } from './transport.ts';

// An agent's `timeout` closes sockets that lie free; on a busy socket it is only an event that nobody hears.
const POOL = { keepAlive: true, maxSockets: 256, maxFreeSockets: 10, timeout: 90_000 };

let direct: { http: http.Agent; https: https.Agent } | undefined;
const proxied = new Map<string, Promise<Agent>>();

/** The process's own keep-alive agent for a URL. Sockets that lie free do not keep the process alive. */
export function directAgent(url: URL): Agent {
  direct ??= { http: new http.Agent(POOL), https: new https.Agent(POOL) };
  return url.protocol === 'https:' ? direct.https : direct.http;
}

/** The process's agent for a URL behind a proxy. A request's own `timeout` option limits the way through the proxy. */
export function proxyAgent(url: URL, proxy: URL): Promise<Agent> {
  const key = `${url.protocol} ${proxy.href}`;
  const agent = proxied.get(key) ?? createProxyAgent(url, proxy);
  proxied.set(key, agent);
  return agent;
}

async function createProxyAgent(url: URL, proxy: URL): Promise<Agent> {
  const { HttpProxyAgent, HttpsProxyAgent } = await import('hpagent');
  const Tunnel = url.protocol === 'https:' ? HttpsProxyAgent : HttpProxyAgent;
  // An agent's own options go before a request's: with the pool's `timeout`, a silent proxy would be waited for as long as that.
  const { timeout: idleMs, ...options } = POOL;
  return new Tunnel({ ...options, proxy }).on('free', (socket: Socket) => socket.setTimeout(idleMs));
}

/**
 * The proxy for a URL: the given one, else what `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say, in upper or lower case. The
 * environment never sends this machine's own addresses through a proxy.
 *
 * @throws {TransportFailure} when the proxy's URL can't be used.
 */
export function proxyFor(
  url: URL,
  proxy: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): URL | undefined {
  if (proxy) return readProxy(proxy, 'the `proxy` setting');
  if (isLoopback(url.hostname)) return undefined;
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const value = env[name] || env[name.toLowerCase()];
  if (!value || isExempt(url, env.NO_PROXY || env.no_proxy || '')) return undefined;
  return readProxy(value, name);
}

function readProxy(value: string, source: string): URL {
  const text = value.trim();
  const address = text.includes('://') ? text : `http://${text}`;
  if (URL.canParse(address) && /^https?:/i.test(address)) return new URL(address);
  throw new TransportFailure('config', `${source} is no http or https URL of a proxy; write http://host:port`);
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

function isExempt(url: URL, list: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      const [, pattern = '', onlyPort = port] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (pattern === '*') return true;
      if (pattern === '' || onlyPort !== port) return false;
      const suffix = pattern.replace(/^\*/, '');
      return suffix.startsWith('.') ? url.hostname.endsWith(suffix) : url.hostname === pattern;
    });
}
