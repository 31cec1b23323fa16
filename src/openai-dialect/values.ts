import type { JsonObject } from '../message.ts';

/** Text; anything else is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A string as it is, anything else as JSON. */
export function writtenOut(value: unknown): string {
  if (typeof value === 'string') return value;
  return isPresent(value) ? JSON.stringify(value) : '';
}

/** The text of a string, or of a list of objects that hold `text` or a `summary`. */
export function joinedText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!value) return '';
  const pieces = listOf<{ text?: unknown; summary?: unknown }>(value);
  return pieces.map(({ text, summary }) => textOf(text) || textOf(summary)).join('');
}

// Shared, because most chunks have nearly nothing, and there are thousands.
const NONE: readonly never[] = [];

/** The members of a list that are something. */
export function listOf<T>(value: unknown): readonly T[] {
  return Array.isArray(value) ? value.filter(isPresent) : NONE;
}

/** An object; anything else is none. */
export function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The members that say something; `undefined` if none does. */
export function toldIn(members: object): JsonObject | undefined {
  let told: JsonObject | undefined;
  for (const [key, value] of Object.entries(members)) {
    if (!isPresent(value)) continue;
    told ??= {};
    told[key] = value;
  }
  return told;
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined;
}
