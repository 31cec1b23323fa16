import { createRequire } from 'node:module';
import type { ErrorObject, Options } from 'ajv';
import { isStandardSchema } from '../client/tools.ts';
import type { Json, JsonObject, Tool, ToolDefinition } from '../message.ts';
import type { StandardResult } from '../standard-schema.ts';

type Validate = ((value: unknown) => unknown) & { errors?: ErrorObject[] | null };

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

/** Schemas are checked where tools are, and those of strangers: what one says that Ajv does not know is no reason to refuse. */
const AJV_OPTIONS: Options = {
  allErrors: true,
  ownProperties: true,
  strict: false,
  validateSchema: false,
  meta: false,
  logger: false,
  code: { regExp: readPattern },
};

/** By the parameters as they were given, so that a tool that is used again is not compiled again. */
const compiled = new WeakMap<object, Validate>();

/** What the model did wrong with a call, in words for the model; all other errors are the caller's own. */
export class CallError extends TypeError {}

/** What keeps arguments from being checked, found before the model is asked: a check that is left out in silence is none. */
export function findUncheckable(definitions: readonly ToolDefinition[], given: readonly Tool[]): string[] {
  return definitions.flatMap(({ name, parameters: schema }, index) => {
    const parameters = given[index]?.parameters;
    if (parameters === undefined || checkOf(parameters)) return [];
    try {
      compile(schema, parameters);
      return [];
    } catch (error) {
      return `tools[${index}].parameters: arguments of "${name}" can not be checked: ${(error as Error).message}`;
    }
  });
}

/**
 * The arguments of a call as a handler gets them.
 *
 * @param given the tool as the caller gave it, whose schema may check values itself.
 * @throws {CallError} that tells the model what does not fit.
 */
export async function readArguments(value: Json, { parameters: schema }: ToolDefinition, given: Tool): Promise<unknown> {
  const { parameters } = given;
  const check = checkOf(parameters);
  if (check) return accept(await check(value));
  const validate = compile(schema, parameters ?? given);
  if (!validate(value)) refuse((validate.errors ?? []).map(violationOf));
  return value;
}

/** The check of a schema that checks values itself. */
function checkOf(parameters: Tool['parameters']) {
  const standard = isStandardSchema(parameters) ? parameters['~standard'] : undefined;
  return standard?.validate?.bind(standard);
}

function accept(result: StandardResult): unknown {
  // Some libraries' lists are of a class of their own, which makes something else of `map`.
  if (result.issues)
    refuse(Array.from(result.issues, ({ message, path }) => `${Array.from(path ?? [], keyOf).join('.')} ${message}`));
  return result.value;
}

/** @throws {Error} of Ajv, where it can make no check of a schema, as it points to another that is not here, say. */
function compile(schema: JsonObject, key: object): Validate {
  const known = compiled.get(key);
  if (known) return known;
  const made = createAjv(schema.$schema).compile(schema);
  // A promise in the place of an answer would reject where nobody waits for it.
  if ('$async' in made) throw new TypeError('$async: a schema that is checked later checks nothing');
  compiled.set(key, made as Validate);
  return made as Validate;
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
  throw new CallError(`the arguments do not fit the tool's parameters: ${violations.map((text) => text.trim()).join('; ')}`);
}

function keyOf(segment: unknown): string {
  return String((segment as { key?: unknown } | undefined)?.key ?? segment);
}

function toJson(value: unknown): string {
  return JSON.stringify(value);
}
