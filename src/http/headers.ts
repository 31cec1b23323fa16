import type { RateLimit } from '../types.ts';

type Headers = Readonly<Record<string, string>>;

/** How long the provider asks to wait: `retry-after-ms`, or `Retry-After` in seconds or as a date. */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const inMs = plainNumber(headers['retry-after-ms']);
  if (inMs !== undefined) return Math.ceil(inMs);
  const value = headers['retry-after'];
  const seconds = plainNumber(value);
  const wait = seconds === undefined ? untilDate(value, nowMs) : Math.ceil(seconds * 1000);
  return wait !== undefined && wait >= 0 ? wait : undefined;
}

/** What `x-should-retry` demands; `undefined` where it is not sent. */
export function shouldRetry(headers: Headers): boolean | undefined {
  const value = headers['x-should-retry']?.trim().toLowerCase();
  return value === 'true' ? true : value === 'false' ? false : undefined;
}

// In this order: `cf-ray` names the edge's view of a request, which helps only where nothing else is there.
const REQUEST_IDS = [
  'request-id',
  'x-request-id',
  'x-debug-trace-id',
  'x-ds-trace-id',
  'x-siliconcloud-trace-id',
  'msh-request-id',
  'apim-request-id',
  'x-amzn-requestid',
  'x-trace-id',
  'cf-ray',
];

/** The provider's own name for the exchange, to tell its support. */
export function requestIdOf(headers: Headers): string | undefined {
  for (const name of REQUEST_IDS) if (headers[name]) return headers[name];
  return undefined;
}

type Kind = 'limit' | 'remaining' | 'reset';
type Family = Readonly<Record<Kind, string>>;

function family(name: (kind: Kind) => string): Family {
  return { limit: name('limit'), remaining: name('remaining'), reset: name('reset') };
}

// The first family that is there counts: values of different families speak of different windows of time.
const REQUESTS = [
  family((kind) => `anthropic-ratelimit-requests-${kind}`),
  family((kind) => `x-ratelimit-${kind}-requests`),
  family((kind) => `x-ratelimit-${kind}-requests-minute`),
  family((kind) => `x-ratelimit-${kind}-req-minute`),
  family((kind) => `x-ratelimit-${kind}-minute`),
  family((kind) => `x-ratelimit-${kind}-requests-day`),
  family((kind) => `x-ratelimit-${kind}`),
  family((kind) => `ratelimit-${kind}`),
];
const TOKENS = [
  family((kind) => `anthropic-ratelimit-tokens-${kind}`),
  family((kind) => `anthropic-ratelimit-input-tokens-${kind}`),
  family((kind) => `x-ratelimit-${kind}-tokens`),
  family((kind) => `x-ratelimit-${kind}-tokens-minute`),
];

/** The limits that the headers tell, in any of the forms that providers use; `undefined` if they tell none. */
export function rateLimitOf(headers: Headers, nowMs: number): RateLimit | undefined {
  const requests = readFamily(REQUESTS, headers, nowMs);
  const tokens = readFamily(TOKENS, headers, nowMs);
  if (!requests && !tokens) return undefined;
  return {
    requestsLimit: requests?.limit,
    requestsRemaining: requests?.remaining,
    requestsResetMs: requests?.reset,
    tokensLimit: tokens?.limit,
    tokensRemaining: tokens?.remaining,
    tokensResetMs: tokens?.reset,
  };
}

function readFamily(families: readonly Family[], headers: Headers, nowMs: number): Partial<Record<Kind, number>> | undefined {
  for (const names of families) {
    const limit = leadingNumber(headers[names.limit]);
    const remaining = leadingNumber(headers[names.remaining]);
    const reset = resetMs(headers[names.reset], nowMs);
    if (limit === undefined && remaining === undefined && reset === undefined) continue;
    return {
      ...(limit !== undefined && { limit }),
      ...(remaining !== undefined && { remaining }),
      ...(reset !== undefined && { reset }),
    };
  }
  return undefined;
}

/** A reset as a date, a duration such as `6m0s`, seconds, or a time in seconds or milliseconds since the epoch. */
function resetMs(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  const amount = plainNumber(value);
  if (amount === undefined) return durationMs(value) ?? atLeastZero(untilDate(value, nowMs));
  if (amount >= 1e11) return atLeastZero(amount - nowMs);
  if (amount >= 1e9) return atLeastZero(amount * 1000 - nowMs);
  return amount * 1000;
}

const UNITS_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

function durationMs(value = ''): number | undefined {
  const text = value.trim();
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h|d))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(\D+)/g)) total += Number(amount) * (UNITS_MS[unit ?? ''] ?? 0);
  return total;
}

function untilDate(value: string | undefined, nowMs: number): number | undefined {
  // Date.parse makes a year out of almost any number, so a date must have a letter, as both HTTP's and RFC 3339's have.
  const date = value && /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : date - nowMs;
}

function plainNumber(value = ''): number | undefined {
  return /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

/** The number before any parameters, as in `100, 100;w=60`. */
function leadingNumber(value = ''): number | undefined {
  const digits = /^\s*(\d+(?:\.\d+)?)(?![\w.-])/.exec(value)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function atLeastZero(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.max(0, ms);
}
