import { traceOf } from '../error-trace.ts';
import { InvalidConfigError } from '../errors.ts';
import type { Clock } from '../provider.ts';
import { unlessAborted } from './cancel.ts';
import { checkHeaders } from './check-headers.ts';
import type { Hooks, ObservedRequest, ObservedResponse } from './hooks.ts';
import { describeError, ObservedBody } from './observed-body.ts';
import { maskHeaders, quote, redact } from './redact.ts';
import type { HttpAnswer, HttpRequest, Transport } from './transport.ts';

/** Whose requests are observed. */
interface ObservedClient {
  provider: string;
  /** The keys that are known by now. */
  keys?: (() => readonly string[]) | undefined;
}

/** Puts the hooks around a transport. */
export type Observe = (transport: Transport, client: ObservedClient) => Transport;

/**
 * Without hooks a transport stays as it is.
 *
 * @throws {InvalidConfigError} for a hook that is no function.
 */
export function createObserve({ onRequest, onResponse }: Hooks, clock: Clock): Observe {
  for (const [name, hook] of Object.entries({ onRequest, onResponse })) {
    if (hook !== undefined && typeof hook !== 'function') throw new InvalidConfigError(`${name} must be a function`);
  }
  if (!onRequest && !onResponse) return (transport) => transport;
  const hooks = { onRequest, onResponse: onResponse && harmless(onResponse) };
  return (transport, client) => new ObservedTransport(transport, client, hooks, clock);
}

/** A transport that tells hooks of all that goes through it, and never of a key. */
class ObservedTransport implements Transport {
  readonly #transport: Transport;
  readonly #client: ObservedClient;
  readonly #hooks: Hooks;
  readonly #clock: Clock;

  constructor(transport: Transport, client: ObservedClient, hooks: Hooks, clock: Clock) {
    this.#transport = transport;
    this.#client = client;
    this.#hooks = hooks;
    this.#clock = clock;
  }

  async send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    signal.throwIfAborted();
    const observed = this.#observe(request);
    const added = await this.#ask(request, observed, signal);
    return this.#exchange({ ...request, headers: { ...request.headers, ...added } }, observed, signal);
  }

  async #exchange(request: HttpRequest, observed: ObservedRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const { onResponse } = this.#hooks;
    const { headers: sent } = request;
    const startedAt = this.#clock.monotonic();
    const told = () => ({ request: observed, latencyMs: Math.round(this.#clock.monotonic() - startedAt) });
    const secrets = () => this.#secrets(sent);
    let answer: HttpAnswer;
    try {
      answer = await this.#transport.send(request, signal);
    } catch (error) {
      onResponse?.({ ...told(), error: describeError(error, secrets()) });
      throw error;
    }
    const { status, headers, body } = answer;
    const observedBody = onResponse && new ObservedBody(answer, secrets, (end) => onResponse({ ...told(), ...end }));
    return { status, headers, body: observedBody ?? body, sent };
  }

  #observe({ method, url, headers, body }: HttpRequest): ObservedRequest {
    const { provider } = this.#client;
    const secrets = this.#secrets(headers);
    const masked = Object.entries(maskHeaders(headers)).map(([name, value]) => [name, hide(value, secrets)]);
    return {
      provider,
      method,
      url: redact(url, secrets),
      headers: Object.fromEntries(masked),
      ...(body !== undefined && { body: hide(body, secrets) }),
    };
  }

  /** The headers that the hook adds, names in lower case. */
  async #ask(request: HttpRequest, observed: ObservedRequest, signal: AbortSignal): Promise<Record<string, string>> {
    const { onRequest } = this.#hooks;
    if (!onRequest) return {};
    const { provider } = this.#client;
    const asked = (async () => (await onRequest(observed))?.headers ?? {})();
    const headers = await unlessAborted(asked, signal).catch((error) => {
      if (signal.aborted) throw signal.reason;
      throw this.#refused(error, request);
    });
    const problems = checkHeaders(headers);
    if (problems.length > 0)
      throw new InvalidConfigError(`what onRequest gives is not valid: ${problems.join('; ')}`, { provider });
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  }

  /** A hook knows all that is sent, so its words may be as telling as a provider's. */
  #refused(error: unknown, { headers, body = '' }: HttpRequest): InvalidConfigError {
    const { provider } = this.#client;
    const { message } = describeError(error, []);
    const said = message && `: "${quote(message, this.#secrets(headers), [body])}"`;
    return new InvalidConfigError(`onRequest threw, so nothing was sent${said}`, { provider, cause: traceOf(error) });
  }

  #secrets(headers: Readonly<Record<string, string>>): string[] {
    const masked = maskHeaders(headers);
    const values = Object.entries(headers).flatMap(([name, value]) => (masked[name] === value ? [] : value));
    return [...(this.#client.keys?.() ?? []), ...values.flatMap((value) => [value, value.replace(/^\S+\s+/, '')])];
  }
}

/** What is said is shown as it is, whatever it looks like, unless a key is in it. */
function hide(text: string, secrets: readonly string[]): string {
  return secrets.some((secret) => secret !== '' && text.includes(secret)) ? redact(text, secrets) : text;
}

/** A hook whose failures are told once, and are nobody else's. */
function harmless(hook: NonNullable<Hooks['onResponse']>): (response: ObservedResponse) => void {
  let warned = false;
  const warn = (error: unknown) => {
    if (warned) return;
    warned = true;
    const { message: name, stack: detail } = traceOf(error) ?? { message: typeof error };
    process.emitWarning(`onResponse threw (${name}); calls go on, and this is told once`, { code: 'PLUGBOARD_HOOK', detail });
  };
  return (response) => {
    (async () => hook(response))().catch(warn);
  };
}
