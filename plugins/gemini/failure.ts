import { type Classification, type Delta, wordsOf } from '../../src/plugin.ts';
import type { GeminiFailure, Status } from './api.ts';

/** The failure in a body; `undefined` where it tells none. */
export function statusIn(body: unknown): Status | undefined {
  const { error } = (jsonOf(body) ?? {}) as GeminiFailure;
  if (!error) return undefined;
  return typeof error === 'object' ? error : { message: wordsOf(error) };
}

/** The provider's own words in an error body. */
export function errorMessage(body: unknown): string | undefined {
  return wordsOf(jsonOf(body));
}

/** What an error body says beyond its status. A limit per minute speaks of a quota too, but is over after a minute. */
export function classify(body: unknown): Classification | undefined {
  const failure = statusIn(body);
  if (!failure) return undefined;
  const details = Array.isArray(failure.details) ? failure.details : [];
  return {
    providerType: failure.status,
    // A bad key is a 400 like any other.
    reason: details.some((detail) => detail?.reason === 'API_KEY_INVALID') ? 'invalid_key' : undefined,
    retryAfterMs: details.map((detail) => millisecondsIn(detail?.retryDelay)).find((wait) => wait !== undefined),
  };
}

/** A failure told inside a 200. */
export function decodeFailure(failure: Status): Delta {
  const { code, message } = failure;
  const status = typeof code === 'number' && code >= 400 && code < 600 ? code : undefined;
  return { type: 'error', message, status, ...classify({ error: failure }) };
}

/** The error of a stream may come as its only event or, where the URL does not ask for events, in a list. */
function jsonOf(body: unknown): unknown {
  if (Array.isArray(body)) return body[0];
  if (typeof body !== 'string' || !/^\s*data:/.test(body)) return body;
  try {
    return JSON.parse(body.replace(/^\s*data:/, ''));
  } catch {
    return body;
  }
}

/** A duration such as `34.4s`. */
function millisecondsIn(duration: unknown): number | undefined {
  const [, seconds] = (typeof duration === 'string' && /^(\d+(?:\.\d+)?)s$/.exec(duration)) || [];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000);
}
