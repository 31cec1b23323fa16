import { readdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LLMError, PluginError } from '../errors.ts';
import { optionsOf } from './define.ts';

/** Where plugins go. */
export interface PluginTarget {
  register(PluginClass: unknown, options: { origin: string }): void;
}

const MODULE = /\.[cm]?js$/;

/**
 * Imports modules and registers every plugin that they export. Relative paths and packages are found from the folder of `from`,
 * which is a config file; without it, from the working folder. A folder stands for the modules in it. One that is broken does not
 * keep the others from being registered.
 *
 * @throws {PluginError} naming the specifier and the cause, once all others are registered.
 */
export async function loadPlugins(target: PluginTarget, specifiers: readonly string[], from?: string): Promise<void> {
  const failures: LLMError[] = [];
  const attempt = async (specifier: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failures.push(error instanceof LLMError ? error : failed(specifier, error));
    }
  };
  for (const specifier of specifiers) {
    await attempt(specifier, async () => {
      const urls = await locate(specifier, from ? dirname(from) : process.cwd());
      for (const url of urls) await attempt(urls.length > 1 ? url : specifier, () => load(target, specifier, url));
    });
  }
  const [first, ...more] = failures;
  if (!first) return;
  if (more.length === 0) throw first;
  throw new PluginError(failures.map(({ message }) => message).join('; '), { cause: new AggregateError(failures) });
}

async function load(target: PluginTarget, specifier: string, url: string): Promise<void> {
  const exported = (await import(url)) as Record<string, unknown>;
  const values = new Set([...Object.values(exported), ...Object.values((exported.default as object | null) ?? {})]);
  const plugins = [...values].filter(optionsOf);
  if (plugins.length === 0)
    throw new PluginError(`"${specifier}" exports no plugin made by @provider({...}) or definePlugin({...})`);
  for (const plugin of plugins) target.register(plugin, { origin: specifier });
}

/** The URLs of the modules that a specifier stands for. */
async function locate(specifier: string, folder: string): Promise<string[]> {
  const path = specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier;
  if (!path.startsWith('.') && !isAbsolute(path)) {
    const { resolve: resolvePackage } = await import('import-meta-resolve');
    return [resolvePackage(specifier, pathToFileURL(join(folder, 'plugboard.js')).href)];
  }
  const place = resolve(folder, path);
  const found = await stat(place).catch(() => undefined);
  if (!found) throw new PluginError(`the plugin "${specifier}" can't be loaded: there is no file ${place}`);
  if (!found.isDirectory()) return [pathToFileURL(place).href];
  const names = (await readdir(place)).filter((name) => MODULE.test(name)).sort();
  if (names.length === 0) throw new PluginError(`the plugin folder "${specifier}" holds no .js, .mjs or .cjs file`);
  return names.map((name) => pathToFileURL(join(place, name)).href);
}

function failed(specifier: string, cause: unknown): PluginError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new PluginError(`the plugin "${specifier}" can't be loaded: ${said}`, { cause });
}
