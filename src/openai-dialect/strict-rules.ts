import type { Json, JsonObject } from '../message.ts';
import { type StrictRules, strictSchema } from '../strict-schema.ts';
import { objectOf } from './values.ts';

/** What OpenAI's [structured outputs](https://platform.openai.com/docs/guides/structured-outputs#supported-schemas) demand. */
const OPENAI_STRICT: StrictRules = {
  refused: [
    'allOf',
    'oneOf',
    'not',
    'if',
    'then',
    'else',
    'dependentRequired',
    'dependentSchemas',
    'patternProperties',
    'propertyNames',
    'prefixItems',
    'contains',
    'unevaluatedProperties',
    'unevaluatedItems',
  ],
  described: [
    'minLength',
    'maxLength',
    'minProperties',
    'maxProperties',
    'uniqueItems',
    'minContains',
    'maxContains',
    'default',
    'examples',
  ],
  allRequired: true,
};

const FORMATS = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid'];
const TYPING = ['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', '$ref', 'not', 'if'];

/**
 * A schema as the strict mode of OpenAI's APIs takes it, and what of it can't be met. It may allow more than the given one, as the
 * answer is checked by that one.
 */
export function openaiSchema(schema: JsonObject): { schema: JsonObject; problems: string[] } {
  const problems = rootProblems(schema);
  const { schema: met, problems: others } = strictSchema(reworded(schema, 'schema', problems), OPENAI_STRICT);
  return { schema: met, problems: [...problems, ...others] };
}

function rootProblems({ type, anyOf, oneOf, allOf, $ref }: JsonObject): string[] {
  if (!(anyOf || oneOf || allOf || $ref) && type === 'object') return [];
  return ['schema: must be one object at its root in strict mode; put what it is into a property, or set strict: false'];
}

/** The same schema in words that strict mode has; what it would miss is added to `problems`. */
function reworded(given: JsonObject, at: string, problems: string[]): JsonObject {
  problems.push(...gapsIn(given, at));
  const met = inner(given, at, problems);
  const { format, description, $ref, oneOf, allOf } = met;
  if (typeof format === 'string' && !FORMATS.includes(format)) {
    delete met.format;
    met.description = [description, `(format: ${format})`].filter(Boolean).join(' ');
  }
  // A reference takes nothing beside it, and one alternative is as good as itself.
  if ($ref !== undefined && Object.keys(met).length > 1) makeAlternatives(met, '$ref', [{ $ref }]);
  if (Array.isArray(oneOf)) makeAlternatives(met, 'oneOf', oneOf);
  if (Array.isArray(allOf) && allOf.length === 1) makeAlternatives(met, 'allOf', allOf);
  return met;
}

/** The only alternatives that strict mode has; there can't be two lists of them. */
function makeAlternatives(met: JsonObject, key: string, alternatives: Json[]): void {
  if (met.anyOf !== undefined) return;
  delete met[key];
  met.anyOf = alternatives;
}

/** The schemas inside of a schema, reworded. */
function inner(given: JsonObject, at: string, problems: string[]): JsonObject {
  const one = (value: Json | undefined, where: string) => {
    const schema = objectOf(value);
    return schema ? reworded(schema, where, problems) : value;
  };
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => {
      const where = `${at}.${key}`;
      if (['properties', '$defs', 'definitions'].includes(key)) {
        const named = Object.entries(objectOf(value) ?? {});
        return [key, Object.fromEntries(named.map(([name, schema]) => [name, one(schema, `${where}.${name}`)]))];
      }
      if (['anyOf', 'oneOf', 'allOf'].includes(key) && Array.isArray(value))
        return [key, value.map((schema, index) => one(schema, `${where}[${index}]`) as Json)];
      return [key, key === 'items' ? one(value, where) : value];
    }),
  );
}

/** What JSON Schema may leave open, and strict mode may not. */
function gapsIn(schema: JsonObject, at: string): string[] {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  const instead = 'in strict mode; add it, or set strict: false';
  if (types.includes('array') && schema.items === undefined) return [`${at}.items: must be told ${instead}`];
  const isInParts = ['anyOf', 'oneOf', 'allOf', '$ref'].some((key) => schema[key] !== undefined);
  if (types.includes('object') && !schema.properties && isInParts) return [`${at}.properties: must be told ${instead}`];
  return TYPING.some((key) => schema[key] !== undefined) ? [] : [`${at}.type: must be told ${instead}`];
}
