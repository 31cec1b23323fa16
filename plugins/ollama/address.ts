import { InvalidConfigError } from '../../src/plugin.ts';
import type { OllamaConfig } from './api.ts';

const PORT = 11434;

/** Here a server listens on all interfaces; who wants to reach it goes to one. */
const LOOPBACK: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '[::]': '[::1]' };

/**
 * An address as [Ollama's own clients](https://docs.ollama.com/faq) read `OLLAMA_HOST`: `gpu-box`, `gpu-box:8080`, `:8080`,
 * `0.0.0.0`, `::1`. What has a scheme has its scheme's port.
 */
export function addressOf(given: string): string {
  const [, scheme, authority = '', path = ''] = /^([^/]*:\/\/)?([^/]*)(.*)$/s.exec(given.trim()) ?? [];
  if (!scheme && authority === 'ollama.com') return `https://${authority}${path}`;
  const { host, port } = placeOf(authority);
  const reached = LOOPBACK[host] ?? host;
  return scheme ? scheme + reached + port + path : `http://${reached || '127.0.0.1'}${port || `:${PORT}`}${path}`;
}

/** An IPv6 address may come without the brackets that a URL needs, but not with a port then. */
function placeOf(authority: string): { host: string; port: string } {
  const host = authority.replace(/:\d*$/, '');
  if (host.includes(':') && /^[\da-f:.]+$/i.test(authority)) return { host: `[${authority}]`, port: '' };
  const port = authority.slice(host.length);
  return { host, port: port === ':' ? '' : port };
}

/**
 * The server itself: the routes begin with `/api`, which may have been told as a part of it, as may a whole route.
 *
 * @throws {InvalidConfigError} for the address of another API of Ollama's, and for a setting that would change nothing.
 */
export function configure(config: OllamaConfig): OllamaConfig {
  const { baseURL, api, raw } = config;
  if (raw && api !== 'generate') {
    throw new InvalidConfigError('raw: is for api "generate" alone; a chat always goes through the model\'s template', {
      provider: 'ollama',
    });
  }
  if (baseURL.endsWith('/v1')) {
    const server = baseURL.slice(0, -'/v1'.length);
    throw new InvalidConfigError(
      `baseURL: ${baseURL} is Ollama's OpenAI-compatible API; write ${server} here, or use the provider "custom" for it`,
      { provider: 'ollama' },
    );
  }
  return { ...config, baseURL: baseURL.replace(/\/api(\/(chat|generate|embed))?$/, '') };
}

/** What to do where nothing listens. Ollama itself speaks plain http: what does not listen to https is something else. */
export function unreachable({ baseURL }: OllamaConfig): string | undefined {
  const { hostname, protocol } = new URL(baseURL);
  if (protocol !== 'http:') return undefined;
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname)
    ? 'Ollama seems not to be running: start it with `ollama serve`, or install it from https://ollama.com/download'
    : `Ollama seems not to be running on ${hostname}, or to listen to its own machine alone: start it there with \`OLLAMA_HOST=0.0.0.0 ollama serve\``;
}
