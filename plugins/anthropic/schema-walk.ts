import type { Json, JsonObject } from '../../src/plugin.ts';

/** The keywords that hold schemas by their names, in a list, and alone. */
const MAPS = ['properties', '$defs', 'definitions'];
const LISTS = ['anyOf', 'oneOf', 'allOf'];
const SCHEMAS = ['items'];

/** What a member of a schema holds, each with its place: schemas, or what stands where one should be. */
function innerOf(key: string, value: Json | undefined): [place: string, inner: Json | undefined][] {
  if (MAPS.includes(key) && isObject(value)) return Object.entries(value).map(([name, one]) => [`.${key}.${name}`, one]);
  if (LISTS.includes(key) && Array.isArray(value)) return value.map((one, index) => [`.${key}[${index}]`, one]);
  return SCHEMAS.includes(key) ? [[`.${key}`, value]] : [];
}

/** The member with each schema in it changed. */
export function mapInner(key: string, value: Json | undefined, change: (inner: Json, place: string) => Json): Json | undefined {
  if (MAPS.includes(key) && isObject(value)) {
    const entries = Object.entries(value).map(([name, one]) => [name, change(one as Json, `.${key}.${name}`)]);
    return Object.fromEntries(entries);
  }
  if (LISTS.includes(key) && Array.isArray(value)) return value.map((one, index) => change(one, `.${key}[${index}]`));
  return SCHEMAS.includes(key) && value !== undefined ? change(value, `.${key}`) : value;
}

/** A schema and all that are in it, each with its place. References are not followed. */
export function* schemasIn(schema: JsonObject, at = 'schema'): Generator<[at: string, schema: JsonObject]> {
  yield [at, schema];
  for (const [key, value] of Object.entries(schema)) {
    for (const [place, inner] of innerOf(key, value)) if (isObject(inner)) yield* schemasIn(inner, at + place);
  }
}

/** The references that lead back to themselves, if there are such. */
export function cycleIn(root: JsonObject): string | undefined {
  const seen = new Set<string>();
  return follow(root, ['#']);

  function follow(schema: JsonObject, path: readonly string[]): string | undefined {
    for (const [, { $ref }] of schemasIn(schema)) {
      if (typeof $ref !== 'string' || seen.has($ref)) continue;
      if (path.includes($ref)) return [...path.slice(path.indexOf($ref)), $ref].join(' -> ');
      const target = targetOf(root, $ref);
      const cycle = target && follow(target, [...path, $ref]);
      if (cycle) return cycle;
      seen.add($ref);
    }
    return undefined;
  }
}

/** What a reference such as `#/$defs/city` points at, if that is in the schema. */
export function targetOf(root: JsonObject, reference: string): JsonObject | undefined {
  const [, pointer] = /^#((?:\/.*)?)$/s.exec(reference) ?? [];
  if (pointer === undefined) return undefined;
  const names = pointer.split('/').slice(1).map(decoded);
  const target = names.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], root);
  return isObject(target) ? target : undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A name in a JSON pointer that is part of a URL. */
function decoded(name: string): string {
  const plain = /%(?![0-9a-f]{2})/i.test(name) ? name : decodeURIComponent(name);
  return plain.replaceAll('~1', '/').replaceAll('~0', '~');
}
