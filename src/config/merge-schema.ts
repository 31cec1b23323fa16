import type { Options } from 'ajv';
import common from '../../schemas/common.json' with { type: 'json' };
import type { Json, JsonObject } from '../message.ts';

/** How every schema is compiled, at build time and at run time. */
export const AJV_OPTIONS = {
  allErrors: true,
  strictSchema: true,
  strictNumbers: true,
  ownProperties: true,
  validateFormats: false,
  logger: false,
} as const satisfies Options;

/** Our own keywords: the variables of a property, their unit, and what a pattern asks for in words. */
export const VOCABULARY = ['env', 'envUnit', 'patternMeans'];

/**
 * A plugin's schema together with the keys that all providers share. A plugin can change what it says of a shared key (`env`,
 * `default`, `description`, limits), but not its type.
 */
export function mergeSchema(own: JsonObject): JsonObject {
  const { $schema: _dialect, $id: _id, ...rest } = own;
  const properties: JsonObject = { ...(common.properties as JsonObject) };
  for (const [key, property] of Object.entries(members(own.properties))) {
    const shared = Object.hasOwn(properties, key) ? members(properties[key]) : undefined;
    properties[key] = shared ? override(shared, members(property)) : property;
  }
  return { additionalProperties: false, ...rest, type: 'object', properties };
}

function override(shared: JsonObject, own: JsonObject): JsonObject {
  const { type: _type, ...changes } = own;
  return { ...shared, ...changes };
}

/** The members of what may be an object. */
export function members(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
