import { type BaseURL, readBaseURL } from './base-url.ts';
import type { Problems } from './problems.ts';
import { keyProblem } from './secret.ts';

/** What JSON Schema can't say of a config. */
export interface ChecksContext {
  problems: Problems;
  /** The variable that a path's value came from. */
  origins: ReadonlyMap<string, string>;
}

/** Checks a key that is text; what a file or a function gives is checked when it is read. */
export function checkKey(key: unknown, { problems, origins }: ChecksContext): void {
  if (typeof key !== 'string' || problems.has('apiKey')) return;
  const problem = keyProblem(key);
  if (problem) problems.add('apiKey', problem + from(origins.get('apiKey')), 'invalid_key');
}

/** Reads the base URL, if there is one. */
export function checkBaseURL(
  given: unknown,
  hosts: Readonly<Record<string, string>> | undefined,
  { problems, origins }: ChecksContext,
): BaseURL | undefined {
  if (typeof given !== 'string' || problems.has('baseURL')) return undefined;
  const read = readBaseURL(given, hosts);
  if (!('problem' in read)) return read;
  problems.add('baseURL', read.problem + from(origins.get('baseURL')));
  return undefined;
}

/** Where a value came from, behind what is wrong with it. */
export function from(variable: string | undefined): string {
  return variable ? ` (from ${variable})` : '';
}
