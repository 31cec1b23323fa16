import { BlockList, isIP } from 'node:net';

/** A base URL in its normal form. */
export interface BaseURL {
  url: string;
  /** The host, if plain http would carry the key over a public network. */
  insecureHost: string | undefined;
}

/**
 * The normal form of a base URL: no trailing slash, and the version path on a host of `hosts` where the path is empty. Any other
 * path stays as it is. What may hold a secret is never in the problem.
 */
export function readBaseURL(given: string, hosts: Readonly<Record<string, string>> = {}): BaseURL | { problem: string } {
  const text = given.trim();
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { problem: `has no scheme: write ${guess(text)}` };
  if (!/^https?:\/\//i.test(text))
    return { problem: `must begin with https:// or http://, not ${text.slice(0, text.indexOf('/') + 2)}` };
  if (/[\s\p{Cc}]/u.test(text)) return { problem: 'holds white space: remove it' };
  if (/[?#]/.test(text))
    return {
      problem:
        'must not have a query or a fragment: end it with the path; what a query tells has settings of its own (such as apiKey and apiVersion)',
    };
  if (!URL.canParse(text)) return { problem: 'is no URL: write it like https://api.example.com/v1' };
  return check(new URL(text), hosts);
}

function check(url: URL, hosts: Readonly<Record<string, string>>): BaseURL | { problem: string } {
  if (url.username || url.password) return { problem: 'must not hold a user name or a password: use apiKey or headers' };
  const path = url.pathname.replace(/\/+$/, '');
  const version = Object.hasOwn(hosts, url.host) ? (hosts[url.host] ?? '') : '';
  const insecureHost = url.protocol === 'http:' && !isNear(url.hostname) ? url.host : undefined;
  return { url: url.origin + (path || version.replace(/\/+$/, '')), insecureHost };
}

/** What was probably meant by an address without a scheme; without what may be a password or a key. */
function guess(text: string): string {
  const [address = ''] = text.replace(/^\w*:?\/+/, '').split(/[?#\s]/);
  if (address === '' || address.includes('@')) return 'https:// before it';
  const host = address.replace(/(:\d+)?(\/.*)?$/, '');
  return `${isNear(host) ? 'http' : 'https'}://${address}`;
}

const near = new BlockList();
for (const [network, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['0.0.0.0', 32],
] as const) {
  near.addSubnet(network, prefix, 'ipv4');
}
near.addAddress('::1', 'ipv6');
near.addSubnet('fc00::', 7, 'ipv6');
near.addSubnet('fe80::', 10, 'ipv6');

/** Loopback, a private network, or a name that only a private network resolves. */
function isNear(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  if (family !== 0) return near.check(host, family === 6 ? 'ipv6' : 'ipv4');
  return !host.includes('.') || /\.(localhost|local|internal|home\.arpa)\.?$/i.test(host);
}

const warned = new Set<string>();

/** Warns of plain http, once per process and host, and gives the warning every time. */
export function warnOfPlainHttp(provider: string, host: string): string {
  const warning = `[${provider}] baseURL sends the key and the prompts unencrypted to ${host}. Use https.`;
  if (!warned.has(host)) process.emitWarning(warning, { code: 'PLUGBOARD_PLAIN_HTTP' });
  warned.add(host);
  return warning;
}
