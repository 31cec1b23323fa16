import type { Json, JsonObject } from './message.ts';

/** What an API demands of a schema that it keeps the model to. */
export interface StrictRules {
  /** Keywords whose meaning it can't keep; a schema with one is refused. `prefixItems` stands for lists of `items` too. */
  readonly refused: readonly string[];
  /**
   * Keywords that only narrow a value, such as `minLength`: they are told to the model in the description instead, and checked
   * here when the answer has come.
   */
  readonly described: readonly string[];
  /** Of those, the values that the API does keep, such as some of the formats. Default: none. */
  readonly keeps?: ((keyword: string, value: Json | undefined) => boolean) | undefined;
  /** The same schema in words that the API has. Default: as it is. */
  readonly reword?: ((schema: JsonObject) => JsonObject) | undefined;
  /** Whether every property must be required. */
  readonly allRequired: boolean;
  /** Whether an object must have a property that is required. Default `false`. */
  readonly someRequired?: boolean | undefined;
  /** Whether objects stay open where the schema leaves them so; if not, they are closed. Default `false`. */
  readonly open?: boolean | undefined;
}

const MAPS = ['properties', '$defs', 'definitions'];
const LISTS = ['anyOf', 'allOf', 'oneOf', 'prefixItems', 'items'];
/** Not `not`: what is closed or narrowed less inside of it would mean more. */
const SCHEMAS = ['items', 'additionalProperties'];
/** What may hold more of the same object. */
const PARTS = ['allOf', 'anyOf', 'oneOf'];

/**
 * A schema as an API's strict mode takes it: `additionalProperties` is `false` where it was left open, unless the API takes open
 * objects, and what only narrows a value is told in words. `problems` tells what can't be met, each with what to do. The given schema
 * is not changed.
 */
export function strictSchema(schema: JsonObject, rules: StrictRules): { schema: JsonObject; problems: string[] } {
  const problems: string[] = [];
  return { schema: meet(schema, 'schema'), problems };

  function meet(told: JsonObject, at: string): JsonObject {
    const given = rules.reword?.(told) ?? told;
    const met: JsonObject = {};
    const words: string[] = [];
    for (const [key, value] of Object.entries(given)) {
      if (rules.refused.includes(key))
        problems.push(`${at}.${key}: is not kept by strict mode; leave it out, or set strict: false`);
      else if (isTuple(key, value) && rules.refused.includes('prefixItems'))
        problems.push(
          `${at}.${key}: must be one schema in strict mode; write an object in place of a tuple, or set strict: false`,
        );
      else if (rules.described.includes(key) && !rules.keeps?.(key, value)) words.push(...wordsOf(key, value));
      else met[key] = child(key, value, `${at}.${key}`);
    }
    if (words.length > 0) met.description = [given.description, `(${words.join(', ')})`].filter(Boolean).join(' ');
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

  function close(met: JsonObject, given: JsonObject, at: string): JsonObject {
    const { additionalProperties, required } = given;
    const wanted = Array.isArray(required) ? required : [];
    if (rules.someRequired && wanted.length === 0)
      problems.push(`${at}.required: must name at least one property in strict mode; name one, or set strict: false`);
    if (rules.open) return met;
    if (additionalProperties !== undefined && additionalProperties !== false)
      problems.push(`${at}.additionalProperties: must be false in strict mode; name the properties, or set strict: false`);
    const names = Object.keys(isObject(given.properties) ? given.properties : {});
    const optional = names.filter((name) => !wanted.includes(name));
    if (rules.allRequired && optional.length > 0) {
      problems.push(
        `${at}.required: must name all properties in strict mode (${optional.join(', ')} not); let them be null instead, or set strict: false`,
      );
    }
    return isNamedElsewhere(given, names, at) ? met : { properties: {}, ...met, additionalProperties: false };
  }

  /** Whether the parts of a schema name the properties, and are closed themselves. What only several of them name can not be closed. */
  function isNamedElsewhere(given: JsonObject, names: readonly string[], at: string): boolean {
    const adding = PARTS.filter((key) =>
      names.length > 0 ? objectsIn(given[key]) > 0 : key === 'allOf' && objectsIn(given[key]) > 1,
    );
    for (const key of adding)
      problems.push(`${at}.${key}: must add no properties in strict mode; write whole objects, or set strict: false`);
    if (names.length > 0) return false;
    if ([...PARTS, '$ref'].some((key) => given[key] !== undefined)) return true;
    if (given.properties === undefined && given.additionalProperties !== false)
      problems.push(`${at}.properties: must be told in strict mode, which gives no others; name them, or set strict: false`);
    return false;
  }
}

/** What a keyword says; nothing where it is the limit of what a whole number can be, as schema libraries tell it. */
function wordsOf(key: string, value: Json | undefined): string[] {
  return Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER ? [] : [`${key}: ${JSON.stringify(value)}`];
}

function objectsIn(list: Json | undefined): number {
  return Array.isArray(list) ? list.filter((one) => isObject(one) && (isOfObject(one) || one.$ref !== undefined)).length : 0;
}

/** What `prefixItems` is, in the words of older drafts. */
function isTuple(key: string, value: Json | undefined): boolean {
  return key === 'items' && Array.isArray(value);
}

function isOfObject({ type, properties, additionalProperties }: JsonObject): boolean {
  if (properties !== undefined || additionalProperties !== undefined) return true;
  return type === 'object' || (Array.isArray(type) && type.includes('object'));
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
