import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtins } from '../builtins.ts';
import type { ProviderConfigs } from '../config/provider-configs.ts';
import { mergedSchema } from '../config/resolve.ts';
import { InvalidConfigError } from '../errors.ts';
import { systemClock } from '../http/clock.ts';
import { createDefaultTransport } from '../http/default-transport.ts';
import type { JsonObject } from '../message.ts';
import type { Dependencies } from '../provider.ts';
import type { Client } from '../types.ts';
import { Catalog } from './catalog.ts';
import { ClientFactory } from './client-factory.ts';
import { ConfiguredClients } from './configured-clients.ts';
import { type Definition, defineProvider } from './definition.ts';
import type { DiscoverOptions, ProviderListing } from './listing.ts';
import { checkOptions, type RegistryOptions } from './options.ts';
import { ThirdParty } from './third-party.ts';

const BUILT_IN = 'Plugboard itself';
const IMPORT_TIMEOUT_MS = 10_000;

/** Any name: editors offer the known ones. */
type ProviderName = keyof ProviderConfigs | (string & {});

/** The config of a provider by its name; of one that is not known at compile time, any object. */
type ConfigOf<N extends string> = N extends keyof ProviderConfigs ? ProviderConfigs[N] : Record<string, unknown>;

/**
 * Knows providers by name and makes their clients.
 *
 * @example
 * ```ts
 * const client = ProviderRegistry.create('cohere', { apiKey });
 * ```
 */
export class ProviderRegistry {
  static #default: ProviderRegistry | undefined;

  readonly #catalog = new Catalog();
  readonly #thirdParty: ThirdParty;
  readonly #factory: ClientFactory;
  #configured: ConfiguredClients | undefined;

  /** @throws {InvalidConfigError} for an option that is not known, and a hook that is no function. */
  constructor(options: RegistryOptions = {}) {
    checkOptions(options);
    const { clock = systemClock } = options;
    const dependencies: Dependencies = {
      transport: options.transport ?? createDefaultTransport(),
      clock,
      random: options.random ?? Math.random,
      clients: (name) => this.client(name),
    };
    this.#factory = new ClientFactory(dependencies, options);
    this.#thirdParty = new ThirdParty(this.#catalog, { clock, limitMs: options.importTimeoutMs ?? IMPORT_TIMEOUT_MS });
    if (options.builtins ?? true) for (const PluginClass of builtins) this.#catalog.add(defineProvider(PluginClass, BUILT_IN));
  }

  /** The registry behind the static `create`, with the built-in providers. */
  static get default(): ProviderRegistry {
    ProviderRegistry.#default ??= new ProviderRegistry();
    return ProviderRegistry.#default;
  }

  /** A client from the default registry. @throws {InvalidConfigError} as the method of the same name. */
  static create<N extends ProviderName>(name: N, config?: ConfigOf<N>): Client {
    return ProviderRegistry.default.#create(name, config);
  }

  /**
   * A registry of its own, made from a config file: its plugins are loaded, its structure is checked. Without a path,
   * `plugboard.yaml`, `.yml` or `.json` is looked for from the working folder up to the repository's root.
   *
   * A plugin that can't be loaded is told in a warning, in `list()`, and to who asks for a client of it; the others work.
   *
   * @throws {InvalidConfigError} if the file is missing or wrong.
   */
  static async fromConfigFile(path?: string | URL, options: RegistryOptions = {}): Promise<ProviderRegistry> {
    if (path !== undefined && typeof path !== 'string' && !(path instanceof URL)) {
      throw new InvalidConfigError('the path of a config file must be a string or a file URL');
    }
    const { readConfigFile } = await import('../config/config-file.ts');
    const file = await readConfigFile(path instanceof URL ? fileURLToPath(path) : path, options.env ? { env: options.env } : {});
    const registry = new ProviderRegistry(options);
    registry.#configured = new ConfiguredClients(file, (provider, config) => registry.#create(provider, config));
    await registry.#thirdParty.load(file.plugins, dirname(file.path)).catch((error: Error) => {
      process.emitWarning(error.message, 'PlugboardWarning');
    });
    return registry;
  }

  /** The config file that this registry was made from. */
  get configPath(): string | undefined {
    return this.#configured?.file.path;
  }

  /** The names of the config file's clients, in its order. */
  get clientNames(): readonly string[] {
    return this.#configured?.file.clientNames ?? [];
  }

  /** The client that `client()` gives: the config file's `default`, or the only one. */
  get defaultClient(): string | undefined {
    return this.#configured?.file.defaultClient;
  }

  /**
   * A client of the config file, made at the first call for it. Its variables are filled in and its key is looked for only now, so
   * that one unset key does not stop the others.
   *
   * @throws {InvalidConfigError} for an unknown name, an unset variable, or a wrong config.
   */
  client(name?: string): Client {
    if (this.#configured) return this.#configured.client(name);
    throw new InvalidConfigError(
      'this registry has no config file; make it with ProviderRegistry.fromConfigFile(path), or use create',
    );
  }

  /**
   * A client of the provider with this name or alias; case does not matter. Config keys that are not given come from the
   * environment, then from the defaults of the provider's schema.
   *
   * @throws {InvalidConfigError} for an unknown name (it names the known ones and the nearest), or telling all that is wrong with the config.
   */
  create<N extends ProviderName>(name: N, config?: ConfigOf<N>): Client {
    return this.#create(name, config);
  }

  /**
   * Adds a plugin class.
   *
   * @throws {PluginError} if the class is no plugin, or its name or an alias is taken; with `replace` the new one wins.
   */
  register(PluginClass: unknown, options: { replace?: boolean | undefined; origin?: string | undefined } = {}): void {
    const name = typeof PluginClass === 'function' && PluginClass.name ? `class ${PluginClass.name}` : 'an unnamed class';
    this.#catalog.add(defineProvider(PluginClass, options.origin ?? name), options.replace);
  }

  /**
   * Imports modules and registers the plugins that they export. Takes package names, paths, file URLs and folders of modules.
   *
   * @throws {PluginError} with cause and origin, for a module that is missing, throws, or exports no plugin; the others are registered.
   */
  async load(...specifiers: string[]): Promise<void> {
    await this.#thirdParty.load(specifiers, process.cwd());
  }

  /**
   * Looks for plugins among the direct dependencies of the app, and of its workspace's root: their manifests are read, nothing of them is
   * imported. `list()` has them as `found`, `open` and `load` load them.
   */
  async discover(options: DiscoverOptions = {}): Promise<ProviderListing[]> {
    await this.#thirdParty.discover(options);
    return this.#thirdParty.list();
  }

  /**
   * A client of a provider that may still be in a package that was found: its config is checked, then it is loaded.
   *
   * @throws {InvalidConfigError} as `create` does, {@link PluginError} if its plugin can't be loaded.
   */
  async open<N extends ProviderName>(name: N, config?: ConfigOf<N>): Promise<Client> {
    const schema = this.#catalog.has(name) ? undefined : this.#thirdParty.schema(name);
    if (schema) this.#factory.check(name, schema, config);
    await this.#thirdParty.ready(name);
    return this.#create(name, config);
  }

  /** The known providers, in the order of their registration, then those that were found or have failed. */
  list(): ProviderListing[] {
    const loaded = this.#catalog.list().map(listingOf);
    return [...loaded, ...this.#thirdParty.list()];
  }

  /** Whether a provider has this name or alias, loaded or found. */
  has(name: string): boolean {
    return this.#catalog.has(name) || this.#thirdParty.has(name);
  }

  /** The JSON Schema of a provider's config, common keys included. @throws {InvalidConfigError} for an unknown name. */
  schema(name: string): JsonObject {
    const found = this.#catalog.has(name) ? undefined : this.#thirdParty.schema(name);
    return structuredClone(mergedSchema(found ?? this.#find(name).schema));
  }

  /** @throws {InvalidConfigError} for an unknown name, {@link PluginError} for one whose plugin is not loaded or has failed. */
  #find(name: string): Definition {
    const why = this.#catalog.has(name) ? undefined : this.#thirdParty.explain(name);
    if (why) throw why;
    return this.#catalog.find(name, this.#thirdParty.names, this.#thirdParty.failures);
  }

  #create(name: string, config?: object): Client {
    return this.#factory.create(this.#find(name), config);
  }
}

function listingOf({ name, aliases = [], origin, version }: Definition): ProviderListing {
  return { name, aliases, origin, ...(version && { version }), state: 'loaded' };
}
