import { setMaxListeners } from 'node:events';
import { CanceledError } from '../errors.ts';

/** Whose errors these are. */
export interface Known {
  provider: string;
  model: string;
}

const shared = new WeakSet<AbortSignal>();
const internal = new WeakSet<AbortSignal>();

/**
 * Calls back once when the signal is aborted; the answer takes the listener away. One signal may end any number of calls, which Node
 * would warn of as a leak from the eleventh on.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (!shared.has(signal)) {
    shared.add(signal);
    setMaxListeners(0, signal);
  }
  signal.addEventListener('abort', callback, { once: true });
  return () => signal.removeEventListener('abort', callback);
}

/** Waits for work that may not heed the signal; rejects with the signal's reason at once. */
export function unlessAborted<T>(work: PromiseLike<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    const release = onAbort(signal, abort);
    if (signal.aborted) abort();
    Promise.resolve(work).then(resolve, reject).finally(release);
  });
}

/** A controller of our own, aborted only with the error to throw. */
export function createController(): AbortController {
  const controller = new AbortController();
  internal.add(controller.signal);
  return controller;
}

/** The error of a caller who gave up. */
export function canceledError(reason: unknown, known: Known): CanceledError {
  const timedOut = (reason as Error | undefined)?.name === 'TimeoutError';
  return new CanceledError(timedOut ? "the caller's own signal timed out" : 'the call was canceled by the caller', {
    ...known,
    cause: reason,
  });
}

/** The error of an aborted signal. A caller's reason is only the cause, even if it is an error of ours: it is another call's. */
export function errorOf(signal: AbortSignal, known: Known): CanceledError {
  return internal.has(signal) ? (signal.reason as CanceledError) : canceledError(signal.reason, known);
}
