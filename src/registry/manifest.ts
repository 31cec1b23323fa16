import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { PluginError } from '../errors.ts';
import type { JsonObject } from '../message.ts';
import { API_VERSION, isProviderName } from './definition.ts';

/** What makes a package known as one of plugins, where it says no more. */
const KEYWORD = 'plugboard-plugin';

const LEADS_UP = /(^|[\\/])\.\.([\\/]|$)/;

/** What a package's `package.json` says of the plugins in it. */
export interface PluginManifest {
  /** The package's own name, whatever it is installed as. */
  readonly package: string;
  readonly version: string;
  /** The providers that it says it has. Empty where it says nothing. */
  readonly providers: readonly string[];
  /** The module to import; without it, what the package exports. */
  readonly entry?: string | undefined;
  /** Where the schema of each provider's config is. */
  readonly schemas: Readonly<Record<string, string>>;
}

/**
 * What a folder's `package.json` says of plugins; `undefined` if there is none, or it says nothing of them.
 *
 * @throws {PluginError} for what says something of them that can't be.
 */
export function readManifest(folder: string): PluginManifest | undefined {
  const manifest = readJson(`${folder}/package.json`);
  if (!isObject(manifest)) return undefined;
  const { name, version, keywords, plugboard } = manifest;
  const isNamed = Array.isArray(keywords) && keywords.includes(KEYWORD);
  if (plugboard === undefined && !isNamed) return undefined;
  const known = { package: String(name ?? folder), version: String(version ?? '') };
  return { ...known, ...readSection(plugboard ?? {}, folder, `${known.package}@${known.version}`) };
}

/** The schema of a provider as its package tells it. @throws {PluginError} if there is none where it should be. */
export function readSchema(manifest: PluginManifest, provider: string): JsonObject | undefined {
  const path = Object.hasOwn(manifest.schemas, provider) ? manifest.schemas[provider] : undefined;
  if (path === undefined) return undefined;
  const schema = readJson(path);
  if (isObject(schema)) return schema as JsonObject;
  throw new PluginError(`the schema of the plugin is missing or no JSON object (from ${originOf(manifest)}: ${path})`, {
    provider,
  });
}

function isInside(path: unknown): path is string {
  return typeof path === 'string' && !isAbsolute(path) && !LEADS_UP.test(path);
}

/** Where a plugin of this package comes from. */
export function originOf({ package: name, version }: PluginManifest): string {
  return version ? `${name}@${version}` : name;
}

function readSection(section: unknown, folder: string, origin: string): Pick<PluginManifest, 'providers' | 'entry' | 'schemas'> {
  const fail = (what: string) => new PluginError(`"plugboard" in package.json ${what} (from ${origin})`);
  if (!isObject(section)) throw fail('must be an object');
  const { apiVersion = API_VERSION, providers = [], entry, schemas = {} } = section;
  if (apiVersion !== API_VERSION)
    throw fail(`names version ${JSON.stringify(apiVersion)} of the plugin contract, this is version ${API_VERSION}`);
  if (!Array.isArray(providers) || !providers.every(isProviderName)) throw fail('must list "providers" by their names');
  if (!isObject(schemas)) throw fail('must have paths of "schemas" by the providers\' names');
  const inside = (path: unknown, what: string): string => {
    if (isInside(path)) return `${folder}/${path.replace(/^\.\//, '')}`;
    throw fail(`must have a path inside the package as ${what}`);
  };
  return {
    providers,
    entry: entry === undefined ? undefined : inside(entry, '"entry"'),
    schemas: Object.fromEntries(Object.entries(schemas).map(([name, path]) => [name, inside(path, `"schemas.${name}"`)])),
  };
}

/**
 * `undefined` for what is not there or no JSON. Read without a turn of the event loop: for the small files of a hundred plugins, turns
 * cost ten times what the reading does.
 */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
