import type { Json, JsonObject } from '../../message.ts';

const FORMATS = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid'];
const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];

/** The only keywords that strict mode keeps, or that say nothing of the answer. */
const KEPT = new Set([
  ...[
    'type',
    'properties',
    'required',
    'additionalProperties',
    'items',
    'anyOf',
    '$ref',
    '$defs',
    'definitions',
    'enum',
    'const',
  ],
  ...['pattern', 'format', 'multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minItems', 'maxItems'],
  ...['title', 'description', '$schema', '$id', '$comment'],
]);

/** What the strict mode of OpenAI's APIs refuses in a schema, in their words. */
export function strictFlaw(schema: JsonObject): string | undefined {
  if (schema.type !== 'object')
    return `schema must be a JSON Schema of 'type: "object"', got 'type: "${schema.type ?? 'None'}"'.`;
  if (schema.anyOf) return `In context=(), 'anyOf' is not permitted.`;
  return flawIn(schema, []);
}

function flawIn(schema: JsonObject, context: readonly string[]): string | undefined {
  const told = ownFlaw(schema);
  if (told) {
    const names = context.map((name) => `'${name}'`).join(', ');
    return `In context=(${context.length === 1 ? `${names},` : names}), ${told}`;
  }
  for (const { inner, path } of schemasIn(schema)) {
    const flaw = flawIn(inner, [...context, ...path]);
    if (flaw) return flaw;
  }
  return undefined;
}

function ownFlaw(schema: JsonObject): string | undefined {
  const { type, properties, required, additionalProperties, items, format, $ref } = schema;
  const others = Object.keys(schema).filter((key) => key !== '$ref');
  if ($ref !== undefined) return others.length > 0 ? `$ref cannot have keywords {'${others.join("', '")}'}.` : undefined;
  const strange = Object.keys(schema).find((key) => !KEPT.has(key));
  if (strange) return `'${strange}' is not permitted.`;
  const types = (Array.isArray(type) ? type : [type]).filter((one) => one !== undefined);
  if (types.length === 0 && !schema.anyOf && !schema.enum && schema.const === undefined) return "schema must have a 'type' key.";
  const wrong = types.find((one) => !TYPES.includes(String(one)));
  if (wrong !== undefined) return `'${wrong}' is not valid under any of the given schemas.`;
  if (typeof format === 'string' && !FORMATS.includes(format)) return `'${format}' is not a valid format.`;
  if (types.includes('array') && !items) return 'array schema missing items.';
  return types.includes('object') ? objectFlaw({ properties, required, additionalProperties }) : undefined;
}

function objectFlaw({ properties, required, additionalProperties }: JsonObject): string | undefined {
  if (additionalProperties !== false) return "'additionalProperties' is required to be supplied and to be false.";
  if (!properties) return 'object schema missing properties.';
  const missing = Object.keys(properties).find((name) => !Array.isArray(required) || !required.includes(name));
  if (missing === undefined) return undefined;
  return `'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
}

function schemasIn({ properties, $defs, definitions, items, anyOf }: JsonObject): { inner: JsonObject; path: string[] }[] {
  const named = Object.entries({ properties, $defs, definitions }).flatMap(([key, map]) =>
    Object.entries(objectOf(map)).map(([name, schema]) => ({ inner: schema, path: [key, name] })),
  );
  const alternatives = (Array.isArray(anyOf) ? anyOf : []).map((schema, index) => ({
    inner: schema,
    path: ['anyOf', String(index)],
  }));
  const all = [...named, ...alternatives, { inner: items, path: ['items'] }];
  return all.flatMap(({ inner, path }) => (inner === undefined ? [] : [{ inner: objectOf(inner), path }]));
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
