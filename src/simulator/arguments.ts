import type { Json, JsonObject } from '../message.ts';
import { wordOf } from './words.ts';

type Schema = Record<string, unknown>;

/** Texts of the formats that schema libraries know. */
const FORMATTED: Readonly<Record<string, string>> = {
  'date-time': '2026-01-31T12:00:00Z',
  date: '2026-01-31',
  time: '12:00:00Z',
  duration: 'P1D',
  email: 'ada@example.com',
  hostname: 'example.com',
  uri: 'https://example.com/',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uuid: '123e4567-e89b-42d3-a456-426614174000',
};

/**
 * Arguments that fit the plainer part of JSON Schema: types, properties, items, constants, choices, alternatives, references, formats
 * and the bounds of numbers and lists. A tool without parameters gets none.
 */
export function madeUpArguments(parameters: unknown, id: string): JsonObject {
  return madeUpValue({ ...(parameters ?? {}), type: 'object' }, id) as JsonObject;
}

/** A value that fits a schema, as far as above. What holds itself ends where it would begin again. */
export function madeUpValue(root: unknown, id: string): Json {
  let count = -1;
  return valueIn(root, ['#']);

  function objectOf({ properties, required }: Schema, path: readonly string[]): Json {
    const isNeeded = (name: string) => Array.isArray(required) && required.includes(name);
    const named = Object.entries(properties ?? {}).filter(([name, one]) => isNeeded(name) || !isEndless(one, path));
    return Object.fromEntries(named.map(([name, one]) => [name, valueIn(one, path)]));
  }

  function listOf({ items, prefixItems, minItems }: Schema, path: readonly string[]): Json {
    const tuple = [prefixItems, items].find(Array.isArray) as unknown[] | undefined;
    if (tuple) return tuple.map((one) => valueIn(one, path));
    const least = typeof minItems === 'number' ? Math.min(minItems, 10) : 0;
    return Array.from({ length: Math.max(least, isEndless(items, path) ? 0 : 1) }, () => valueIn(items, path));
  }

  function valueIn(given: unknown, path: readonly string[]): Json {
    const schema = (given ?? {}) as Schema;
    const { enum: choices, const: only, $ref, format } = schema;
    if (typeof $ref === 'string') return path.includes($ref) ? null : valueIn(targetOf(root, $ref), [...path, $ref]);
    if (only !== undefined) return only as Json;
    if (Array.isArray(choices) && choices.length > 0) return choices[0] as Json;
    const alternatives = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) => (Array.isArray(list) ? list : []));
    if (alternatives.length > 0) return valueIn(alternatives.find((one) => !isEndless(one, path)) ?? alternatives[0], path);
    count += 1;
    switch (typeOf(schema)) {
      case 'object':
        return objectOf(schema, path);
      case 'array':
        return listOf(schema, path);
      case 'integer':
      case 'number':
        return numberIn(schema, Number.parseInt(id.charAt(count % id.length), 16) + 1);
      case 'boolean':
        return true;
      case 'null':
        return null;
      default:
        return FORMATTED[String(format)] ?? wordOf(id, count);
    }
  }
}

/** Whether a schema is one of those that it is in. */
function isEndless(schema: unknown, path: readonly string[]): boolean {
  return path.includes((schema as Schema | null | undefined)?.$ref as string);
}

/** What a reference such as `#/$defs/city` points at; anything where that is not there. */
function targetOf(root: unknown, reference: string): unknown {
  const names = reference.split('/').slice(1);
  return names.reduce<unknown>(
    (value, name) => (value as Schema | null | undefined)?.[name.replaceAll('~1', '/').replaceAll('~0', '~')],
    root,
  );
}

/** Some APIs write types in capitals. */
function typeOf({ type, properties }: Schema): string {
  const first = Array.isArray(type) ? type[0] : type;
  return String(first ?? (properties ? 'object' : 'string')).toLowerCase();
}

function numberIn({ minimum, maximum }: Schema, wanted: number): number {
  const atLeast = typeof minimum === 'number' ? Math.max(minimum, wanted) : wanted;
  return typeof maximum === 'number' ? Math.min(maximum, atLeast) : atLeast;
}
