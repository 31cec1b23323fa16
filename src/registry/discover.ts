import { pathToFileURL } from 'node:url';
import { LLMError, PluginError } from '../errors.ts';
import type { JsonObject } from '../message.ts';
import type { DiscoverOptions } from './listing.ts';
import type { Place } from './locate.ts';
import { originOf, type PluginManifest, readManifest, readSchema } from './manifest.ts';
import { dependencyFolders } from './packages.ts';

/** A provider that a package says it has, or why it can't be had. */
export interface FoundProvider {
  /** The package's, where it does not say which providers it has. */
  name: string;
  place: Place;
  schema?: JsonObject | undefined;
  allowed: boolean;
  error?: LLMError | undefined;
}

/** The plugins among the direct dependencies of an app and of its workspace's root. Only manifests and schemas are read. */
export function findPlugins({ cwd = process.cwd(), allow }: DiscoverOptions): FoundProvider[] {
  return dependencyFolders(cwd).flatMap((folder) => findIn(folder, allow));
}

function findIn(folder: string, allow: DiscoverOptions['allow']): FoundProvider[] {
  let manifest: PluginManifest | undefined;
  try {
    manifest = readManifest(folder);
  } catch (error) {
    if (!(error instanceof LLMError)) throw error;
    return [{ name: folder, place: placeOf(folder), allowed: true, error }];
  }
  if (!manifest) return [];
  const place = placeOf(folder, manifest);
  const allowed = isAllowed(manifest.package, allow);
  if (manifest.providers.length === 0) {
    const error = new PluginError(
      `the package says not which providers it has: list them as "plugboard.providers" in its package.json (from ${place.origin})`,
    );
    return [{ name: manifest.package, place, allowed, error }];
  }
  return manifest.providers.map((name) => describe(name, manifest, place, allowed));
}

function describe(name: string, manifest: PluginManifest, place: Place, allowed: boolean): FoundProvider {
  try {
    return { name, place, allowed, schema: readSchema(manifest, name) };
  } catch (error) {
    if (!(error instanceof LLMError)) throw error;
    return { name, place, allowed, error };
  }
}

function isAllowed(name: string, allow: DiscoverOptions['allow']): boolean {
  return allow === undefined || allow.some((one) => (typeof one === 'string' ? one === name : one.test(name)));
}

function placeOf(folder: string, manifest?: PluginManifest): Place {
  const { entry, main } = manifest ?? {};
  return {
    // Of all that are found few are imported, so the address is made when it is asked for.
    get url() {
      return pathToFileURL(entry ?? main ?? folder).href;
    },
    origin: manifest ? originOf(manifest) : folder,
    manifest,
  };
}
