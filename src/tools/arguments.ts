import { createRequire } from 'node:module';
import type { ErrorObject, Options } from 'ajv';
import { isStandardSchema } from '../client/tools.ts';
import type { Json, JsonObject, Tool, ToolDefinition } from '../message.ts';
import type { StandardResult } from '../standard-schema.ts';

type Validate = ((value: unknown) => unknown) & { errors?: ErrorObject[] | null };

/** Schemas are checked where tools are, and those of strangers: what one says that Ajv does not know is no reason to refuse. */
const AJV_OPTIONS: Options = {
  allErrors: true,
  ownProperties: true,
  strict: false,
  validateSchema: false,
  meta: false,
  logger: false,
};

/** By the parameters as they were given, so that a tool that is used again is not compiled again. */
const compiled = new WeakMap<object, Validate>();
const anything: Validate = () => true;

/**
 * The arguments of a call as a handler gets them.
 *
 * @param given the tool as the caller gave it, whose schema may check values itself.
 * @throws {TypeError} that tells the model what does not fit.
 */
export async function readArguments(value: Json, { parameters: schema }: ToolDefinition, given: Tool): Promise<unknown> {
  const { parameters } = given;
  const standard = isStandardSchema(parameters) ? parameters['~standard'] : undefined;
  if (standard?.validate) return accept(await standard.validate(value));
  const validate = compile(schema, parameters ?? given);
  if (!validate(value)) refuse((validate.errors ?? []).map(violationOf));
  return value;
}

function accept(result: StandardResult): unknown {
  // Some libraries' lists are of a class of their own, which makes something else of `map`.
  if (result.issues)
    refuse(Array.from(result.issues, ({ message, path }) => `${Array.from(path ?? [], keyOf).join('.')} ${message}`));
  return result.value;
}

/** A schema that can't be compiled, as it points to another that is not here, checks nothing. */
function compile(schema: JsonObject, key: object): Validate {
  let validate = compiled.get(key);
  if (validate) return validate;
  try {
    const made = createAjv(schema.$schema).compile(schema);
    // A promise in the place of an answer would reject where nobody waits for it.
    validate = '$async' in made ? anything : (made as Validate);
  } catch {
    validate = anything;
  }
  compiled.set(key, validate);
  return validate;
}

/** One for each schema: what it compiles it keeps, and two schemas may have one `$id`. */
function createAjv(dialect: unknown) {
  const load = createRequire(import.meta.url);
  if (typeof dialect === 'string' && /20(19|20)-/.test(dialect)) {
    const { Ajv2020 } = load('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
    return new Ajv2020(AJV_OPTIONS);
  }
  const { Ajv } = load('ajv') as typeof import('ajv');
  return new Ajv(AJV_OPTIONS);
}

function violationOf({ instancePath, message = 'does not fit', params }: ErrorObject): string {
  const named = params.additionalProperty ?? params.unevaluatedProperty;
  const more = named === undefined ? params.allowedValues?.map(toJson).join(', ') : toJson(named);
  return `${instancePath.slice(1).replaceAll('/', '.')} ${message}${more ? `: ${more}` : ''}`;
}

function refuse(violations: readonly string[]): never {
  throw new TypeError(`the arguments do not fit the tool's parameters: ${violations.map((text) => text.trim()).join('; ')}`);
}

function keyOf(segment: unknown): string {
  return String((segment as { key?: unknown } | undefined)?.key ?? segment);
}

function toJson(value: unknown): string {
  return JSON.stringify(value);
}
