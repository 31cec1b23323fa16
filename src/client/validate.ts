import { didYouMean } from '../config/nearest.ts';
import { InvalidInputError } from '../errors.ts';
import { checkHeaders } from '../http/check-headers.ts';
import type { CallOptions, RequestSettings } from '../types.ts';
import { isObject } from './merge.ts';

export type Check = (value: unknown) => string | undefined;

export const number =
  (from: number, to: number, whole = false): Check =>
  (value) => {
    const fits = typeof value === 'number' && value >= from && value <= to && (!whole || Number.isSafeInteger(value));
    const range = to >= Number.MAX_VALUE ? `of at least ${from}` : `from ${from} to ${to}`;
    return fits ? undefined : `must be a ${whole ? 'whole ' : ''}number ${range}`;
  };
export const text: Check = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'must be a string that is not empty';
const object: Check = (value) => (isObject(value) ? undefined : 'must be an object');
const anything: Check = () => undefined;
const finite = Number.MAX_VALUE;

const stop: Check = (value) =>
  Array.isArray(value) && value.every((item) => !text(item)) ? undefined : 'must be a list of strings that are not empty';

const extraBody: Check = (value) => {
  if (!isObject(value)) return 'must be an object';
  const reserved = ['model', 'stream'].find((key) => Object.hasOwn(value, key));
  if (reserved)
    return `must not hold "${reserved}"${reserved === 'model' ? '; set the request\'s "model"' : '; call stream() or complete()'}`;
  return isJson(value) ? undefined : 'must be JSON: no cycle, function, symbol, BigInt or NaN';
};

/** Whether a value can be written as JSON and loses nothing but what is `undefined`. */
export function isJson(value: unknown): boolean {
  try {
    JSON.stringify(value, (_key, member) => {
      const isLost = typeof member === 'number' && !Number.isFinite(member);
      if (isLost || ['function', 'symbol', 'bigint'].includes(typeof member)) throw new TypeError('no JSON');
      return member;
    });
    return true;
  } catch {
    return false;
  }
}

const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];
const reasoning: Check = (value) => {
  const measures = isObject(value) ? Object.keys(value).filter((key) => value[key] !== undefined) : [];
  if (measures.length !== 1 || !isObject(value) || !('effort' in value || 'budgetTokens' in value))
    return 'must be { effort } or { budgetTokens }';
  if ('effort' in value)
    return EFFORTS.includes(value.effort as string) ? undefined : `effort must be one of ${EFFORTS.join(', ')}`;
  const wrong = number(0, finite, true)(value.budgetTokens);
  return wrong && `budgetTokens ${wrong}`;
};

const SETTINGS: Record<keyof RequestSettings, Check> = {
  model: text,
  maxTokens: number(1, Number.POSITIVE_INFINITY, true),
  temperature: number(0, finite),
  topP: number(0, 1),
  topK: number(0, Number.POSITIVE_INFINITY, true),
  stop,
  seed: number(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, true),
  presencePenalty: number(-2, 2),
  frequencyPenalty: number(-2, 2),
  // Looked at by `readTools`, which turns them into JSON Schema on the way.
  tools: anything,
  toolChoice: anything,
  responseFormat: object,
  reasoning,
  user: text,
  extraBody,
};

/** What the settings of a request break, found before anything is sent: `parameter: what it must be`. */
export function checkSettings(settings: Record<string, unknown>): string[] {
  const problems: string[] = [];
  for (const [key, value] of Object.entries(settings)) {
    if (value === undefined || key === 'messages' || key === 'prompt') continue;
    const check = Object.hasOwn(SETTINGS, key) ? SETTINGS[key as keyof RequestSettings] : undefined;
    const wrong = check ? check(value) : unknownSetting(key);
    if (wrong) problems.push(`${key}: ${wrong}${check && typeof value === 'number' ? ` (given: ${value})` : ''}`);
  }
  return problems;
}

function unknownSetting(key: string): string {
  return `is not known${didYouMean(key, Object.keys(SETTINGS))} (extraBody takes what only one provider has)`;
}

/** What the options of a call break. */
export function checkOptions(options: CallOptions): string[] {
  if (!isObject(options)) return ['options: must be an object'];
  const { signal, timeoutMs, headers = {}, ...unknown } = options;
  const problems = Object.keys(unknown).map(
    (key) => `${key}: is no option of a call${didYouMean(key, ['signal', 'timeoutMs', 'headers'])}`,
  );
  if (signal !== undefined && !(signal instanceof AbortSignal)) problems.push('signal: must be an AbortSignal');
  const wrong = timeoutMs === undefined ? undefined : number(1, Number.POSITIVE_INFINITY)(timeoutMs);
  if (wrong) problems.push(`timeoutMs: ${wrong} (given: ${timeoutMs})`);
  return [...problems, ...checkHeaders(headers)];
}

/** Throws one error that tells all problems. */
export function refuse(problems: readonly string[], known: { provider: string; model?: string | undefined }): void {
  if (problems.length > 0) throw new InvalidInputError(`the request is not valid: ${problems.join('; ')}`, known);
}
