import { compile } from '../config/compile.ts';
import { mergedSchema } from '../config/resolve.ts';
import { LLMError, PluginError } from '../errors.ts';
import type { JsonObject } from '../message.ts';
import type { Catalog } from './catalog.ts';
import { optionsOf } from './define.ts';
import { defineProvider } from './definition.ts';
import { guard } from './guard.ts';
import { type ImportLimit, importModule } from './import-module.ts';
import type { DiscoverOptions, ProviderListing } from './listing.ts';
import type { Place } from './locate.ts';
import type { PluginManifest } from './manifest.ts';

/** A provider that a package says it has. Nothing of it was imported. */
interface Found {
  listing: ProviderListing;
  place: Place;
  schema: JsonObject | undefined;
}

/** The plugins of others: those that were found, those that are loaded into a catalog, and those that failed. */
export class ThirdParty {
  readonly #catalog: Catalog;
  readonly #limit: ImportLimit;
  readonly #found = new Map<string, Found>();
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
    const attempt = async (origin: string, manifest: PluginManifest | undefined, work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        failures.push(this.#fail(error, origin, manifest));
      }
    };
    for (const specifier of specifiers) {
      await attempt(specifier, undefined, async () => {
        for (const place of await locate(specifier, folder)) {
          await attempt(place.origin, place.manifest, () => this.#import(place));
        }
      });
    }
    const [first, ...more] = failures;
    if (!first) return;
    if (more.length === 0) throw first;
    throw new PluginError(failures.map(({ message }) => message).join('; '), { cause: new AggregateError(failures) });
  }

  /** Looks for plugins among the direct dependencies of the app that a folder is in. Nothing is imported. */
  async discover(options: DiscoverOptions): Promise<void> {
    const { findPlugins } = await import('./discover.ts');
    for (const { name, place, schema, error, allowed } of findPlugins(options)) {
      const listing: ProviderListing = {
        name,
        aliases: [],
        origin: place.origin,
        state: 'found',
        ...(allowed ? {} : { allowed }),
      };
      const version = place.manifest?.version;
      if (version) listing.version = version;
      if (error) this.#failed.set(name, { ...listing, state: 'failed', error });
      else this.#add({ listing, place, schema });
    }
  }

  /** Loads the plugin that a provider was found in, if it was and is not loaded yet. @throws {PluginError} if it can't be. */
  async ready(name: string): Promise<void> {
    const found = this.#lookUp(name);
    if (!found || this.#catalog.has(name)) return;
    const { origin, allowed } = found.listing;
    if (allowed === false)
      throw new PluginError(`the plugin "${origin}" was found, but "allow" does not name it`, { provider: name });
    try {
      await this.#import(found.place);
    } catch (error) {
      throw this.#fail(error, origin, found.place.manifest);
    }
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
      `the provider was found in "${origin}", which is not loaded: await registry.load("${packageOf(found)}"), or use open in the place of create`,
      { provider: name },
    );
  }

  /** What failed, in one sentence for who asks for what may be in it; empty if nothing did. */
  get failures(): string {
    const errors = new Set([...this.#failed.values()].flatMap(({ error }) => error?.message ?? []));
    return errors.size > 0 ? ` Not loaded: ${[...errors].join('; ')}` : '';
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

  #lookUp(name: string): Found | undefined {
    return typeof name === 'string' ? this.#found.get(name.toLowerCase()) : undefined;
  }

  /** The first one that has a name keeps it. */
  #add(found: Found): void {
    const { listing } = found;
    const { name, origin } = listing;
    const taken = this.#found.get(name)?.listing.origin ?? this.#catalog.originOf(name);
    if (taken === origin) return;
    if (taken === undefined) {
      this.#found.set(name, found);
      return;
    }
    const error = new PluginError(`the name "${name}" is taken by a plugin from ${taken} (this one: from ${origin})`, {
      provider: name,
    });
    this.#failed.set(origin, { ...listing, state: 'failed', error });
  }

  async #import(place: Place): Promise<void> {
    const { url, origin, manifest } = place;
    const exported = await importModule(url, origin, this.#limit);
    const values = new Set([...Object.values(exported), ...Object.values((exported.default as object | null) ?? {})]);
    const plugins = [...values].filter(optionsOf);
    if (plugins.length === 0)
      throw new PluginError(`"${origin}" exports no plugin made by @provider({...}) or definePlugin({...})`);
    checkPromise(plugins, origin, manifest);
    for (const plugin of plugins) {
      const definition = { ...defineProvider(plugin, origin), version: manifest?.version || undefined };
      // It is needed at once by who makes a client, and a schema that is none should be told of before.
      guard(definition, 'the schema', () => compile(mergedSchema(definition.schema), definition.name));
      if (!this.#catalog.holds(definition)) this.#catalog.add(definition);
      this.#failed.delete(definition.name);
    }
    this.#failed.delete(origin);
  }

  #fail(error: unknown, origin: string, manifest: PluginManifest | undefined): PluginError {
    const known = error instanceof LLMError ? (error as PluginError) : broken(origin, error);
    const name = known.provider ?? manifest?.providers[0] ?? origin;
    const version = manifest?.version ? { version: manifest.version } : {};
    const key = this.#catalog.has(name) ? origin : name;
    this.#failed.set(key, { name, aliases: [], origin, ...version, state: 'failed', error: known });
    return known;
  }
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

function packageOf({ place }: Found): string {
  return place.manifest?.package ?? place.origin;
}

function broken(origin: string, cause: unknown): PluginError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new PluginError(`the plugin "${origin}" can't be loaded: ${said}`, { cause });
}
