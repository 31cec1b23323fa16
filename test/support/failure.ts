import { inspect } from 'node:util';
import { LLMError } from '../../src/errors.ts';

/** What a promise rejects with; anything that is not one of our errors is thrown. */
export async function failureOf(work: Promise<unknown>): Promise<LLMError> {
  return ours(
    await work.then(
      () => new Error('nothing failed'),
      (reason: unknown) => reason,
    ),
  );
}

/** What a call throws; anything that is not one of our errors is thrown. */
export function thrownBy(call: () => unknown): LLMError {
  let thrown: unknown = new Error('nothing was thrown');
  try {
    call();
  } catch (error) {
    thrown = error;
  }
  return ours(thrown);
}

/** All that a log could show of a value. */
export function shownOf(value: unknown): string {
  return `${inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true })}\n${JSON.stringify(value)}\n${String(value)}`;
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}

function ours(thrown: unknown): LLMError {
  if (thrown instanceof LLMError) return thrown;
  throw thrown;
}
