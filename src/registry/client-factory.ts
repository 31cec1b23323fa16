import { builtins } from '../builtins.ts';
import { HttpClient } from '../client/http-client.ts';
import { validators } from '../config/generated/validators.js';
import { type ConfigSource, deriveConfig, type Resolved, resolveConfig } from '../config/resolve.ts';
import { InvalidConfigError, PluginError } from '../errors.ts';
import type { Hooks } from '../http/hooks.ts';
import { createObserve, type Observe } from '../http/observed-transport.ts';
import type { JsonObject } from '../message.ts';
import type { Dependencies, ProviderPlugin, Wire } from '../provider.ts';
import type { ResolvedConfig } from '../resolved-config.ts';
import type { Client } from '../types.ts';
import { type Container, createContainer } from './container.ts';
import { type Definition, keyHintOf, routeHintOf } from './definition.ts';
import { guard, guardWire, settled } from './guard.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a client and all that are derived from it are made of. */
interface ClientOrigin {
  definition: Definition;
  plugin: ProviderPlugin;
  source: ConfigSource;
}

/** Makes the clients of one registry: resolves a config, makes the plugin, and lets core or the plugin make the client. */
export class ClientFactory {
  readonly #dependencies: Dependencies;
  readonly #observe: Observe;
  readonly #container: Container;
  readonly #env: Environment | undefined;

  constructor(dependencies: Dependencies, { env, ...hooks }: Hooks & { env?: Environment | undefined }) {
    this.#dependencies = dependencies;
    this.#observe = createObserve(hooks, dependencies.clock);
    this.#container = createContainer(dependencies, this.#observe);
    this.#env = env;
  }

  /** @throws {InvalidConfigError} telling all that is wrong with the config, {@link PluginError} for a plugin that throws. */
  create(definition: Definition, config: object | undefined): Client {
    const { PluginClass, schema, hosts } = definition;
    const plugin = guard(definition, 'the constructor', () => this.#container.resolve(PluginClass, definition.name));
    const source: ConfigSource = {
      name: definition.name,
      schema,
      hosts,
      validate: builtins.includes(PluginClass) ? validators[definition.name] : undefined,
      address: plugin.address && ((given) => settled(plugin.address?.(given) as string, 'address')),
      configure: plugin.configure && ((config) => settled(plugin.configure?.(config) as ResolvedConfig, 'configure')),
    };
    const resolved = guard(definition, 'the config', () => this.#resolve(source, config));
    return this.#build({ definition, plugin, source }, resolved);
  }

  /**
   * Checks a config by the schema alone, before a plugin's code is there. A host without a scheme may mean something to that code.
   *
   * @throws {InvalidConfigError} telling all that is wrong.
   */
  check(name: string, schema: JsonObject, config: object | undefined): void {
    const address = (given: string) => (/^[a-z]+:\/\//i.test(given) ? given : `http://${given}`);
    this.#resolve({ name, schema, address }, config);
  }

  #resolve(source: ConfigSource, config: object | undefined): Resolved {
    return resolveConfig(source, config as Record<string, unknown> | undefined, this.#env);
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
      return typeof client === 'object' && client ? client : refusePlugin(definition, 'create of the plugin gives no client');
    }
    const { clock, random } = this.#dependencies;
    const wire = wireOf(origin, config);
    const hints = { keyHint: keyHintOf(definition.schema), routeHint: routeHintOf(definition.schema) };
    const parts = { provider: definition.name, wire, config, apiKey, ...hints, transport, clock, random };
    return new HttpClient(parts, (overrides) => this.#build(origin, deriveConfig(resolved, origin.source, { ...overrides })));
  }
}

function wireOf({ definition, plugin }: ClientOrigin, config: ResolvedConfig): Wire {
  for (const key of ['baseURL', 'model'] as const) {
    if (config[key]) continue;
    throw new InvalidConfigError(`${key} is missing: the plugin has no default for it, so set it`, { provider: definition.name });
  }
  const wire = guard(definition, 'wire', () => (typeof plugin.wire === 'function' ? plugin.wire(config) : plugin.wire));
  return wire
    ? guard(definition, 'wire', () => guardWire(wire, definition))
    : refusePlugin(definition, 'the plugin gives neither a wire nor a create');
}

function refusePlugin({ name, origin }: Definition, what: string): never {
  throw new PluginError(`${what} (from ${origin})`, { provider: name });
}
