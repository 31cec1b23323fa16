import { didYouMean } from '../config/nearest.ts';
import { isText } from './tool-call.ts';
import { type Check, number, text } from './validate.ts';

/** What is wrong with the members of a request: each has a check, and there are no others. */
export function checkMembers(request: Readonly<Record<string, unknown>>, checks: Readonly<Record<string, Check>>): string[] {
  const known = Object.keys(checks);
  const problems = known.flatMap((key) => {
    const wrong = checks[key]?.(request[key]);
    if (!wrong) return [];
    const given = typeof request[key] === 'number' ? ` (given: ${request[key]})` : '';
    // What is wrong with one item of a list begins with its place.
    return [`${key}${wrong.startsWith('[') ? '' : ': '}${wrong}${given}`];
  });
  const unknown = Object.keys(request).filter((key) => !known.includes(key) && request[key] !== undefined);
  return [...problems, ...unknown.map((key) => `${key}: is not known${didYouMean(key, known)}`)];
}

/** The same check, for what may be left out. */
export function optional(check: Check): Check {
  return (value) => (value === undefined ? undefined : check(value));
}

/** A list of texts that are not empty; the first that is wrong is named by its place. */
export const texts: Check = (value) => {
  if (!Array.isArray(value)) return 'must be a list of strings';
  if (value.length === 0) return 'must not be empty';
  // By hand, because the methods of lists pass over holes.
  for (const [index, item] of value.entries()) if (!isText(item)) return `[${index}]: ${text(item)}`;
  return undefined;
};

/** A whole number of at least 1. */
export const count = number(1, Number.POSITIVE_INFINITY, true);
