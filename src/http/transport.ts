/** One HTTP request, ready to be sent. */
export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
  /** Milliseconds to reach the server: name lookup, TCP and TLS together. */
  connectTimeoutMs: number;
  /** The URL of a proxy; without one, `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` decide. */
  proxy?: string | undefined;
}

/** An answer whose body is still to be read. */
export interface HttpAnswer {
  status: number;
  /** Names in lower case; several values of a name are joined by `, `. */
  headers: Record<string, string>;
  /** The body, decompressed. Leaving the loop early closes the connection. */
  body: AsyncIterable<Uint8Array>;
  /** The headers as they were sent, where they are not those of the request: keys among them are struck out of errors. */
  sent?: Readonly<Record<string, string>> | undefined;
}

/**
 * The only door to the network. `send` resolves once the headers are there, whatever the status; it follows no redirect and
 * tries nothing again. Aborting the signal ends it, and the reading of the body, at once.
 *
 * @throws {TransportFailure} when no answer came; the same when reading the body fails.
 */
export interface Transport {
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>;
}

/** What kept a request from its answer. `config`: it could not even be tried, as the URL or the proxy is wrong. */
export type TransportFailureKind = 'config' | 'connect-timeout' | 'dns' | 'refused' | 'tls' | 'proxy' | 'reset' | 'network';

/** A failure of the network. Its message is ours: it holds no header, no body, no query. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';
  readonly kind: TransportFailureKind;
  /** The platform's code, such as `ECONNREFUSED`. */
  readonly code: string | undefined;

  constructor(kind: TransportFailureKind, message: string, code?: string) {
    super(message);
    this.kind = kind;
    this.code = code;
  }
}

/** By name, so that one of another copy of the package counts too. */
export function isTransportFailure(error: unknown): error is TransportFailure {
  return error instanceof Error && error.name === 'TransportFailure' && 'kind' in error;
}
