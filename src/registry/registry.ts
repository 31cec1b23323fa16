import { builtins } from '../builtins.ts';
import { HttpClient } from '../client/http-client.ts';
import { validators } from '../config/generated/validators.js';
import { nearest } from '../config/nearest.ts';
import type { ProviderConfigs } from '../config/provider-configs.ts';
import { mergedSchema, type Resolved, resolveConfig } from '../config/resolve.ts';
import { InvalidConfigError, PluginError } from '../errors.ts';
import { systemClock } from '../http/clock.ts';
import { createGotTransport } from '../http/got-transport.ts';
import type { Clients, Dependencies, ProviderPlugin } from '../provider.ts';
import type { Client, ClientOverrides, JsonObject } from '../types.ts';
import { ConfiguredRegistry } from './configured-registry.ts';
import { type Container, createContainer } from './container.ts';
import { type Definition, defineProvider, keyHintOf } from './definition.ts';
import { guard, guardWire } from './guard.ts';
import { loadPlugins } from './load.ts';

const BUILT_IN = 'Plugboard itself';

/** What a registry is made with. */
export interface RegistryOptions {
  /** Whether the built-in providers are in it. Default `true`. */
  builtins?: boolean | undefined;
  /** What sends the requests of all clients. Default: got on keep-alive connections. */
  transport?: Dependencies['transport'] | undefined;
  /** Default: the real time. */
  clock?: Dependencies['clock'] | undefined;
  /** For waits and for ids that an API does not give. Default: `Math.random`. */
  random?: Dependencies['random'] | undefined;
  /** Variables that fill unset config keys. Default: `process.env`. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
}

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

  readonly #definitions = new Map<string, Definition>();
  readonly #names = new Map<string, string>();
  readonly #dependencies: Dependencies;
  readonly #container: Container;
  readonly #env: Readonly<Record<string, string | undefined>> | undefined;
  #clients: Clients = (name) => {
    throw new InvalidConfigError(`there is no config file here, so no client is named "${name}"`);
  };

  constructor(options: RegistryOptions = {}) {
    this.#env = options.env;
    this.#dependencies = {
      transport: options.transport ?? createGotTransport(),
      clock: options.clock ?? systemClock,
      random: options.random ?? Math.random,
      clients: (name) => this.#clients(name),
    };
    this.#container = createContainer(this.#dependencies);
    if (options.builtins ?? true) for (const PluginClass of builtins) this.#add(defineProvider(PluginClass, BUILT_IN));
  }

  /** The registry behind the static `create`, with the built-in providers. */
  static get default(): ProviderRegistry {
    ProviderRegistry.#default ??= new ProviderRegistry();
    return ProviderRegistry.#default;
  }

  /** A client from the default registry. @throws {InvalidConfigError} as the method of the same name. */
  static create<N extends keyof ProviderConfigs>(name: N, config?: ProviderConfigs[N]): Client;
  static create<N extends string>(name: N extends keyof ProviderConfigs ? never : N, config?: Record<string, unknown>): Client;
  static create(name: string, config?: object): Client {
    return ProviderRegistry.default.#create(name, config);
  }

  /**
   * A registry of its own, made from a config file: its plugins are loaded, its structure is checked. Without a path,
   * `plugboard.yaml`, `.yml` or `.json` is looked for from the working folder up to the repository's root.
   *
   * @throws {InvalidConfigError} if the file is missing or wrong, {@link PluginError} if one of its plugins can't be loaded.
   */
  static async fromConfigFile(path?: string, options: RegistryOptions = {}): Promise<ConfiguredRegistry> {
    const { readConfigFile } = await import('../config/config-file.ts');
    const file = await readConfigFile(path, options.env ? { env: options.env } : {});
    const registry = new ProviderRegistry(options);
    const configured = new ConfiguredRegistry(registry, file);
    registry.#clients = (name) => configured.client(name);
    await loadPlugins(registry, file.plugins, file.path);
    return configured;
  }

  /**
   * A client of the provider with this name or alias; case does not matter. Config keys that are not given come from the
   * environment, then from the defaults of the provider's schema.
   *
   * @throws {InvalidConfigError} for an unknown name (it names the known ones and the nearest), or telling all that is wrong with the config.
   */
  create<N extends keyof ProviderConfigs>(name: N, config?: ProviderConfigs[N]): Client;
  create<N extends string>(name: N extends keyof ProviderConfigs ? never : N, config?: Record<string, unknown>): Client;
  create(name: string, config?: object): Client {
    return this.#create(name, config);
  }

  /**
   * Adds a plugin class.
   *
   * @throws {PluginError} if the class is no plugin, or its name or an alias is taken; with `replace` the new one wins.
   */
  register(PluginClass: unknown, options: { replace?: boolean | undefined; origin?: string | undefined } = {}): void {
    const name = typeof PluginClass === 'function' && PluginClass.name ? `class ${PluginClass.name}` : 'an unnamed class';
    this.#add(defineProvider(PluginClass, options.origin ?? name), options.replace);
  }

  /**
   * Imports modules and registers the plugins that they export. Takes package names, paths and file URLs.
   *
   * @throws {PluginError} with cause and origin, for a module that is missing, throws, or exports no plugin.
   */
  async load(...specifiers: string[]): Promise<void> {
    await loadPlugins(this, specifiers);
  }

  /** The known providers, in the order of their registration. */
  list(): ProviderListing[] {
    return [...this.#definitions.values()].map(({ name, aliases = [], origin }) => ({ name, aliases, origin, state: 'loaded' }));
  }

  /** Whether a provider has this name or alias. */
  has(name: string): boolean {
    return typeof name === 'string' && this.#names.has(name.toLowerCase());
  }

  /** The JSON Schema of a provider's config, common keys included. @throws {InvalidConfigError} for an unknown name. */
  schema(name: string): JsonObject {
    return structuredClone(mergedSchema(this.#find(name).schema));
  }

  #create(name: string, config?: object): Client {
    const definition = this.#find(name);
    const given = snapshot(config) as Record<string, unknown> | undefined;
    const { PluginClass, schema, hosts } = definition;
    const plugin = guard(definition, 'the constructor', () => this.#container.resolve(PluginClass, definition.name));
    const resolved = guard(definition, 'the config', () =>
      resolveConfig(
        {
          name: definition.name,
          schema,
          hosts,
          validate: definition.origin === BUILT_IN ? validators[definition.name] : undefined,
          configure: plugin.configure?.bind(plugin),
        },
        given,
        this.#env,
      ),
    );
    return this.#build(definition, plugin, resolved, (overrides) => this.#create(name, { ...given, ...defined(overrides) }));
  }

  #build(
    definition: Definition,
    plugin: ProviderPlugin,
    resolved: Resolved,
    derive: (overrides: ClientOverrides) => Client,
  ): Client {
    const { name, schema } = definition;
    const { config, apiKey, transport = this.#dependencies.transport } = resolved;
    const { create } = plugin;
    if (create) {
      const dependencies = { ...this.#dependencies, transport, apiKey };
      return guard(definition, 'create', () => create.call(plugin, config, dependencies));
    }
    const wire = guard(definition, 'wire', () => (typeof plugin.wire === 'function' ? plugin.wire(config) : plugin.wire));
    if (!wire)
      throw new PluginError(`the plugin gives neither a wire nor a create (from ${definition.origin})`, { provider: name });
    const { clock, random } = this.#dependencies;
    const parts = {
      provider: name,
      wire: guardWire(wire, definition),
      config,
      apiKey,
      keyHint: keyHintOf(schema),
      transport,
      clock,
      random,
    };
    return new HttpClient(parts, derive);
  }

  #find(name: string): Definition {
    const found = typeof name === 'string' ? this.#definitions.get(this.#names.get(name.toLowerCase()) ?? '') : undefined;
    if (found) return found;
    const near = typeof name === 'string' ? nearest(name, [...this.#names.keys()]) : undefined;
    const hint = near ? ` Did you mean "${near}"?` : '';
    throw new InvalidConfigError(
      `there is no provider ${JSON.stringify(name)}.${hint} Known: ${[...this.#definitions.keys()].join(', ') || 'none'}.`,
    );
  }

  #add(definition: Definition, replace = false): void {
    const { name, aliases = [], origin } = definition;
    for (const word of [name, ...aliases]) {
      const taken = this.#definitions.get(this.#names.get(word) ?? '');
      if (taken && !replace) {
        throw new PluginError(`the name "${word}" is taken by a plugin from ${taken.origin} (this one: from ${origin})`, {
          provider: name,
        });
      }
      if (taken) this.#remove(taken);
    }
    this.#definitions.set(name, definition);
    for (const word of [name, ...aliases]) this.#names.set(word, name);
  }

  #remove({ name, aliases = [] }: Definition): void {
    this.#definitions.delete(name);
    for (const word of [name, ...aliases]) this.#names.delete(word);
  }
}

function defined(overrides: ClientOverrides): ClientOverrides {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
}

/** A copy of a config, so that what the caller changes later changes no client. Functions and injected objects stay themselves. */
function snapshot(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snapshot);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, snapshot(member)]));
}
