import type { Json, JsonObject } from './message.ts';

/** What an API demands of a schema that it keeps the model to. */
export interface StrictRules {
  /** Keywords whose meaning it can't keep; a schema with one is refused. */
  readonly refused: readonly string[];
  /**
   * Keywords that only narrow a value, such as `minLength`: they are told to the model in the description instead, and checked
   * here when the answer has come.
   */
  readonly described: readonly string[];
  /** Whether every property must be required. */
  readonly allRequired: boolean;
}

const MAPS = ['properties', '$defs', 'definitions'];
const LISTS = ['anyOf', 'allOf', 'oneOf', 'prefixItems'];
const SCHEMAS = ['items', 'not'];

/**
 * A schema as an API's strict mode takes it: `additionalProperties` is `false` where it was left open, and what only narrows a value is
 * told in words. `problems` tells what can't be met, each with what to do. The given schema is not changed.
 */
export function strictSchema(schema: JsonObject, rules: StrictRules): { schema: JsonObject; problems: string[] } {
  const problems: string[] = [];
  return { schema: meet(schema, 'schema'), problems };

  function meet(given: JsonObject, at: string): JsonObject {
    const met: JsonObject = {};
    const told: string[] = [];
    for (const [key, value] of Object.entries(given)) {
      if (rules.refused.includes(key))
        problems.push(`${at}.${key}: is not kept by strict mode; leave it out, or set strict: false`);
      else if (rules.described.includes(key)) told.push(`${key}: ${JSON.stringify(value)}`);
      else met[key] = child(key, value, `${at}.${key}`);
    }
    if (told.length > 0) met.description = [given.description, `(${told.join(', ')})`].filter(Boolean).join(' ');
    return isOfObject(given) ? close(met, given, at) : met;
  }

  function child(key: string, value: Json | undefined, at: string): Json | undefined {
    if (MAPS.includes(key) && isObject(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([name, one]) => [name, isObject(one) ? meet(one, `${at}.${name}`) : one]),
      );
    }
    if (LISTS.includes(key) && Array.isArray(value)) {
      return value.map((one, index) => (isObject(one) ? meet(one, `${at}[${index}]`) : one));
    }
    return SCHEMAS.includes(key) && isObject(value) ? meet(value, at) : value;
  }

  function close(met: JsonObject, { additionalProperties, properties, required }: JsonObject, at: string): JsonObject {
    if (additionalProperties !== undefined && additionalProperties !== false)
      problems.push(`${at}.additionalProperties: must be false in strict mode; name the properties, or set strict: false`);
    const names = isObject(properties) ? Object.keys(properties) : [];
    const optional = names.filter((name) => !Array.isArray(required) || !required.includes(name));
    if (rules.allRequired && optional.length > 0) {
      problems.push(
        `${at}.required: must name all properties in strict mode (${optional.join(', ')} not); let them be null instead, or set strict: false`,
      );
    }
    return { ...met, additionalProperties: false };
  }
}

function isOfObject({ type, properties }: JsonObject): boolean {
  return type === 'object' || (Array.isArray(type) && type.includes('object')) || properties !== undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
