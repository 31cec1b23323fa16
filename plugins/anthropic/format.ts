import {
  type AnswerFormat,
  type Json,
  type JsonObject,
  type ResponseFormats,
  type StrictRules,
  strictSchema,
} from '../../src/plugin.ts';
import { factsOf } from './models.ts';
import { flawsIn } from './schema-flaws.ts';
import { isObject, mapInner } from './schema-walk.ts';

/**
 * What [structured outputs](https://platform.claude.com/docs/en/build-with-claude/structured-outputs#json-schema-limitations) demand of a
 * schema.
 */
const RULES: StrictRules = {
  refused: [
    '$dynamicRef',
    '$recursiveRef',
    'oneOf',
    'not',
    'if',
    'then',
    'else',
    'prefixItems',
    'contains',
    'minContains',
    'maxContains',
    'patternProperties',
    'propertyNames',
    'dependencies',
    'dependentRequired',
    'dependentSchemas',
    'unevaluatedItems',
    'unevaluatedProperties',
  ],
  described: [
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'multipleOf',
    'minLength',
    'maxLength',
    'maxItems',
    'uniqueItems',
    'minProperties',
    'maxProperties',
  ],
  allRequired: false,
};

/** What is sent. All else only comments on a value, or is no keyword at all. */
const TAKEN: readonly string[] = [
  ...['type', 'title', 'description', 'enum', 'const', 'default', '$ref', '$defs', 'definitions', 'anyOf', 'allOf'],
  ...['properties', 'required', 'additionalProperties', 'items', 'minItems', 'format', 'pattern'],
  ...RULES.refused,
  ...RULES.described,
];

const FORMATS = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid'];

/** Look-arounds, references back, edges of words, sets by name and long repetitions are what a pattern must do without. */
const HARD_PATTERN = /\(\?|\\[1-9bBkpP]|\{\d*,?\d{3}/;

/**
 * JSON of no certain form is given by a tool, as are schemas for models without a mode for them, and those that it does not take
 * where `strict` is `false`. A model that can't be made to call a tool has its mode alone.
 */
export function responseFormats(model: string, asked: AnswerFormat): ResponseFormats {
  const { hasFormats, canBeForced } = factsOf(model);
  if (!canBeForced) return { json_schema: 'native' };
  const isLoose = asked.type === 'json_schema' && !asked.strict && formatSchema(asked.schema).problems.length > 0;
  return { json_schema: hasFormats && !isLoose ? 'native' : 'tool', json: 'tool' };
}

/**
 * A schema as the API takes it, and what of it can't be met. It may allow more than the given one, as the answer is checked by that
 * one.
 */
export function formatSchema(given: JsonObject): { schema: JsonObject; problems: string[] } {
  const { schema, problems } = strictSchema(reworded(given), RULES);
  return { schema, problems: [...flawsIn(given), ...problems] };
}

/** The same schema in words that the API has. A reference takes nothing beside it, and the only one of all is as good as itself. */
function reworded(given: JsonObject): JsonObject {
  const { $ref, ...beside } = membersOf(given);
  if ($ref !== undefined) return saysNothing(beside) ? { $ref } : { ...beside, $ref };
  const { allOf, ...others } = beside;
  const [only] = Array.isArray(allOf) && allOf.length === 1 ? allOf : [];
  if (isObject(only) && saysNothing(others)) return only.$ref === undefined ? { ...only, ...others } : only;
  const { oneOf, ...rest } = beside;
  return oneOf !== undefined && rest.anyOf === undefined ? { ...rest, anyOf: oneOf } : beside;
}

function saysNothing(members: JsonObject): boolean {
  return Object.keys(members).every((key) => ['title', 'description', 'default'].includes(key));
}

/** The members of a schema, those inside reworded; what only some values of are taken is told in words where it is another. */
function membersOf(given: JsonObject): JsonObject {
  const members: JsonObject = {};
  const told: string[] = [];
  for (const [key, value] of Object.entries(given)) {
    if (!TAKEN.includes(key)) continue;
    const kept = keptOf(key, value);
    if (kept !== value) told.push(`${key}: ${JSON.stringify(value)}`);
    if (kept !== undefined) members[key] = mapInner(key, kept, (inner) => (isObject(inner) ? reworded(inner) : inner));
  }
  // What has properties is taken for an object only if it says so.
  if (members.properties !== undefined && members.type === undefined) members.type = 'object';
  if (told.length > 0) members.description = [given.description, `(${told.join(', ')})`].filter(Boolean).join(' ');
  return members;
}

function keptOf(key: string, value: Json | undefined): Json | undefined {
  if (key === 'minItems') return Number(value) > 1 ? 1 : value;
  if (key === 'format') return FORMATS.includes(value as string) ? value : undefined;
  if (key === 'pattern') return HARD_PATTERN.test(value as string) ? undefined : value;
  return value;
}
