import { createRequire } from 'node:module';
import type { Ajv } from 'ajv';
import { PluginError } from '../errors.ts';
import type { JsonObject } from '../message.ts';
import { AJV_OPTIONS, VOCABULARY } from './merge-schema.ts';
import type { Validate } from './validation.ts';

let ajv: Ajv | undefined;
const compiled = new WeakMap<JsonObject, Validate>();

/**
 * Compiles a merged schema, once. Only third parties' schemas come here, so Ajv is loaded on demand, and synchronously, as
 * `create` is.
 *
 * @throws {PluginError} when the schema is none.
 */
export function compile(schema: JsonObject, provider: string): Validate {
  const known = compiled.get(schema);
  if (known) return known;
  try {
    ajv ??= loadAjv();
    const validate = ajv.compile(schema) as unknown as Validate;
    compiled.set(schema, validate);
    return validate;
  } catch (cause) {
    const { message } = cause as Error;
    throw new PluginError(`the config schema of the plugin is malformed: ${message}.`, { provider, cause });
  }
}

function loadAjv(): Ajv {
  const { Ajv } = createRequire(import.meta.url)('ajv') as typeof import('ajv');
  return new Ajv(AJV_OPTIONS).addVocabulary(VOCABULARY);
}
