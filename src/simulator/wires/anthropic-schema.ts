type Schema = Record<string, unknown>;

/** What a schema of any type may say, and what one of a certain type may say beside it. */
const COMMON = ['type', 'title', 'description', 'enum', 'const', 'default', '$ref', '$defs', 'definitions', 'anyOf', 'allOf'];
const OWN: Readonly<Record<string, readonly string[]>> = {
  object: ['properties', 'required', 'additionalProperties'],
  array: ['items', 'minItems'],
  string: ['format', 'pattern'],
};
const UNSUPPORTED_TYPES = ['oneOf', 'not', 'if'];
const FORMATS = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid'];
const MOST_OPTIONAL = 24;
const MOST_UNIONS = 16;

/** Why a schema is none that the model can be kept to. */
export function schemaFlaw(schema: Schema): string | undefined {
  const all = schemasIn(schema);
  return cycleFlaw(schema) ?? firstOf(all, (one) => schemaFlawOf(one as Schema)) ?? costFlaw(all as Schema[]);
}

function schemaFlawOf(schema: Schema): string | undefined {
  const { type, additionalProperties, minItems = 0, format } = schema;
  const types = Array.isArray(type) ? type : [type];
  const told = types.find((name) => name !== 'null') ?? 'null';
  const lacked = UNSUPPORTED_TYPES.find((name) => name in schema);
  if (lacked) return `Schema type '${lacked}' is not supported`;
  const supported = [...COMMON, ...types.flatMap((name) => OWN[name] ?? [])];
  const unsupported = Object.keys(schema).find((name) => !supported.includes(name));
  if (unsupported) return `For '${told}' type, property '${unsupported}' is not supported`;
  if (types.includes('object') && additionalProperties !== false)
    return "For 'object' type, 'additionalProperties' must be explicitly set to false";
  if (holdsFlag(schema))
    return `For '${told}' type, property '${types.includes('array') ? 'items' : 'properties'}' is not supported`;
  if (minItems !== 0 && minItems !== 1) return "For 'array' type, 'minItems' values other than 0 or 1 are not supported";
  if (format !== undefined && !FORMATS.includes(format as string)) return `String format '${format}' is not supported`;
  const choices = [schema.const, ...((schema.enum as unknown[] | undefined) ?? [])];
  return choices.some((value) => typeof value === 'object' && value !== null) ? 'Enum values must be primitives' : undefined;
}

function costFlaw(schemas: readonly Schema[]): string | undefined {
  const named = schemas.map(
    ({ properties = {}, required = [] }) => ({ properties, required }) as Record<'properties', Schema> & { required: string[] },
  );
  const optional = named.flatMap(({ properties, required }) =>
    Object.keys(properties).filter((name) => !required.includes(name)),
  );
  const unions = named.flatMap(({ properties }) => Object.values(properties) as Schema[]).filter(isUnion);
  if (optional.length > MOST_OPTIONAL) {
    const why = 'which would make grammar compilation inefficient. Reduce the number of optional parameters in your tool schemas';
    return `Schemas contains too many optional parameters (${optional.length}), ${why} (limit: ${MOST_OPTIONAL}).`;
  }
  if (unions.length <= MOST_UNIONS) return undefined;
  const why = 'This causes exponential compilation cost. Reduce the number of nullable or union-typed parameters';
  return `Schemas contains too many parameters with union types (${unions.length} parameters with type arrays or anyOf). ${why} (limit: ${MOST_UNIONS} parameters with unions).`;
}

function isUnion({ type, anyOf }: Schema): boolean {
  return Array.isArray(type) || anyOf !== undefined;
}

function cycleFlaw(root: Schema): string | undefined {
  const definitions = { ...(root.definitions as Schema), ...(root.$defs as Schema) };
  const namesIn = (schema: unknown) => schemasIn(schema).flatMap(({ $ref }) => (typeof $ref === 'string' ? [nameOf($ref)] : []));
  const search = (name: string, path: readonly string[]): string | undefined => {
    if (path.includes(name)) return `${path.at(-1)} -> ${name}`;
    return firstOf(namesIn(name === '#' ? root : definitions[name]), (next) => search(next, [...path, name]));
  };
  const cycle = firstOf(['#', ...Object.keys(definitions)], (name) => search(name, []));
  const rule = 'Self-referencing or mutually-referencing definitions are not supported.';
  return cycle && `Invalid schema: Circular reference detected in schema definitions: ${cycle}. ${rule}`;
}

function nameOf(reference: string): string {
  return reference.replace(/^#\/(?:\$defs|definitions)\//, '');
}

/** A schema and all that are in it, the definitions too. */
function schemasIn(schema: unknown): Schema[] {
  if (!isObject(schema)) return [];
  return [schema, ...innerOf(schema).flatMap(schemasIn)];
}

function innerOf({ properties, $defs, definitions, anyOf, allOf, items }: Schema): unknown[] {
  const named = [properties, $defs, definitions].flatMap((map) => (isObject(map) ? Object.values(map) : []));
  return [...named, ...[anyOf, allOf].flatMap((list) => (Array.isArray(list) ? list : [])), items];
}

function holdsFlag(schema: Schema): boolean {
  return innerOf(schema).some((inner) => typeof inner === 'boolean');
}

function firstOf<T>(items: readonly T[], find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
