import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InvalidConfigError } from '../errors.ts';
import { findConfigFile } from './find-config-file.ts';
import { interpolate } from './interpolate.ts';
import { type ConfigFileContent, parseConfigFile, suggestion } from './parse-config-file.ts';
import { Problems, sentence } from './problems.ts';
import { FileText } from './provenance.ts';
import { refuseVariables } from './trust.ts';

/** Where a config file is looked for and filled from. */
export interface ReadOptions {
  /** The folder where the search begins and that a relative path starts from. Default: the process's. */
  cwd?: string | undefined;
  /** Default: the process's. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** One client of a config file. */
export interface ClientEntry {
  provider: string;
  /** For `resolveConfig`: text from the environment is marked there. */
  config: Record<string, unknown>;
}

/**
 * Reads a config file and checks its structure. Without a path, `plugboard.yaml`, `.yml` or `.json` is looked for in the folder
 * and those above it, no higher than the repository's root.
 *
 * A file that is found so is data only, and anyone may have put it there: it loads no plugins and sets no `proxy`; `${VAR}` stands
 * only in `apiKey`, `model` and settings that are no text; and where it sets a `baseURL`, or leads to another host by settings of
 * the plugin, no variable, key file or secret of the environment goes along. All of this is allowed in a file that is named.
 *
 * @throws {InvalidConfigError} that names the file and everything that is wrong with it.
 */
export async function readConfigFile(
  path?: string,
  { cwd = process.cwd(), env = process.env }: ReadOptions = {},
): Promise<ConfigFile> {
  const named = path !== undefined;
  const file = named ? resolve(cwd, path) : await findConfigFile(cwd);
  const content = parseConfigFile(await readText(file), file);
  if (!named && content.plugins?.length) {
    throw new InvalidConfigError(
      `${file}: plugins are code, and this file was found, not named: name the file explicitly to load them.`,
    );
  }
  return new ConfigFile(file, named, content, env);
}

/** A config file whose structure is right. A client's variables are looked up only when the client is asked for. */
export class ConfigFile {
  readonly path: string;
  /** Whether the caller named the file. One that was found is data only. */
  readonly named: boolean;
  readonly plugins: readonly string[];
  /** The client that is meant where none is named: `default:`, or the only one. */
  readonly defaultClient: string | undefined;
  readonly clientNames: readonly string[];
  readonly #clients: ConfigFileContent['clients'];
  readonly #env: Readonly<Record<string, string | undefined>>;

  constructor(path: string, named: boolean, content: ConfigFileContent, env: Readonly<Record<string, string | undefined>>) {
    this.path = path;
    this.named = named;
    this.plugins = content.plugins ?? [];
    this.clientNames = Object.keys(content.clients);
    this.defaultClient = content.default ?? (this.clientNames.length === 1 ? this.clientNames[0] : undefined);
    this.#clients = content.clients;
    this.#env = env;
  }

  /**
   * The provider and the config of a client, its variables filled in.
   *
   * @throws {InvalidConfigError} when there is no such client or a variable of it is not set.
   */
  client(name: string | undefined = this.defaultClient): ClientEntry {
    const raw = this.#entry(name);
    const problems = new Problems();
    const context = { env: this.#env, problems, found: !this.named };
    const { provider, ...config } = interpolate(raw, `clients.${name}`, context) as Record<string, unknown>;
    if (provider instanceof FileText) refuseVariables(`clients.${name}.provider`, provider, problems);
    problems.throwIfAny({ place: this.path });
    if (Object.hasOwn(config, 'apiKey')) config.apiKey = anchored(config.apiKey, dirname(this.path));
    return { provider: textOf(provider), config };
  }

  #entry(name: string | undefined): ConfigFileContent['clients'][string] {
    const known = this.clientNames;
    if (name === undefined) throw this.#error(`no client is named and there is no default: name one of ${known.join(', ')}`);
    const raw = Object.hasOwn(this.#clients, name) ? this.#clients[name] : undefined;
    if (!raw) throw this.#error(`there is no client ${JSON.stringify(name)}${suggestion(name, known)}`);
    return raw;
  }

  #error(message: string): InvalidConfigError {
    return new InvalidConfigError(`${this.path}: ${sentence(message)}`);
  }
}

/** A key file's path starts from the config file's folder. */
function anchored(apiKey: unknown, folder: string): unknown {
  const file = (apiKey as { file?: unknown } | null)?.file;
  if (typeof file === 'string') return { ...(apiKey as object), file: resolve(folder, file) };
  if (!(file instanceof FileText)) return apiKey;
  return { ...(apiKey as object), file: new FileText(resolve(folder, file.read()), file.variables, file.found) };
}

function textOf(value: unknown): string {
  return value instanceof FileText ? value.read() : String(value);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT') throw new InvalidConfigError(`the config file ${path} does not exist. Create it, or name another.`);
    if (code === 'EISDIR') throw new InvalidConfigError(`${path} is a folder. Name the config file in it.`);
    throw new InvalidConfigError(`the config file ${path} can't be read (${code}). Check its permissions.`);
  }
}
