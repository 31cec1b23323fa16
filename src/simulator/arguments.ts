import type { Json, JsonObject } from '../message.ts';
import { wordOf } from './words.ts';

type Schema = Record<string, unknown>;

/**
 * Arguments that fit the plainer part of JSON Schema: types, properties, items, constants, choices, alternatives and the bounds of
 * numbers. A tool without parameters gets none.
 */
export function madeUpArguments(parameters: unknown, id: string): JsonObject {
  return madeUpValue({ ...(parameters ?? {}), type: 'object' }, id) as JsonObject;
}

/** A value that fits a schema, as far as above. */
export function madeUpValue(schema: unknown, id: string): Json {
  let count = -1;
  return valueIn(schema);

  function objectOf({ properties }: Schema): Json {
    return Object.fromEntries(Object.entries(properties ?? {}).map(([name, schema]) => [name, valueIn(schema)]));
  }

  function valueIn(given: unknown): Json {
    const schema = (given ?? {}) as Schema;
    const { enum: choices, const: only, items } = schema;
    if (only !== undefined) return only as Json;
    if (Array.isArray(choices) && choices.length > 0) return choices[0] as Json;
    const [alternative] = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) => (Array.isArray(list) ? list : []));
    if (alternative !== undefined) return valueIn(alternative);
    count += 1;
    switch (typeOf(schema)) {
      case 'object':
        return objectOf(schema);
      case 'array':
        return [valueIn(items)];
      case 'integer':
      case 'number':
        return numberIn(schema, Number.parseInt(id.charAt(count % id.length), 16) + 1);
      case 'boolean':
        return true;
      case 'null':
        return null;
      default:
        return wordOf(id, count);
    }
  }
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
