import { didYouMean } from '../config/nearest.ts';
import { InvalidConfigError } from '../errors.ts';
import type { Hooks } from '../http/hooks.ts';
import type { Dependencies } from '../provider.ts';

/** What a registry is made with. */
export interface RegistryOptions extends Hooks {
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
  /** How long the module of a plugin may take to be imported. Default 10,000. */
  importTimeoutMs?: number | undefined;
}

const OPTIONS: Record<keyof RegistryOptions, true> = {
  builtins: true,
  transport: true,
  clock: true,
  random: true,
  env: true,
  importTimeoutMs: true,
  onRequest: true,
  onResponse: true,
};

/** @throws {InvalidConfigError} for an option that is not known, and a limit that is none. */
export function checkOptions(options: RegistryOptions): void {
  checkKeys(options, Object.keys(OPTIONS), 'a registry');
  const { importTimeoutMs: limit = 1 } = options;
  if (typeof limit !== 'number' || !(limit > 0)) {
    throw new InvalidConfigError('"importTimeoutMs" must be a number of milliseconds above 0');
  }
}

/** @throws {InvalidConfigError} for what is no object, and for a key that is not known. */
export function checkKeys(options: object, known: readonly string[], owner: string): void {
  if (typeof options !== 'object' || options === null) throw new InvalidConfigError(`the options of ${owner} must be an object`);
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    throw new InvalidConfigError(`"${key}" is no option of ${owner}${didYouMean(key, known)}`);
  }
}
