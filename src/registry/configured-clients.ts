import type { ConfigFile } from '../config/config-file.ts';
import { InvalidConfigError } from '../errors.ts';
import type { Client } from '../types.ts';

/** The clients that a config file names, each made at the first call for it. */
export class ConfiguredClients {
  readonly file: ConfigFile;
  readonly #create: (provider: string, config: Record<string, unknown>) => Client;
  readonly #clients = new Map<string, Client>();
  readonly #making = new Set<string>();

  constructor(file: ConfigFile, create: (provider: string, config: Record<string, unknown>) => Client) {
    this.file = file;
    this.#create = create;
  }

  client(name: string | undefined = this.file.defaultClient): Client {
    const known = name === undefined ? undefined : this.#clients.get(name);
    if (known) return known;
    const { provider, config } = this.file.client(name);
    const key = name as string;
    if (this.#making.has(key)) {
      throw new InvalidConfigError(`${this.file.path}: the clients ${[...this.#making, key].join(' -> ')} need each other.`);
    }
    this.#making.add(key);
    try {
      const client = this.#located(key, () => this.#create(provider, config));
      this.#clients.set(key, client);
      return client;
    } finally {
      this.#making.delete(key);
    }
  }

  /** Says which client of which file a bad config is of. */
  #located(name: string, create: () => Client): Client {
    try {
      return create();
    } catch (error) {
      if (!(error instanceof InvalidConfigError)) throw error;
      const { message, ...details } = {
        ...error,
        message: error.message.replace(`[${error.provider}] `, '').replace(`${this.file.path}: `, ''),
      };
      throw new InvalidConfigError(`${this.file.path}: clients.${name}: ${message}`, details);
    }
  }
}
