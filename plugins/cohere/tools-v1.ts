import { InvalidInputError, type Json, type JsonObject, type ToolDefinition } from '../../src/plugin.ts';

/** As Python writes them. */
const TYPES: Record<string, string> = { string: 'str', integer: 'int', number: 'float', boolean: 'bool', null: 'None' };

/** Where JSON Schema says more of all parameters together than their names, which is all that v1 knows of them. */
const BEYOND_NAMES = [
  '$ref',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'patternProperties',
  'propertyNames',
  'dependencies',
  'dependentRequired',
  'dependentSchemas',
  'minProperties',
  'maxProperties',
];

/**
 * A tool as v1 defines it: parameters by name, each of a
 * [Python type](https://docs.cohere.com/v1/docs/parameter-types-in-tool-use). What such a type can't say goes into the
 * parameter's description: choices and a default in the words of that page, the rest as JSON Schema.
 *
 * @throws {InvalidInputError} where the parameters can't be told one by one.
 */
export function encodeTool(tool: ToolDefinition, known: { provider: string; model: string }): JsonObject {
  const { name, description = '', parameters } = tool;
  const beyond = BEYOND_NAMES.find((keyword) => parameters[keyword] !== undefined) ?? openNames(parameters);
  if (beyond) {
    throw new InvalidInputError(
      `tools: v1 of the API knows single parameters only, so "${beyond}" of "${name}" can't be sent`,
      known,
    );
  }
  const { properties, required } = parameters as { properties?: Record<string, JsonObject>; required?: string[] };
  const definitions = Object.entries(properties ?? {}).map(([parameter, schema]) => [
    parameter,
    { ...encodeParameter(schema, parameters), required: required?.includes(parameter) ?? false },
  ]);
  return { name, description, parameter_definitions: Object.fromEntries(definitions) };
}

/** Parameters of any name, each of one schema. */
function openNames({ additionalProperties }: JsonObject): string | undefined {
  return isSchema(additionalProperties) && Object.keys(additionalProperties).length > 0 ? 'additionalProperties' : undefined;
}

function encodeParameter(given: Json, { $defs, definitions }: JsonObject): JsonObject {
  const { description, default: standard, title: _title, ...schema } = isSchema(given) ? given : {};
  const { enum: choices, ...unlisted } = schema;
  const isListed = isPlainList(choices);
  const isWhole = isPlain(isListed ? { type: 'string', ...unlisted } : schema);
  const pointsAway = JSON.stringify(schema).includes('"$ref"');
  const words = [
    description,
    isListed && `Possible enum values: ${choices.join(', ')}.`,
    standard !== undefined && `The default value is: ${typeof standard === 'string' ? standard : JSON.stringify(standard)}.`,
    !isWhole && `JSON Schema: ${JSON.stringify(pointsAway ? { ...schema, $defs, definitions } : schema)}`,
  ];
  return { description: words.filter(Boolean).join(' ') || description, type: typeOf(schema) };
}

/** Whether its type says all that a schema says. */
function isPlain({ type, items, additionalProperties, ...others }: JsonObject): boolean {
  const inner = [items, additionalProperties].filter(isSchema);
  return Object.keys(others).length === 0 && inner.every(isPlain);
}

function typeOf(schema: JsonObject): string {
  const { type, items, additionalProperties, anyOf, oneOf, enum: choices, const: only } = schema;
  const alternatives = Array.isArray(type) ? type.map((one) => ({ ...schema, type: one })) : (anyOf ?? oneOf);
  if (Array.isArray(alternatives)) return unionOf(alternatives.map((one) => typeOf(isSchema(one) ? one : {})));
  if (type === 'array') return isSchema(items) ? `List[${typeOf(items)}]` : 'List';
  if (type === 'object') return isSchema(additionalProperties) ? `Dict[str, ${typeOf(additionalProperties)}]` : 'Dict';
  if (typeof type === 'string') return TYPES[type] ?? 'Any';
  const sample = only ?? (Array.isArray(choices) ? choices[0] : undefined);
  return (sample != null && TYPES[typeof sample]) || 'Any';
}

function unionOf(types: readonly string[]): string {
  const others = [...new Set(types)].filter((type) => type !== TYPES.null);
  const union = others.length > 1 ? `Union[${others.join(', ')}]` : (others[0] ?? 'Any');
  return types.includes(TYPES.null as string) ? `Optional[${union}]` : union;
}

/** Whether choices can be told in one sentence. */
function isPlainList(choices: Json | undefined): choices is string[] {
  return Array.isArray(choices) && choices.every((one) => typeof one === 'number' || /^[^,.]+$/.test(String(one ?? '')));
}

function isSchema(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
