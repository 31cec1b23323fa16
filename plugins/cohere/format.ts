import {
  type AnswerFormat,
  type Call,
  InvalidInputError,
  type JsonObject,
  type StrictRules,
  strictSchema,
} from '../../src/plugin.ts';
import type { CohereConfig } from './api.ts';

/** A format as the API has it; the schema's member has another name in each version. */
export interface ResponseFormat extends JsonObject {
  type: 'json_object';
}

const FORMATS = ['date-time', 'uuid', 'date', 'time'];

/** The [part of JSON Schema](https://docs.cohere.com/docs/structured-outputs#parameter-types-support) that the API keeps to. */
const RULES: StrictRules = {
  refused: ['allOf', 'oneOf', 'not', 'if', 'then', 'else', 'patternProperties', 'prefixItems'],
  described: [
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'multipleOf',
    'minItems',
    'maxItems',
    'uniqueItems',
    'minLength',
    'maxLength',
    'minProperties',
    'maxProperties',
    'pattern',
    'format',
  ],
  keeps: (keyword, value) =>
    // Patterns without anchors and without looking ahead.
    (keyword === 'pattern' && !/[\^$]|\?[=!]/.test(String(value))) || (keyword === 'format' && FORMATS.includes(value as string)),
  reword: reworded,
  allRequired: false,
  someRequired: true,
  open: true,
};

/** `oneOf` allows less than `anyOf`, which the answer is checked for here; the only one of all is as good as an alternative. */
function reworded(schema: JsonObject): JsonObject {
  const { oneOf, allOf, ...rest } = schema;
  if (rest.anyOf !== undefined || (oneOf !== undefined && allOf !== undefined)) return schema;
  if (oneOf !== undefined) return { ...rest, anyOf: oneOf };
  return Array.isArray(allOf) && allOf.length === 1 ? { ...rest, anyOf: allOf } : schema;
}

/**
 * The member of a request that asks for JSON. The API demands that the prompt asks for it too, and can't keep to a format while it
 * has tools or documents to cite.
 *
 * @param besides what the request has beside it.
 * @throws {InvalidInputError} for what can't be kept.
 */
export function encodeFormat(
  { responseFormat, provider, model }: Call<CohereConfig>,
  schemaMember: 'schema' | 'json_schema',
  besides: JsonObject,
): ResponseFormat | undefined {
  if (!responseFormat) return undefined;
  const other = Object.keys(besides).find((name) => isTold(besides[name]));
  if (other) {
    throw new InvalidInputError(
      `responseFormat: this API gives no JSON in a request with ${other}; ask for it in a request of its own, without them`,
      { provider, model },
    );
  }
  if (responseFormat.type === 'json') return { type: 'json_object' };
  const { schema, problems } = encodeSchema(responseFormat);
  if (problems.length > 0) throw new InvalidInputError(`responseFormat: ${problems.join('; ')}`, { provider, model });
  return { type: 'json_object', [schemaMember]: schema };
}

/** An empty list says nothing. */
function isTold(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

function encodeSchema({ schema: given, description, strict }: Extract<AnswerFormat, { type: 'json_schema' }>) {
  const described = description !== undefined && given.description === undefined ? { ...given, description } : given;
  if (!strict) return { schema: described, problems: [] };
  const { type = described.properties && 'object' } = described;
  const { schema, problems } = strictSchema({ ...described, type }, RULES);
  const ofRoot = type === 'object' ? [] : ['schema.type: must be "object" at the root; put what it is into a property'];
  return { schema, problems: [...ofRoot, ...problems] };
}
