import type { LLMError } from '../errors.ts';

/** A provider that a registry knows, or was told of. */
export interface ProviderListing {
  /** Its name; of a plugin that failed before it could tell it, where it came from. */
  name: string;
  aliases: readonly string[];
  /** Where the plugin came from. */
  origin: string;
  /** The version of its package, where it came from one. */
  version?: string;
  /** `found`: in a package that is installed, but not imported. `failed`: `error` says why. */
  state: 'found' | 'loaded' | 'failed';
  error?: LLMError;
  /** `false` for what was found and is not to be imported, as `allow` does not name its package. */
  allowed?: boolean;
}

/** Where and what to look for. */
export interface DiscoverOptions {
  /** A folder of the app, as a path or file URL. Default: the working folder. */
  cwd?: string | URL | undefined;
  /**
   * The packages that may be imported, by their own names. One that is installed as another, other than by an alias such as
   * `npm:acme@1`, must be allowed by both names. Default: all direct dependencies of the app that say that they are plugins.
   */
  allow?: readonly (string | RegExp)[] | undefined;
}
