import { existsSync } from 'node:fs';
import nodeModule from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isObject, readJson } from './manifest.ts';

/** What Yarn's Plug'n'Play has in the place of `node_modules`. */
interface PnpApi {
  resolveToUnqualified(request: string, issuer: string, options: { considerBuiltins: boolean }): string | null;
  resolveRequest(request: string, issuer: string, options: { conditions: Set<string> }): string | null;
}

/** A package that an app, or the root of its workspace, names in its `package.json`. */
export interface Dependency {
  /** What it is installed as. */
  name: string;
  /** The version, or whatever else is asked for: `^1.0.0`, `npm:acme@1`. */
  range: string;
  /** Who names it. */
  from: string;
  folder: string;
}

const LISTS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** The direct dependencies of the app that a folder is in, then those of its workspace's root. Those that are not installed are left out. */
export function directDependencies(cwd: string): Dependency[] {
  const found = new Map<string, Dependency>();
  for (const { from, ranges } of appsRound(resolve(cwd))) {
    for (const [name, range] of ranges) {
      const folder = found.has(name) ? undefined : findPackage(name, from);
      if (folder) found.set(name, { name, range, from, folder });
    }
  }
  return [...found.values()];
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

/** The URL that a specifier has for modules in a folder, which `import` would give it there. @throws for one that leads nowhere. */
export async function resolveModule(specifier: string, folder: string): Promise<string> {
  const conditions = new Set(['node', 'import']);
  const path = pnpOf(folder)?.resolveRequest(specifier, folder + sep, { conditions });
  if (path) return pathToFileURL(path).href;
  const { resolve: resolveFrom } = await import('import-meta-resolve');
  return resolveFrom(specifier, pathToFileURL(join(folder, 'plugboard.js')).href);
}

/** The app, and the root of the workspace that it is in, with what they depend on. */
function appsRound(cwd: string): { from: string; ranges: [name: string, range: string][] }[] {
  const apps: ReturnType<typeof appsRound> = [];
  for (let folder = cwd; ; folder = dirname(folder)) {
    const manifest = readJson(join(folder, 'package.json'));
    if (isObject(manifest)) {
      const isRoot = manifest.workspaces !== undefined || existsSync(join(folder, 'pnpm-workspace.yaml'));
      if (apps.length === 0 || isRoot) apps.push({ from: folder, ranges: rangesIn(manifest) });
      if (isRoot) return apps;
    }
    if (folder === dirname(folder)) return apps;
  }
}

function rangesIn(manifest: Record<string, unknown>): [name: string, range: string][] {
  const entries = LISTS.flatMap((list) => (isObject(manifest[list]) ? Object.entries(manifest[list]) : []));
  return entries.map(([name, range]) => [name, String(range)]);
}

function findUnpacked(name: string, from: string): string | undefined {
  try {
    return pnpOf(from)
      ?.resolveToUnqualified(name, from + sep, { considerBuiltins: false })
      ?.replace(/[\\/]$/, '');
  } catch {
    return undefined;
  }
}

/** Yarn adds it to the module itself while the app starts, so it is no named export. */
function pnpOf(folder: string): PnpApi | null | undefined {
  const { findPnpApi } = nodeModule as { findPnpApi?: (path: string) => PnpApi | null };
  return findPnpApi?.(folder + sep);
}
