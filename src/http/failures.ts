import { TransportFailure, type TransportFailureKind } from './transport.ts';

/** How far a request has come: on the way through a proxy, connecting, waiting for the answer, or reading its body. */
export type Phase = 'proxy' | 'connect' | 'answer' | 'body';

/** The hosts that a failure may name. */
export interface Places {
  server: string;
  proxy?: string | undefined;
}

/** `host:port` of a URL, without anything that may be secret. */
export function placeOf(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`;
}

const RULES: readonly [codes: RegExp, kind: TransportFailureKind, words: (server: string, phase: Phase) => string][] = [
  [/^(ENOTFOUND|EAI_)/, 'dns', (server) => `the name of ${server} could not be looked up. Check baseURL and the network`],
  [/^ECONNREFUSED$/, 'refused', (server) => `${server} refuses connections. Is the server running there?`],
  [
    /CERT|^(ERR_TLS|ERR_SSL|EPROTO$|UNABLE_TO_|CRL_|HOSTNAME_MISMATCH)/,
    'tls',
    (server) => `no secure connection to ${server}. Check its certificate, and that this port speaks TLS`,
  ],
  [
    /^(ECONNRESET|EPIPE|ECONNABORTED|ERR_HTTP_CONTENT_LENGTH_MISMATCH)$/,
    'reset',
    (server, phase) =>
      phase === 'body'
        ? `${server} closed the connection in the middle of the answer`
        : `${server} closed the connection before it answered`,
  ],
  [/^(Z_|ERR_BROTLI|ERR_PADDING|ERR__ERROR)/, 'network', (server) => `${server} sent an answer that can't be decompressed`],
  [/^HPE_/, 'network', (server) => `${server} sent what is no valid HTTP`],
  [/^ERR_INVALID_(CHAR|HTTP_TOKEN)$/, 'network', () => 'a header has a name or a value that HTTP forbids'],
];

/** Says in our own words what an error of the platform means. Nothing else of that error travels: it may hold the key and the prompt. */
export function failureOf(error: unknown, phase: Phase, places: Places): TransportFailure {
  const code = codeOf(error);
  const told = code ? ` (${code})` : '';
  if (phase === 'proxy') {
    const status = /^Bad response: (\d+)$/.exec(error instanceof Error ? error.message : '')?.[1];
    const why = status ? ` (it answers with status ${status})` : told;
    return new TransportFailure('proxy', `the proxy ${places.proxy} opens no way to ${places.server}${why}`, code);
  }
  for (const [codes, kind, words] of RULES) {
    if (code && codes.test(code)) return new TransportFailure(kind, `${words(places.server, phase)}${told}`, code);
  }
  const what = phase === 'body' ? `the answer of ${places.server} could not be read` : `${places.server} could not be reached`;
  return new TransportFailure('network', `${what}${told}`, code);
}

function codeOf(error: unknown): string | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && !code.startsWith('ERR_GOT') ? code : undefined;
}
