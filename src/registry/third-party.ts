import { compile } from '../config/compile.ts';
import { mergedSchema } from '../config/resolve.ts';
import { LLMError, PluginError } from '../errors.ts';
import type { JsonObject } from '../message.ts';
import { type Catalog, nameTaken } from './catalog.ts';
import { optionsOf } from './define.ts';
import { defineProvider } from './definition.ts';
import type { FoundProvider } from './discover.ts';
import { guard } from './guard.ts';
import { type ImportLimit, importModule } from './import-module.ts';
import type { DiscoverOptions, ProviderListing } from './listing.ts';
import type { Place } from './locate.ts';
import type { PluginManifest } from './manifest.ts';

/** The plugins of others: those that were found, those that are loaded into a catalog, and those that failed. */
export class ThirdParty {
  readonly #catalog: Catalog;
  readonly #limit: ImportLimit;
  readonly #found = new Map<string, FoundProvider>();
  readonly #failed = new Map<string, ProviderListing>();

  constructor(catalog: Catalog, limit: ImportLimit) {
    this.#catalog = catalog;
    this.#limit = limit;
  }

  /**
   * Imports what the specifiers name, as modules in the folder find it, and registers the plugins in it. One that is broken does not keep
   * the others from being registered.
   *
   * @throws {PluginError} once all others are registered.
   */
  async load(specifiers: readonly string[], folder: string): Promise<void> {
    const { locate } = await import('./locate.ts');
    const failures: PluginError[] = [];
    for (const specifier of specifiers) {
      try {
        for (const place of await locate(specifier, folder)) failures.push(...(await this.#import(place)));
      } catch (error) {
        failures.push(this.#fail(error, String(specifier)));
      }
    }
    throwAny(failures);
  }

  /**
   * Looks for plugins among the direct dependencies of the app that a folder is in. Nothing is imported. What is looked at again is as it
   * is now.
   */
  async discover(options: DiscoverOptions): Promise<void> {
    const { findPlugins } = await import('./discover.ts');
    const all = findPlugins(options);
    const folders = new Set(all.map(({ dependency }) => dependency.folder));
    for (const [name, { dependency }] of this.#found) if (folders.has(dependency.folder)) this.#found.delete(name);
    for (const found of all) {
      const { dependency, listing } = found;
      for (const key of [listing.name, listing.origin, dependency.folder]) this.#failed.delete(key);
      if (listing.error) this.#failed.set(listing.name, listing);
      else this.#add(found);
    }
  }

  /** Loads the plugin that a provider was found in, if it was and is not loaded yet. @throws {PluginError} if it can't be. */
  async ready(name: string): Promise<void> {
    const found = this.#lookUp(name);
    if (!found || this.#catalog.has(name)) return;
    const { dependency, listing } = found;
    const { origin, allowed } = listing;
    if (allowed === false) {
      const installed = origin.startsWith(`${dependency.name}@`) ? '' : `, installed as "${dependency.name}",`;
      throw new PluginError(`the plugin "${origin}"${installed} was found, but "allow" does not name it`, { provider: name });
    }
    const { locatePackage } = await import('./locate.ts');
    const located = locatePackage(dependency.name, dependency.from);
    const failures = await located.then((place) => this.#import(place)).catch((error) => [this.#fail(error, origin)]);
    if (!this.#catalog.has(name)) throwAny(failures);
  }

  /** What is to be said of a name that is not in the catalog. */
  explain(name: unknown): LLMError | undefined {
    if (typeof name !== 'string') return undefined;
    const failed = this.#failed.get(name.toLowerCase());
    if (failed?.error) return failed.error;
    const found = this.#lookUp(name);
    if (!found) return undefined;
    const { origin } = found.listing;
    return new PluginError(
      `the provider was found in "${origin}", which is not loaded: await registry.load("${found.dependency.name}"), or use open in the place of create`,
      { provider: name },
    );
  }

  /** What failed, in one sentence for who asks for what may be in it; empty if nothing did. */
  get failures(): string {
    const errors = new Set([...this.#failed.values()].flatMap(({ error }) => error?.message ?? []));
    return errors.size > 0 ? ` Not loaded: ${[...errors].join('; ')}` : '';
  }

  /** The providers that were found, of those that may be loaded and are not yet. */
  get names(): string[] {
    return this.list().flatMap(({ name, state, allowed }) => (state === 'found' && allowed !== false ? name : []));
  }

  /** The schema of a provider that was found, as its package tells it. */
  schema(name: string): JsonObject | undefined {
    return this.#lookUp(name)?.schema;
  }

  has(name: string): boolean {
    return this.#lookUp(name) !== undefined;
  }

  /** Those that are not in the catalog. */
  list(): ProviderListing[] {
    const found = [...this.#found.values()].map(({ listing }) => listing).filter(({ name }) => !this.#catalog.has(name));
    const failed = [...this.#failed.values()];
    return [...found.filter(({ name }) => !this.#failed.has(name)), ...failed].map((listing) => ({ ...listing }));
  }

  #lookUp(name: string): FoundProvider | undefined {
    return typeof name === 'string' ? this.#found.get(name.toLowerCase()) : undefined;
  }

  /** The first package that has a name keeps it. */
  #add(found: FoundProvider): void {
    const { listing } = found;
    const { name, origin } = listing;
    const taken = this.#found.get(name)?.listing.origin ?? this.#catalog.originOf(name);
    if (taken === undefined) this.#found.set(name, found);
    else if (taken !== origin) this.#failed.set(origin, { ...listing, state: 'failed', error: nameTaken(name, taken, listing) });
  }

  /** Registers the plugins of a module, each apart from the others, and gives what failed. */
  async #import(place: Place): Promise<PluginError[]> {
    const { url, origin, manifest } = place;
    const failures: PluginError[] = [];
    try {
      const exported = await importModule(url, origin, this.#limit);
      for (const plugin of pluginsAmong(exported, origin, manifest)) {
        try {
          this.#register(plugin, place);
        } catch (error) {
          failures.push(this.#fail(error, origin, manifest));
        }
      }
    } catch (error) {
      failures.push(this.#fail(error, origin, manifest));
    }
    if (failures.length === 0) this.#failed.delete(origin);
    return failures;
  }

  #register(plugin: unknown, { origin, manifest }: Place): void {
    const definition = { ...defineProvider(plugin, origin), version: manifest?.version || undefined };
    // It is needed at once by who makes a client, and a schema that is none should be told of before.
    guard(definition, 'the schema', () => compile(mergedSchema(definition.schema), definition.name));
    if (!this.#catalog.holds(definition)) this.#catalog.add(definition);
    this.#failed.delete(definition.name);
  }

  #fail(error: unknown, origin: string, manifest?: PluginManifest | undefined): PluginError {
    const known = error instanceof LLMError ? (error as PluginError) : broken(origin, error);
    const name = known.provider ?? manifest?.providers[0] ?? origin;
    const version = manifest?.version ? { version: manifest.version } : {};
    const key = this.#catalog.has(name) ? origin : name;
    this.#failed.set(key, { name, aliases: [], origin, ...version, state: 'failed', error: known });
    return known;
  }
}

function throwAny(failures: readonly PluginError[]): void {
  const [first, ...more] = failures;
  if (!first) return;
  if (more.length === 0) throw first;
  throw new PluginError(failures.map(({ message }) => message).join('; '), { cause: new AggregateError(failures) });
}

/** @throws {PluginError} if there are none, or others than the manifest promises. */
function pluginsAmong(exported: Record<string, unknown>, origin: string, manifest: PluginManifest | undefined): unknown[] {
  const values = new Set([...Object.values(exported), ...Object.values((exported.default as object | null) ?? {})]);
  const plugins = [...values].filter(optionsOf);
  if (plugins.length === 0) {
    throw new PluginError(`"${origin}" exports no plugin made by @provider({...}) or definePlugin({...})`);
  }
  checkPromise(plugins, origin, manifest);
  return plugins;
}

/** That a module has the providers that its package says, and no others. */
function checkPromise(plugins: readonly unknown[], origin: string, manifest: PluginManifest | undefined): void {
  const promised = manifest?.providers ?? [];
  if (promised.length === 0) return;
  const names = plugins.map((plugin) => optionsOf(plugin)?.name ?? '');
  const [other] = names.filter((name) => !promised.includes(name));
  const [missing] = promised.filter((name) => !names.includes(name));
  if (other === undefined && missing === undefined) return;
  const what =
    other === undefined
      ? `has not the provider "${missing}", which its package.json names`
      : `has the provider "${other}", which its package.json does not name`;
  throw new PluginError(`the plugin "${origin}" ${what} (it names ${promised.join(', ')})`, { provider: missing ?? other });
}

function broken(origin: string, cause: unknown): PluginError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new PluginError(`the plugin "${origin}" can't be loaded: ${said}`, { cause });
}
