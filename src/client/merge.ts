import type { Json, JsonObject } from '../message.ts';

/** What a merge does with what is not an object. */
export interface MergeRules {
  /** Arrays are joined, not replaced. */
  appendArrays?: boolean;
  /** `null` changes nothing. */
  skipNull?: boolean;
}

/** Merges `source` into `target`: objects member by member, the rest replaced. `source` is copied, never shared. */
export function merge(target: JsonObject, source: JsonObject, rules: MergeRules = {}): void {
  for (const [key, value] of Object.entries(source)) {
    const old = Object.hasOwn(target, key) ? target[key] : undefined;
    if (value === undefined || (value === null && rules.skipNull)) continue;
    if (rules.appendArrays && Array.isArray(old) && Array.isArray(value)) old.push(...structuredClone(value));
    else if (isObject(old) && isObject(value)) merge(old, value, rules);
    else define(target, key, isObject(value) || Array.isArray(value) ? structuredClone(value) : value);
  }
}

/** `__proto__` is a name like any other here. */
function define(target: JsonObject, key: string, value: Json): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
