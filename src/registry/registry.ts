import { fileURLToPath } from 'node:url';
import { builtins } from '../builtins.ts';
import { HttpClient } from '../client/http-client.ts';
import { validators } from '../config/generated/validators.js';
import type { ProviderConfigs } from '../config/provider-configs.ts';
import { type ConfigSource, deriveConfig, mergedSchema, type Resolved, resolveConfig } from '../config/resolve.ts';
import { InvalidConfigError, PluginError } from '../errors.ts';
import { systemClock } from '../http/clock.ts';
import { createDefaultTransport } from '../http/default-transport.ts';
import { createObserve, type Observe } from '../http/observed-transport.ts';
import type { JsonObject } from '../message.ts';
import type { Dependencies, ProviderPlugin, Wire } from '../provider.ts';
import type { ResolvedConfig } from '../resolved-config.ts';
import type { Client } from '../types.ts';
import { Catalog } from './catalog.ts';
import { ConfiguredClients } from './configured-clients.ts';
import { type Container, createContainer } from './container.ts';
import { type Definition, defineProvider, keyHintOf, routeHintOf } from './definition.ts';
import { guard, guardWire } from './guard.ts';
import { loadPlugins } from './load.ts';
import { checkOptions, type RegistryOptions } from './options.ts';

const BUILT_IN = 'Plugboard itself';

/** Any name: editors offer the known ones. */
type ProviderName = keyof ProviderConfigs | (string & {});

/** The config of a provider by its name; of one that is not known at compile time, any object. */
type ConfigOf<N extends string> = N extends keyof ProviderConfigs ? ProviderConfigs[N] : Record<string, unknown>;

/** A provider that a registry knows. */
export interface ProviderListing {
  name: string;
  aliases: readonly string[];
  /** Where the plugin came from. */
  origin: string;
  state: 'loaded';
}

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
  readonly #dependencies: Dependencies;
  readonly #observe: Observe;
  readonly #container: Container;
  readonly #env: Readonly<Record<string, string | undefined>> | undefined;
  #configured: ConfiguredClients | undefined;

  /** @throws {InvalidConfigError} for an option that is not known, and a hook that is no function. */
  constructor(options: RegistryOptions = {}) {
    checkOptions(options);
    this.#env = options.env;
    this.#dependencies = {
      transport: options.transport ?? createDefaultTransport(),
      clock: options.clock ?? systemClock,
      random: options.random ?? Math.random,
      clients: (name) => this.client(name),
    };
    this.#observe = createObserve(options, this.#dependencies.clock);
    this.#container = createContainer(this.#dependencies, this.#observe);
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
   * @throws {InvalidConfigError} if the file is missing or wrong, {@link PluginError} if one of its plugins can't be loaded.
   */
  static async fromConfigFile(path?: string | URL, options: RegistryOptions = {}): Promise<ProviderRegistry> {
    if (path !== undefined && typeof path !== 'string' && !(path instanceof URL)) {
      throw new InvalidConfigError('the path of a config file must be a string or a file URL');
    }
    const { readConfigFile } = await import('../config/config-file.ts');
    const file = await readConfigFile(path instanceof URL ? fileURLToPath(path) : path, options.env ? { env: options.env } : {});
    const registry = new ProviderRegistry(options);
    registry.#configured = new ConfiguredClients(file, (provider, config) => registry.#create(provider, config));
    await loadPlugins(registry, file.plugins, file.path);
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
    await loadPlugins(this, specifiers);
  }

  /** The known providers, in the order of their registration. */
  list(): ProviderListing[] {
    return this.#catalog.list().map(({ name, aliases = [], origin }) => ({ name, aliases, origin, state: 'loaded' }));
  }

  /** Whether a provider has this name or alias. */
  has(name: string): boolean {
    return this.#catalog.has(name);
  }

  /** The JSON Schema of a provider's config, common keys included. @throws {InvalidConfigError} for an unknown name. */
  schema(name: string): JsonObject {
    return structuredClone(mergedSchema(this.#catalog.find(name).schema));
  }

  #create(name: string, config?: object): Client {
    const definition = this.#catalog.find(name);
    const { PluginClass, schema, hosts } = definition;
    const plugin = guard(definition, 'the constructor', () => this.#container.resolve(PluginClass, definition.name));
    const source: ConfigSource = {
      name: definition.name,
      schema,
      hosts,
      validate: builtins.includes(PluginClass) ? validators[definition.name] : undefined,
      address: plugin.address?.bind(plugin),
      configure: plugin.configure?.bind(plugin),
    };
    const given = config as Record<string, unknown> | undefined;
    const resolved = guard(definition, 'the config', () => resolveConfig(source, given, this.#env));
    return this.#build({ definition, plugin, source }, resolved);
  }

  #build(origin: ClientOrigin, resolved: Resolved): Client {
    const { definition, plugin } = origin;
    const { config, apiKey } = resolved;
    const observed = { provider: definition.name, keys: () => apiKey?.known() ?? [] };
    const transport = this.#observe(resolved.transport ?? this.#dependencies.transport, observed);
    const { create } = plugin;
    if (create) {
      const dependencies = { ...this.#dependencies, transport, apiKey };
      const client = guard(definition, 'create', () => create.call(plugin, config, dependencies));
      return client ?? refusePlugin(definition, 'create of the plugin gives no client');
    }
    const { clock, random } = this.#dependencies;
    const wire = wireOf(origin, config);
    const hints = { keyHint: keyHintOf(definition.schema), routeHint: routeHintOf(definition.schema) };
    const parts = { provider: definition.name, wire, config, apiKey, ...hints, transport, clock, random };
    return new HttpClient(parts, (overrides) => this.#build(origin, deriveConfig(resolved, origin.source, { ...overrides })));
  }
}

/** What a client and all that are derived from it are made of. */
interface ClientOrigin {
  definition: Definition;
  plugin: ProviderPlugin;
  source: ConfigSource;
}

function wireOf({ definition, plugin }: ClientOrigin, config: ResolvedConfig): Wire {
  for (const key of ['baseURL', 'model'] as const) {
    if (config[key]) continue;
    throw new InvalidConfigError(`${key} is missing: the plugin has no default for it, so set it`, { provider: definition.name });
  }
  const wire = guard(definition, 'wire', () => (typeof plugin.wire === 'function' ? plugin.wire(config) : plugin.wire));
  return wire ? guardWire(wire, definition) : refusePlugin(definition, 'the plugin gives neither a wire nor a create');
}

function refusePlugin({ name, origin }: Definition, what: string): never {
  throw new PluginError(`${what} (from ${origin})`, { provider: name });
}
