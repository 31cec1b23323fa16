import { existsSync, readFileSync } from 'node:fs';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { merge } from '../../src/client/merge.ts';
import type { JsonObject } from '../../src/message.ts';
import { AMENDMENTS } from './amendments.ts';
import type { Description } from './description.ts';
import { readDiscovery } from './discovery.ts';
import { SchemaConverter } from './json-schema.ts';
import { readOpenAPI } from './openapi.ts';

/** The folder of the descriptions: beside the project, not in it. */
const SPECS = new URL('../shared/specs/', new URL('../../', import.meta.url));

const FILES = {
  openai: 'openai.openapi.yaml',
  gemini: 'gemini.discovery.v1beta.json',
  ollama: 'ollama.openapi.yaml',
  siliconflow: 'siliconflow.openapi.yaml',
  kimi: 'moonshot.openapi.json',
} as const;

/** A provider whose API is described. */
export type SpecifiedProvider = keyof typeof FILES;

export const SPECIFIED = Object.keys(FILES) as SpecifiedProvider[];

/** Whether the descriptions are there. */
export const hasSpecs = existsSync(SPECS);

export function isSpecified(provider: string): provider is SpecifiedProvider {
  return provider in FILES;
}

/** What a request breaks of its API's description; nothing if it may be sent. */
export function violationsOf(provider: SpecifiedProvider, path: string, body: unknown): string[] {
  const validate = validatorOf(provider, path);
  if (!validate) return [`nothing can be posted to ${path}`];
  if (validate(body)) return [];
  const told = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if').map((error) => tell(error));
  return [...new Set(told)];
}

const descriptions = new Map<SpecifiedProvider, Description>();
const validators = new Map<string, ValidateFunction>();

/** One for each schema: what is posted to a path is the same for every model in it. */
function validatorOf(provider: SpecifiedProvider, path: string): ValidateFunction | undefined {
  const description = descriptionOf(provider);
  const request = description.requestSchema(path);
  if (!request) return undefined;
  const key = `${provider} ${JSON.stringify(request)}`;
  const validate = validators.get(key) ?? compile(description, request);
  validators.set(key, validate);
  return validate;
}

function compile(description: Description, request: JsonObject): ValidateFunction {
  const converter = new SchemaConverter(description);
  const schema = converter.convert(request);
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
  return ajv.compile({ ...schema, $defs: converter.definitions });
}

function descriptionOf(provider: SpecifiedProvider): Description {
  const known = descriptions.get(provider);
  if (known) return known;
  const text = readFileSync(new URL(FILES[provider], SPECS), 'utf8');
  const described = provider === 'gemini' ? readDiscovery(text) : readOpenAPI(text);
  const description = amend(described, AMENDMENTS[provider]);
  descriptions.set(provider, description);
  return description;
}

/** A description with what it lacks. */
function amend(description: Description, amendments: Readonly<Record<string, JsonObject>> = {}): Description {
  const known = new Map<string, JsonObject | undefined>();
  return {
    requestSchema: (path) => description.requestSchema(path),
    schema(name) {
      if (!known.has(name)) {
        const schema = description.schema(name);
        if (schema) merge(schema, amendments[name] ?? {});
        known.set(name, schema);
      }
      return known.get(name);
    },
  };
}

function tell({ instancePath, message, params }: ErrorObject): string {
  const named = params.additionalProperty ?? params.unevaluatedProperty ?? params.allowedValues ?? params.allowedValue;
  return `${instancePath || '/'} ${message}${named === undefined ? '' : ` ${JSON.stringify(named)}`}`;
}
