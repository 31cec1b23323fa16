import type { Json } from '../message.ts';

/** A request that the simulator was sent. */
export interface SimulatorRequest {
  method: string;
  /** As it was sent, the query included. */
  path: string;
  /** Names in lower case; an API key reads `***`. */
  headers: Record<string, string>;
  /** Parsed JSON; the text where it is none; `undefined` where nothing was sent. */
  body: Json | undefined;
}

/**
 * How a body breaks off or goes wrong:
 *
 * - `cut`: the socket is closed between two events, with no end of the body;
 * - `cut-inside`: the same in the middle of an event, and of a character if the event has one of several bytes;
 * - `end`: the body ends as if all were well, without what should come last;
 * - `error`: the API's own way to tell of a failure inside a 200, then the end;
 * - `malformed`: one event's JSON lacks its last character; the rest is sent;
 * - `stall`: nothing but keep-alives for `stallMs`; then the rest is sent.
 */
export type Breakage = 'cut' | 'cut-inside' | 'end' | 'error' | 'malformed' | 'stall';

/**
 * What goes wrong with an answer. All members may be combined; an empty fault is an ordinary answer.
 *
 * @example
 * ```ts
 * { status: 429, headers: { 'retry-after': '2' } }                             // the provider's own error body
 * { status: 503, times: 2 }                                                    // two failures, then success
 * { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }    // a proxy's page
 * { status: 307, headers: { location: 'https://elsewhere.example' } }          // a redirect
 * { break: 'cut', after: 3 }                                                   // the socket closes after three tokens
 * { break: 'end', after: Infinity }                                            // all tokens, but no terminal event
 * { break: 'stall', after: 1, keepAliveMs: 10 }                                // pings for ever
 * { delayMs: Infinity }                                                        // no answer at all
 * ```
 */
export interface Fault {
  /** For how many requests. Default: 1 in a list, for ever otherwise. */
  times?: number | undefined;

  /** Answers with this status at once, whatever was asked. */
  status?: number | undefined;
  /** Set on the answer, over the provider's own. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** With `status`: a string is sent as it is, anything else as JSON. Default: the provider's own error body for the status. */
  body?: Json | undefined;

  /** Milliseconds before the headers; `Infinity` hangs. */
  delayMs?: number | undefined;
  /** Closes the socket instead of answering. */
  cutBeforeHeaders?: boolean | undefined;

  /** What goes wrong in the body, at `after`. */
  break?: Breakage | undefined;
  /**
   * Where a stream breaks, in tokens, so that 3 means the same for every API. 0, the default, is before the first event of any
   * kind; what is more than there are is after the last token and before the closing events. A whole answer breaks in its middle;
   * `error` and `stall` come before it.
   */
  after?: number | undefined;
  /** Milliseconds that a stall lasts. Default `Infinity`. */
  stallMs?: number | undefined;
  /** Milliseconds between keep-alives (comments, pings, blank lines) while it stalls. Default: silence. */
  keepAliveMs?: number | undefined;

  /** How many tokens the text of the answer has, if it calls no tools; the request's own limit still holds. */
  tokens?: number | undefined;
  /** Milliseconds after each event; 0 sends each by itself, without a wait. Default: all at once. */
  eventDelayMs?: number | undefined;
  /** Writes so many bytes at a time; 1 is byte by byte. */
  writeBytes?: number | undefined;
  /** Puts so many bytes of white space into the JSON of the body, or of the stream's event at `after`: still legal, but giant. */
  padBytes?: number | undefined;
  /** Frames a stream with CRLF. */
  crlf?: boolean | undefined;
  /** Compresses the answer with `br` or `gzip`, if the request accepts one of them. */
  compress?: boolean | undefined;
  /** Never ends the body: the connection stays open after the last event. */
  keepOpen?: boolean | undefined;
}

/**
 * What happens to which request: a fault for all of them, a list that is used up one request after the other and followed by
 * ordinary answers, or a function that chooses for each.
 */
export type Scenario = Fault | readonly Fault[] | ((request: SimulatorRequest) => Fault | undefined);

/** Chooses the fault of each request in turn. */
export function faultsOf(scenario: Scenario = []): (request: SimulatorRequest) => Fault | undefined {
  if (typeof scenario === 'function') return scenario;
  const isList = Array.isArray(scenario);
  const faults: readonly Fault[] = isList ? scenario : [scenario];
  const left = faults.map(({ times = isList ? 1 : Number.POSITIVE_INFINITY }) => times);
  return () => {
    const next = left.findIndex((times) => times > 0);
    if (next < 0) return undefined;
    left[next] = (left[next] ?? 0) - 1;
    return faults[next];
  };
}
