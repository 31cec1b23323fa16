import type { Json, JsonObject } from '../../src/message.ts';
import { type Description, endsAs } from './description.ts';

interface Resource {
  methods?: Record<string, { httpMethod: string; flatPath: string; request?: { $ref: string } }>;
  resources?: Record<string, Resource>;
}

/**
 * Reads a [discovery document](https://developers.google.com/discovery/v1/reference/apis) of Google's. Its objects are messages of
 * protocol buffers: the API refuses a member that it does not list.
 */
export function readDiscovery(text: string): Description {
  const document = JSON.parse(text) as Resource & { schemas: Record<string, JsonObject> };
  const methods = methodsOf(document);
  return {
    requestSchema(path) {
      const method = methods.find(({ httpMethod, flatPath }) => httpMethod === 'POST' && endsAs(path, `/${flatPath}`));
      return method?.request && { $ref: method.request.$ref };
    },
    schema: (name) => document.schemas[name] && (convert(document.schemas[name]) as JsonObject),
  };
}

function methodsOf({ methods = {}, resources = {} }: Resource): NonNullable<Resource['methods']>[string][] {
  return [...Object.values(methods), ...Object.values(resources).flatMap(methodsOf)];
}

function convert(schema: Json | undefined): Json | undefined {
  if (Array.isArray(schema)) return schema.map((one) => convert(one) as Json);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { properties, additionalProperties, items, type, ...rest } = schema;
  const named = Object.entries((properties ?? {}) as JsonObject).map(([name, property]) => [name, convert(property)]);
  return {
    ...rest,
    ...(type !== 'any' && { type }),
    ...(items !== undefined && { items: convert(items) }),
    ...(type === 'object' && {
      properties: Object.fromEntries(named),
      additionalProperties: additionalProperties === undefined ? false : convert(additionalProperties),
    }),
  };
}
