import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { isObject, readJson } from './manifest.ts';

/** What Yarn's Plug'n'Play has in the place of `node_modules`. */
interface PnpApi {
  resolveToUnqualified(request: string, issuer: string, options: { considerBuiltins: boolean }): string | null;
}

const LISTS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** The folders of the direct dependencies of the app that a folder is in, and of its workspace's root. Those that are not installed are left out. */
export function dependencyFolders(cwd: string): string[] {
  const found = appFolders(resolve(cwd)).flatMap(({ folder, names }) => names.map((name) => findPackage(name, folder)));
  return [...new Set(found.filter((folder) => folder !== undefined))];
}

/** The folder of a package as modules in `from` find it; `undefined` if they don't. */
export function findPackage(name: string, from: string): string | undefined {
  const unpacked = findUnpacked(name, from);
  if (unpacked) return unpacked;
  for (let folder = from; ; folder = dirname(folder)) {
    // Not joined by `node:path`, which takes longer to normalise a path than it takes to look for it.
    const place = `${folder === sep ? '' : folder}${sep}node_modules${sep}${name}`;
    if (existsSync(`${place}${sep}package.json`)) return place;
    if (folder === dirname(folder)) return undefined;
  }
}

/** The app, and the root of the workspace that it is in, with the names of their dependencies. */
function appFolders(cwd: string): { folder: string; names: string[] }[] {
  const apps: { folder: string; names: string[] }[] = [];
  for (let folder = cwd; ; folder = dirname(folder)) {
    const manifest = readJson(join(folder, 'package.json'));
    if (isObject(manifest)) {
      const isRoot = manifest.workspaces !== undefined || existsSync(join(folder, 'pnpm-workspace.yaml'));
      if (apps.length === 0 || isRoot) apps.push({ folder, names: namesIn(manifest) });
      if (isRoot) return apps;
    }
    if (folder === dirname(folder)) return apps;
  }
}

function namesIn(manifest: Record<string, unknown>): string[] {
  return [...new Set(LISTS.flatMap((list) => (isObject(manifest[list]) ? Object.keys(manifest[list]) : [])))];
}

function findUnpacked(name: string, from: string): string | undefined {
  const { findPnpApi } = nodeModule as { findPnpApi?: (path: string) => PnpApi | null };
  try {
    return findPnpApi?.(from + sep)?.resolveToUnqualified(name, from + sep, { considerBuiltins: false }) ?? undefined;
  } catch {
    return undefined;
  }
}
