import { setMaxListeners } from 'node:events';
import { CanceledError } from '../errors.ts';

/** Whose errors these are. */
export interface Known {
  provider: string;
  model: string;
}

const shared = new WeakSet<AbortSignal>();

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

/** The error of a caller who gave up. A reason that is such an error already stands for itself. */
export function canceledError(reason: unknown, known: Known): CanceledError {
  if (reason instanceof CanceledError) return reason;
  return new CanceledError('the call was canceled by the caller', { ...known, cause: reason });
}
