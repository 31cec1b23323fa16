import type { Json, JsonObject } from '../message.ts';
import { members } from './merge-schema.ts';
import { either, join, type Problems, shown, typeNames } from './problems.ts';
import { FileText } from './provenance.ts';

/** What a fill knows of its surroundings. */
export interface FillContext {
  env: NodeJS.ProcessEnv;
  problems: Problems;
  /** Filled here: the variable that a path's value came from. */
  origins: Map<string, string>;
}

/**
 * Fills what was not given from the environment, then from the schema's defaults. Text of the environment becomes the type that
 * the schema asks for; Ajv's own coercion would turn `null` into 0.
 */
export function fill(
  schema: JsonObject,
  given: Record<string, unknown>,
  context: FillContext,
  path = '',
): Record<string, unknown> {
  const filled: Record<string, unknown> = {};
  const properties = members(schema.properties);
  for (const [key, value] of Object.entries(given)) {
    const property = Object.hasOwn(properties, key) ? members(properties[key]) : members(schema.additionalProperties);
    filled[key] = convert(property, value, context, join(path, key));
  }
  for (const [key, property] of Object.entries(properties)) {
    const at = join(path, key);
    if (Object.hasOwn(filled, key) || context.problems.has(at)) continue;
    const value = absent(members(property), context, at);
    if (value !== undefined) filled[key] = value;
  }
  return filled;
}

/** The variables that can fill a property. */
export function variablesOf(property: JsonObject): string[] {
  return [property.env ?? []].flat().filter((name) => typeof name === 'string');
}

function absent(property: JsonObject, context: FillContext, path: string): unknown {
  for (const name of variablesOf(property)) {
    const text = context.env[name]?.trim();
    if (!text) continue;
    context.origins.set(path, name);
    return convertText(property, text, context, path, { inSeconds: property.envUnit === 'seconds' });
  }
  if (property.default !== undefined) return structuredClone(property.default);
  if (!property.properties) return undefined;
  const inner = fill(property, {}, context, path);
  return Object.keys(inner).length > 0 ? inner : undefined;
}

function convert(property: JsonObject, value: unknown, context: FillContext, path: string): unknown {
  if (value instanceof FileText) {
    if (value.variables.length === 0) return value.read();
    context.origins.set(path, either(value.variables));
    return convertText(property, value.read(), context, path, { isHidden: value.found });
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => convert(members(property.items), item, context, join(path, index)));
  }
  return typeof value === 'object' && value !== null ? fill(property, value as Record<string, unknown>, context, path) : value;
}

/** Text that is hidden is in no message: a found file may name any variable, and a log is read by others. */
function convertText(
  property: JsonObject,
  text: string,
  context: FillContext,
  path: string,
  { inSeconds = false, isHidden = false },
): unknown {
  const types: Json[] = [property.type ?? 'string'].flat();
  if (types.includes('string')) return text;
  const value = parse(text, types, inSeconds);
  if (value !== undefined) return value;
  const was = property.writeOnly || isHidden ? '' : `, was ${shown(text)}`;
  const rule = inSeconds ? 'a number of seconds' : typeNames(types);
  context.problems.add(path, `must be ${rule}${was} (from ${context.origins.get(path)})`);
  return text;
}

function parse(text: string, types: Json[], inSeconds: boolean): unknown {
  const isNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text);
  if (inSeconds) return isNumber ? Math.round(Number(text) * 1000) : undefined;
  if (types.includes('boolean') && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (isNumber && (types.includes('number') || (types.includes('integer') && Number.isInteger(Number(text)))))
    return Number(text);
  return undefined;
}
