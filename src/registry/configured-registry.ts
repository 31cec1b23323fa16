import type { ConfigFile } from '../config/config-file.ts';
import type { Client } from '../types.ts';
import type { ProviderRegistry } from './registry.ts';

/** A registry and the clients that a config file names. */
export class ConfiguredRegistry {
  /** The file that was read. */
  readonly path: string;
  /** The names of the clients, in the order of the file. */
  readonly clientNames: readonly string[];
  /** The name of the client that `client()` gives. */
  readonly defaultClient: string | undefined;
  /** The registry behind the clients, with the file's plugins. */
  readonly registry: ProviderRegistry;
  readonly #file: ConfigFile;
  readonly #clients = new Map<string, Client>();

  constructor(registry: ProviderRegistry, file: ConfigFile) {
    this.registry = registry;
    this.path = file.path;
    this.clientNames = file.clientNames;
    this.defaultClient = file.defaultClient;
    this.#file = file;
  }

  /**
   * A client of the file, made at the first call for it; without a name, the file's `default`. Its variables are filled in and its
   * key is looked for only now, so that one unset key does not stop the others.
   *
   * @throws {InvalidConfigError} for an unknown name, an unset variable, or a wrong config.
   */
  client(name?: string): Client {
    const key = name ?? this.defaultClient;
    const known = key === undefined ? undefined : this.#clients.get(key);
    if (known) return known;
    const { provider, config } = this.#file.client(key);
    const client = this.registry.create(provider as string & {}, config);
    if (key !== undefined) this.#clients.set(key, client);
    return client;
  }
}
