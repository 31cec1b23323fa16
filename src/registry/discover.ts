import { fileURLToPath } from 'node:url';
import { InvalidConfigError, LLMError, PluginError } from '../errors.ts';
import type { JsonObject } from '../message.ts';
import type { DiscoverOptions, ProviderListing } from './listing.ts';
import { originOf, type PluginManifest, readManifest, readSchema } from './manifest.ts';
import { checkKeys } from './options.ts';
import { type Dependency, directDependencies } from './packages.ts';

/** A provider that a package says it has, or why it can't be had. Nothing of it was imported. */
export interface FoundProvider {
  dependency: Dependency;
  listing: ProviderListing;
  schema?: JsonObject | undefined;
}

type Allow = DiscoverOptions['allow'];

/**
 * The plugins among the direct dependencies of an app and of its workspace's root, those that are allowed first. Only manifests and
 * schemas are read.
 *
 * @throws {InvalidConfigError} for options that are none.
 */
export function findPlugins(options: DiscoverOptions): FoundProvider[] {
  const { cwd, allow } = checked(options);
  const found = directDependencies(cwd).flatMap((dependency) => findIn(dependency, allow));
  const isBarred = ({ listing }: FoundProvider) => listing.allowed === false;
  return [...found.filter((one) => !isBarred(one)), ...found.filter(isBarred)];
}

/** What is misread here may let a package in. */
function checked(options: DiscoverOptions): { cwd: string; allow: Allow } {
  checkKeys(options, ['cwd', 'allow'], 'discover');
  const { cwd = process.cwd(), allow } = options;
  const isList = Array.isArray(allow) && allow.every((one) => typeof one === 'string' || one instanceof RegExp);
  if (allow !== undefined && !isList) {
    throw new InvalidConfigError('"allow" must be a list of package names and regular expressions');
  }
  if (typeof cwd !== 'string' && !(cwd instanceof URL)) throw new InvalidConfigError('"cwd" must be a path or a file URL');
  return { cwd: cwd instanceof URL ? fileURLToPath(cwd) : cwd, allow };
}

function findIn(dependency: Dependency, allow: Allow): FoundProvider[] {
  const { folder } = dependency;
  let manifest: PluginManifest | undefined;
  try {
    manifest = readManifest(folder);
  } catch (error) {
    return [{ dependency, listing: failed({ name: folder, aliases: [], origin: folder, state: 'found' }, error) }];
  }
  if (!manifest) return [];
  const { package: own, version, providers } = manifest;
  const list = (name: string): ProviderListing => ({
    name,
    aliases: [],
    origin: originOf(manifest),
    ...(version && { version }),
    state: 'found',
    ...(isAllowed(dependency, own, allow) ? {} : { allowed: false }),
  });
  if (providers.length > 0) return providers.map((name) => describe(dependency, manifest, list(name)));
  const error = new PluginError(
    `the package says not which providers it has: list them as "plugboard.providers" in its package.json (from ${originOf(manifest)})`,
  );
  return [{ dependency, listing: failed(list(own), error) }];
}

function describe(dependency: Dependency, manifest: PluginManifest, listing: ProviderListing): FoundProvider {
  try {
    return { dependency, listing, schema: readSchema(manifest, listing.name) };
  } catch (error) {
    return { dependency, listing: failed(listing, error) };
  }
}

function failed(listing: ProviderListing, error: unknown): ProviderListing {
  if (!(error instanceof LLMError)) throw error;
  return { ...listing, state: 'failed', error };
}

/** A package can call itself anything: the app's own manifest must bear its name out, or the name there must be allowed too. */
function isAllowed({ name, range }: Dependency, own: string, allow: Allow): boolean {
  const matches = (word: string) =>
    allow === undefined || allow.some((one) => (typeof one === 'string' ? one === word : word.search(one) >= 0));
  const asked = range.replace(/^(npm|workspace):/, '');
  const isBorneOut = name === own || asked === own || asked.startsWith(`${own}@`);
  return matches(own) && (isBorneOut || matches(name));
}
