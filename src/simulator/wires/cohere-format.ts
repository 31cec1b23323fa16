type Schema = Record<string, unknown>;

/** What a request says of the form of its answer. The schema has another name in each version. */
export interface FormatBody {
  response_format?: { type: string; json_schema?: Schema; schema?: Schema };
  documents?: unknown[];
}

const UNSUPPORTED = [
  'allOf',
  'oneOf',
  'not',
  'prefixItems',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minLength',
  'maxLength',
];
const FORMATS = ['date-time', 'uuid', 'date', 'time'];

/** The schema that an answer must fit; `true` for any JSON. */
export function schemaOf({ response_format }: FormatBody): unknown {
  if (response_format?.type !== 'json_object') return undefined;
  return response_format.json_schema ?? response_format.schema ?? true;
}

/** Why a form is refused; `others` are the members beside which there is none. */
export function formatFlaw(body: FormatBody, others: readonly string[]): string | undefined {
  const { response_format } = body;
  if (!response_format || response_format.type === 'text') return undefined;
  const beside = others.find((name) => ((body as Record<string, unknown[] | undefined>)[name]?.length ?? 0) > 0);
  if (beside) return `invalid request: response_format is not supported with ${beside}.`;
  const schema = schemaOf(body);
  if (schema === true) return undefined;
  if ((schema as Schema).type !== 'object') return "invalid json schema: the top level 'type' must be 'object'";
  return schemaFlaw(schema as Schema);
}

function schemaFlaw(schema: Schema): string | undefined {
  const { type, required, pattern, format, properties, $defs, items, anyOf, additionalProperties } = schema;
  const keyword = UNSUPPORTED.find((name) => name in schema);
  if (keyword) return `invalid json schema: '${keyword}' is not supported`;
  if (typeof pattern === 'string' && /[\^$]|\?[=!]/.test(pattern))
    return `invalid json schema: pattern '${pattern}' is not supported`;
  if (typeof format === 'string' && !FORMATS.includes(format)) return `invalid json schema: format '${format}' is not supported`;
  if (Array.isArray(items)) return "invalid json schema: 'items' must be one schema";
  if (type === 'object' && !(Array.isArray(required) && required.length > 0))
    return "invalid json schema: objects must have at least one 'required' field";
  const inner = [...Object.values(properties ?? {}), ...Object.values($defs ?? {}), items, additionalProperties];
  const alternatives = Array.isArray(anyOf) ? anyOf : [];
  for (const one of [...inner, ...alternatives]) {
    const flaw = typeof one === 'object' && one !== null ? schemaFlaw(one as Schema) : undefined;
    if (flaw) return flaw;
  }
  return undefined;
}
