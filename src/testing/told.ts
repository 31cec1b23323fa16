import type { AssertionError } from 'node:assert';
import { inspect } from 'node:util';

/** What Node adds to the message of a check, in some of its versions. */
const ADDED = /\n(?:\n|\+ actual - expected)[\s\S]*$/;

/** What an error says. By its shape: in Jest, Node's own errors are no instances of `Error`. */
export function wordsOf(error: unknown): string {
  if (!isError(error)) return String(error);
  return isSaidBy(error) ? error.message.replace(ADDED, '') : error.message;
}

/** What was expected and what came, where the check that failed, at the bottom of an error, does not say it itself. */
export function comparisonIn(error: unknown): string {
  if (!isError(error)) return '';
  if (!isSaidBy(error)) return comparisonIn(error.cause);
  const { operator, expected, actual } = error;
  if (!/equal|match/i.test(operator)) return '';
  return `\n  expected: ${shown(expected)}\n  came:     ${shown(actual)}`;
}

/** Whether it is a check with a message of ours. */
function isSaidBy(error: Error): error is AssertionError {
  return (error as AssertionError).code === 'ERR_ASSERTION' && !(error as AssertionError).generatedMessage;
}

function isError(error: unknown): error is Error {
  return typeof (error as Error | undefined)?.message === 'string';
}

function shown(value: unknown): string {
  return inspect(value, { depth: 6, maxStringLength: 1000, maxArrayLength: 50, breakLength: 100 });
}
