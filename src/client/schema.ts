import { inspect } from 'node:util';
import { validateJsonSchema } from '../config/generated/validators.js';
import type { JsonObject } from '../message.ts';
import type { StandardSchema } from '../standard-schema.ts';
import { isObject } from './merge.ts';
import { isJson } from './validate.ts';

/** What a schema of an object is made of. One that has members, but none of these, is a list of properties by mistake. */
const KEYWORDS =
  /^(\$\w+|type|properties|patternProperties|additionalProperties|propertyNames|required|(min|max)Properties|(all|any|one)Of|not|if|then|else|dependen\w+|unevaluatedProperties|definitions|title|description|examples?|default)$/;

/** What a schema of anything else has beside. */
const OTHERS =
  /^(enum|const|format|pattern|items|prefixItems|additionalItems|contains|uniqueItems|(min|max)(Items|Length|Contains)|(exclusiveM|m)(in|ax)imum|multipleOf|unevaluatedItems|content\w+)$/;

/** A schema is read once, as that costs as much as all the rest of a call; it is not meant to change between calls. */
const READ = new WeakMap<object, JsonObject>();

/** Those without a type, with one. */
const TYPED = new WeakMap<JsonObject, JsonObject>();

/** A schema as JSON Schema, or what is wrong with it: the same object each time, and the caller's own if it is one already. */
export function readSchema(given: unknown, at: string, problems: string[]): JsonObject | undefined {
  return read(given, problems, at, 'JSON Schema', (schema) =>
    flawOfKeywords(schema, (key) => KEYWORDS.test(key) || OTHERS.test(key)),
  );
}

/** The same for what must be the schema of an object. One without a type is made one: some APIs refuse it otherwise. */
export function readObjectSchema(given: unknown, at: string, problems: string[]): JsonObject | undefined {
  const schema = read(
    given,
    problems,
    at,
    'JSON Schema of an object',
    (one) => flawOfKeywords(one, (key) => KEYWORDS.test(key)) ?? flawOfType(one),
  );
  return schema && ofObject(schema);
}

/** A schema with the type `object` where it has none. */
export function ofObject(schema: JsonObject): JsonObject {
  if (schema.type) return schema;
  const typed = TYPED.get(schema) ?? { ...schema, type: 'object' };
  TYPED.set(schema, typed);
  return typed;
}

/** Whether a schema is an object of a schema library; some of those are functions. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  return isHolder(value) && isObject((value as Partial<StandardSchema>)['~standard']);
}

function read(
  given: unknown,
  problems: string[],
  at: string,
  what: string,
  flawOfRoot: (schema: JsonObject) => string | undefined,
): JsonObject | undefined {
  const known = isHolder(given) ? READ.get(given) : undefined;
  let schema: unknown = known ?? given;
  try {
    if (!known && isStandardSchema(given)) schema = jsonSchemaOf(given);
  } catch (error) {
    problems.push(`${at}: ${(error as Error | undefined)?.message ?? 'can not be turned into JSON Schema'}`);
    return undefined;
  }
  const wrong = !isObject(schema) ? `: must be ${what}` : (flawOfRoot(schema) ?? (known ? undefined : flawOf(schema)));
  if (wrong !== undefined) {
    problems.push(`${at}${wrong}`);
    return undefined;
  }
  READ.set(given as object, schema as JsonObject);
  return schema as JsonObject;
}

function flawOfKeywords(schema: JsonObject, isKeyword: (key: string) => boolean): string | undefined {
  const members = Object.keys(schema);
  return members.length === 0 || members.some(isKeyword)
    ? undefined
    : ': is no JSON Schema; write { type: "object", properties: { ... } } round it';
}

function flawOfType({ type }: JsonObject): string | undefined {
  return type === undefined || type === 'object'
    ? undefined
    : `.type: must be "object", as arguments have names (given: ${inspect(type, { depth: 0, maxStringLength: 40 })})`;
}

function flawOf(schema: JsonObject): string | undefined {
  if (!isJson(schema)) return ': must be JSON: no cycle, function, symbol, BigInt or NaN';
  try {
    if (validateJsonSchema(schema)) return undefined;
  } catch {
    // The check goes down with the schema, and the stack has an end.
    return ': is nested too deep';
  }
  const [{ instancePath = '', message = '' } = {}] = validateJsonSchema.errors ?? [];
  return `${instancePath.replaceAll('/', '.')}: is no JSON Schema: ${message}`;
}

function isHolder(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** The JSON Schema of what a library's schema takes. @throws {TypeError} saying what to do, where it tells none. */
function jsonSchemaOf(schema: StandardSchema): JsonObject {
  const { vendor, jsonSchema } = schema['~standard'];
  if (!jsonSchema) throw new TypeError(`this ${vendor} schema tells no JSON Schema: convert it first, or update ${vendor}`);
  const told: unknown = jsonSchema.input({ target: 'draft-07' });
  if (!isObject(told) || typeof told.then === 'function')
    throw new TypeError(`this ${vendor} schema tells what is no JSON Schema`);
  const { $schema: _dialect, ...parameters } = told;
  return parameters;
}
