import { createRequire } from 'node:module';
import type { ErrorObject, Options } from 'ajv';
import { isStandardSchema } from './client/schema.ts';
import type { SchemaIssue } from './errors.ts';
import type { Json, JsonObject } from './message.ts';
import type { StandardResult } from './standard-schema.ts';

type Validate = ((value: unknown) => unknown) & { errors?: ErrorObject[] | null };

/** A value as its schema gives it, or why it does not fit. */
export type Checked = { value: unknown; issues?: undefined } | { issues: SchemaIssue[] };

/** Many patterns escape more than the `u` flag bears. It is tried first, as without it `\p{L}` would mean something else. */
const readPattern = Object.assign(
  (pattern: string) => {
    try {
      return new RegExp(pattern, 'u');
    } catch {
      return new RegExp(pattern);
    }
  },
  { code: 'new RegExp' },
);

/** Schemas are checked where requests are, and those of strangers: what one says that Ajv does not know is no reason to refuse. */
const AJV_OPTIONS: Options = {
  allErrors: true,
  ownProperties: true,
  // 19.99 is a multiple of 0.01 to all but computers.
  multipleOfPrecision: 6,
  strict: false,
  validateSchema: false,
  meta: false,
  logger: false,
  code: { regExp: readPattern },
};

/** By the schema as it was read, which is one object for each that is given, so that what is used again is not compiled again. */
const compiled = new WeakMap<JsonObject, Validate>();

/**
 * Why no value can be checked, found before the model is asked: a check that is left out in silence is none. This is where Ajv is
 * loaded, if a schema needs it.
 *
 * @param given the schema as the caller gave it, which may check values itself.
 */
export function whyUncheckable(schema: JsonObject, given: unknown): string | undefined {
  try {
    if (!checkOf(given)) compile(schema);
    return undefined;
  } catch (error) {
    return isTooDeep(error) ? TOO_DEEP : `${(error as Partial<Error> | undefined)?.message}`;
  }
}

/** A value as a schema gives it, which is the value itself where it is JSON Schema. @throws what a schema's own check throws. */
export async function checkJson(value: Json, schema: JsonObject, given: unknown): Promise<Checked> {
  try {
    const check = checkOf(given);
    if (check) return read(await check(value));
    const validate = compile(schema);
    return validate(value) ? { value } : { issues: (validate.errors ?? []).map(issueOf) };
  } catch (error) {
    // The check goes down with the value, and the stack has an end.
    if (isTooDeep(error)) return { issues: [{ path: '', message: TOO_DEEP }] };
    throw error;
  }
}

const TOO_DEEP = 'is nested too deep to be checked';

/** By its words: an error of another realm is of another class, and not every `RangeError` is of the stack. */
function isTooDeep(error: unknown): boolean {
  return /\bcall stack\b/.test(String((error as Partial<Error> | undefined)?.message));
}

/** The check of a schema that checks values itself. */
function checkOf(given: unknown) {
  const standard = isStandardSchema(given) ? given['~standard'] : undefined;
  return standard?.validate?.bind(standard);
}

function read(result: StandardResult): Checked {
  if (!result.issues) return { value: result.value };
  // Some libraries' lists are of a class of their own, which makes something else of `map`.
  const issues = Array.from(result.issues, ({ message, path }) => ({ path: Array.from(path ?? [], keyOf).join('.'), message }));
  return { issues };
}

/** @throws {Error} of Ajv, where it can make no check of a schema, as it points to another that is not here, say. */
function compile(schema: JsonObject): Validate {
  const known = compiled.get(schema);
  if (known) return known;
  const made = createAjv(schema).compile(schema);
  // A promise in the place of an answer would reject where nobody waits for it.
  if ('$async' in made) throw new TypeError('$async: a schema that is checked later checks nothing');
  compiled.set(schema, made as Validate);
  return made as Validate;
}

/** Words that draft 7 does not know, and would pass over. */
const LATER_WORDS = /"(prefixItems|unevaluated(Properties|Items)|dependent(Required|Schemas)|(min|max)Contains|\$dynamicRef)":/;

/** One for each schema: what it compiles it keeps, and two schemas may have one `$id`. */
function createAjv(schema: JsonObject) {
  const { $schema: dialect } = schema;
  const load = createRequire(import.meta.url);
  if (typeof dialect === 'string' ? /20(19|20)-/.test(dialect) : LATER_WORDS.test(JSON.stringify(schema))) {
    const { Ajv2020 } = load('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
    return new Ajv2020(AJV_OPTIONS);
  }
  const { Ajv } = load('ajv') as typeof import('ajv');
  return new Ajv(AJV_OPTIONS);
}

function issueOf({ instancePath, message = 'does not fit', params }: ErrorObject): SchemaIssue {
  const named = params.additionalProperty ?? params.unevaluatedProperty;
  const more = named === undefined ? params.allowedValues?.map(toJson).join(', ') : toJson(named);
  return { path: instancePath.slice(1).replaceAll('/', '.'), message: `${message}${more ? `: ${more}` : ''}` };
}

function keyOf(segment: unknown): string {
  return String((segment as { key?: unknown } | undefined)?.key ?? segment);
}

function toJson(value: unknown): string {
  return JSON.stringify(value);
}
