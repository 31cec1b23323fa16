/** A request as hooks see it, right before it is sent. Changing it changes nothing. */
export interface ObservedRequest {
  /** The provider's name. */
  provider: string;
  method: 'GET' | 'POST';
  url: string;
  /** Names in lower case. The values that may be keys are `***`. */
  headers: Record<string, string>;
  /** The body as it is sent, with the prompt in it. */
  body?: string | undefined;
}

/** What kept an answer from coming, or from being read to its end. */
export interface ObservedError {
  name: string;
  message: string;
  /** Such as `ECONNREFUSED` or `LLM_TIMEOUT`. */
  code?: string | undefined;
}

/** An answer as hooks see it, once its body is over. Whatever may be a key is struck out. */
export interface ObservedAnswer {
  /** The very object that `onRequest` was given, so without what that added. */
  request: ObservedRequest;
  status: number;
  headers: Record<string, string>;
  /** The body as text, decompressed, with the answer in it. A stream's is all of its events. */
  body: string;
  /** Whether the body was read to its end: not where it was cut, cancelled, or left because enough of it was read. */
  complete: boolean;
  /** Whether `body` is only the first MiB. */
  truncated: boolean;
  error?: ObservedError | undefined;
  /** Milliseconds from the sending to the end of the body. */
  latencyMs: number;
}

/** A request that got no answer, as hooks see it. */
export interface ObservedFailure {
  request: ObservedRequest;
  status?: undefined;
  headers?: undefined;
  body?: undefined;
  error: ObservedError;
  latencyMs: number;
}

/** What became of a request. Without a `status` there was no answer. */
export type ObservedResponse = ObservedAnswer | ObservedFailure;

/** What a hook may add to a request. */
export interface RequestAdditions {
  headers?: Record<string, string> | undefined;
}

// biome-ignore lint/suspicious/noConfusingVoidType: most hooks give nothing
type RequestHookResult = RequestAdditions | undefined | void;

/** What looks at every request and answer of a registry's clients, for logs, traces and tests. */
export interface Hooks {
  /**
   * Called before every request, those of retries, of streams, of `listModels` and of availability too, and waited for. The `headers`
   * that it gives are added to the request and override those of the same name, authentication included; `content-length`,
   * `transfer-encoding` and `connection` are refused. If it throws, nothing is sent and the call fails with an
   * `InvalidConfigError` that quotes it, without keys and prompt.
   *
   * @example
   * ```ts
   * new ProviderRegistry({ onRequest: () => ({ headers: { traceparent: currentSpan() } }) });
   * ```
   */
  onRequest?: ((request: ObservedRequest) => RequestHookResult | Promise<RequestHookResult>) | undefined;
  /**
   * Called once for every request that was sent, when its answer's body is over or when it failed. A call does not wait for what this
   * gives. What it throws is a warning of the process, once, and changes nothing for the call.
   *
   * @example
   * ```ts
   * new ProviderRegistry({
   *   onResponse: ({ request, status, latencyMs }) => console.log(request.provider, status ?? 'failed', latencyMs),
   * });
   * ```
   */
  onResponse?: ((response: ObservedResponse) => unknown) | undefined;
}
