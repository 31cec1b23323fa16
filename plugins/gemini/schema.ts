import type { Json, JsonObject } from '../../src/plugin.ts';

const SCHEMAS = ['items', 'additionalProperties', 'anyOf', 'oneOf', 'allOf', 'prefixItems'];
const MAPS = ['properties', '$defs', 'definitions'];

/**
 * A schema in the [words that the API looks at](https://ai.google.dev/api/generate-content#generationconfig). Of those that it does not
 * know, such as `minLength`, the answer is checked here. The given schema is not changed.
 */
export function schemaOf(given: JsonObject): JsonObject {
  const entries = Object.entries(given).map(([key, value]) => [key, below(key, value)]);
  return aloneWithReference(withoutOldWords(Object.fromEntries(entries)));
}

function below(key: string, value: Json | undefined): Json | undefined {
  if (SCHEMAS.includes(key)) return Array.isArray(value) ? value.map(inner) : value && inner(value);
  if (!MAPS.includes(key) || !isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, one && inner(one)]));
}

function inner(schema: Json): Json {
  return isObject(schema) ? schemaOf(schema) : schema;
}

/** What older drafts call otherwise; and a constant, which is a choice of one. */
function withoutOldWords({ const: only, items, definitions, ...rest }: JsonObject): JsonObject {
  const { $ref, $defs, additionalItems, ...others } = rest;
  const isTuple = Array.isArray(items);
  const isChoice = typeof only === 'string' || typeof only === 'number';
  return {
    ...others,
    ...(additionalItems !== undefined && !isTuple && { additionalItems }),
    ...(only !== undefined && (isChoice ? { enum: [only] } : { const: only })),
    ...(items !== undefined && { [isTuple ? 'prefixItems' : 'items']: items }),
    ...((isObject(definitions) || $defs !== undefined) && {
      $defs: { ...(definitions as JsonObject), ...($defs as JsonObject) },
    }),
    ...($ref !== undefined && { $ref: typeof $ref === 'string' ? $ref.replace(/^#\/definitions\//, '#/$defs/') : $ref }),
  };
}

/** Beside a reference the API takes nothing but what begins with `$`; the only alternative is as good as itself. */
function aloneWithReference(schema: JsonObject): JsonObject {
  const { $ref, allOf, ...rest } = schema;
  if (rest.anyOf !== undefined) return schema;
  if ($ref === undefined) return Array.isArray(allOf) && allOf.length === 1 ? { ...rest, anyOf: allOf } : schema;
  return allOf === undefined && Object.keys(rest).some((key) => !key.startsWith('$')) ? { ...rest, anyOf: [{ $ref }] } : schema;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
