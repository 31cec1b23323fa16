import type { Json, JsonObject } from '../../src/message.ts';

/** The members that say what an object is, where several kinds may be in one place. */
const KINDS = ['type', 'role'];

type Resolve = (schema: JsonObject) => JsonObject;

/**
 * Any of the branches, but looked at only by who it may be: by its type and, for objects, by the member that says what they are. So
 * what is wrong is told about the branch that was meant, and not about all.
 */
export function dispatch(branches: readonly JsonObject[], resolve: Resolve): JsonObject {
  const types = branches.map((branch) => typeOf(resolve(branch)));
  if (types.some((type) => type === undefined)) return { anyOf: [...branches] };
  const groups = new Map<string, JsonObject[]>();
  for (const [index, branch] of branches.entries()) {
    const type = types[index] as string;
    groups.set(type, [...(groups.get(type) ?? []), branch]);
  }
  return {
    type: [...groups.keys()],
    allOf: [...groups].map(([type, group]) =>
      implies({ type }, type === 'object' ? dispatchObjects(group, resolve) : anyOf(group)),
    ),
  };
}

function typeOf({ type, properties, additionalProperties, enum: values }: JsonObject): string | undefined {
  if (type === 'integer') return 'number';
  if (typeof type === 'string') return type;
  if (properties || additionalProperties) return 'object';
  return Array.isArray(values) && values.every((value) => typeof value === 'string') ? 'string' : undefined;
}

function dispatchObjects(branches: readonly JsonObject[], resolve: Resolve): JsonObject {
  if (branches.length === 1) return branches[0] as JsonObject;
  const member = KINDS.find((kind) => branches.every((branch) => kindsOf(resolve(branch), kind)));
  if (!member) return anyOf(branches);
  const groups = new Map<Json, JsonObject[]>();
  for (const branch of branches) {
    for (const kind of kindsOf(resolve(branch), member) ?? []) groups.set(kind, [...(groups.get(kind) ?? []), branch]);
  }
  return {
    required: [member],
    properties: { [member]: { enum: [...groups.keys()] } },
    allOf: [...groups].map(([kind, group]) =>
      implies({ required: [member], properties: { [member]: { const: kind } } }, anyOf(group)),
    ),
  };
}

/** The few values that a member must have one of. */
function kindsOf({ properties, required }: JsonObject, member: string): Json[] | undefined {
  if (!(required as Json[] | undefined)?.includes(member)) return undefined;
  const property = (properties as JsonObject | undefined)?.[member] as JsonObject | undefined;
  if (property?.const !== undefined) return [property.const];
  return property?.enum as Json[] | undefined;
}

function anyOf(branches: readonly JsonObject[]): JsonObject {
  return branches.length === 1 ? (branches[0] as JsonObject) : { anyOf: [...branches] };
}

function implies(condition: JsonObject, consequence: JsonObject): JsonObject {
  // biome-ignore lint/suspicious/noThenProperty: it is JSON Schema's word
  return { if: condition, then: consequence };
}
