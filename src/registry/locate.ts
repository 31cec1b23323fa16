import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PluginError } from '../errors.ts';
import { originOf, type PluginManifest, readManifest } from './manifest.ts';
import { findPackage, resolveModule } from './packages.ts';

/** A module to be imported. */
export interface Place {
  url: string;
  /** How it was named, for errors and for `list()`. */
  origin: string;
  /** What its package says of it; of paths nothing is known. */
  manifest?: PluginManifest | undefined;
}

/** Neither types nor tests, nor the hidden settings of tools. */
const MODULE = /^(?!\.).*(?<!\.(?:d|test|spec))\.[cm]?[jt]s$/;
const PACKAGE = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/;

/**
 * The modules that a specifier stands for: a package's name, a path or file URL, or a folder of modules. Nothing is imported.
 *
 * @throws {PluginError} if there are none.
 */
export async function locate(specifier: string, folder: string): Promise<Place[]> {
  if (typeof specifier !== 'string' || specifier === '') {
    const given = JSON.stringify(specifier);
    throw new PluginError(`a plugin is named by a text (a package, a path, a file URL or a folder of modules), not by ${given}`);
  }
  const path = specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier;
  if (!path.startsWith('.') && !isAbsolute(path)) return [await locatePackage(specifier, folder)];
  const place = resolve(folder, path);
  const found = await stat(place).catch(() => undefined);
  if (!found) throw new PluginError(`the plugin "${specifier}" can't be loaded: there is no file ${place}`);
  if (!found.isDirectory()) return [{ url: pathToFileURL(place).href, origin: specifier }];
  const manifest = readManifest(place);
  if (manifest?.entry) return [{ url: pathToFileURL(manifest.entry).href, origin: specifier, manifest }];
  const names = modulesAmong(await readdir(place));
  if (names.length === 0)
    throw new PluginError(`the plugin folder "${specifier}" holds no module (.js, .mjs, .cjs, .ts, .mts, .cts)`);
  return names.map((name) => ({ url: pathToFileURL(join(place, name)).href, origin: specifier.replace(/\/*$/, `/${name}`) }));
}

/** What a package names as its entry need not be among what it exports. What its manifest promises is in there, not in its other modules. */
export async function locatePackage(specifier: string, folder: string): Promise<Place> {
  const [, name = specifier, rest] = PACKAGE.exec(specifier) ?? [];
  const home = findPackage(name, folder);
  const told = home === undefined ? undefined : readManifest(home);
  const manifest = told && rest ? { ...told, providers: [] } : told;
  const origin = manifest && !rest ? originOf(manifest) : specifier;
  if (manifest?.entry && !rest) return { url: pathToFileURL(manifest.entry).href, origin, manifest };
  try {
    return { url: await resolveModule(specifier, folder), origin, manifest };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const isAbsent = home === undefined && code === 'ERR_MODULE_NOT_FOUND';
    const why = isAbsent ? `no package "${name}" is installed for ${folder}: install it, or begin a path with "./"` : message;
    throw new PluginError(`the plugin "${specifier}" can't be loaded: ${why}`, { cause });
  }
}

/** Of a module and what it is compiled from, the module. */
function modulesAmong(names: readonly string[]): string[] {
  const modules = names.filter((name) => MODULE.test(name)).sort();
  const isCompiled = (name: string) => /ts$/.test(name) && modules.includes(name.replace(/ts$/, 'js'));
  return modules.filter((name) => !isCompiled(name));
}
