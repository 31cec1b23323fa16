import { variablesOf } from '../config/fill.ts';
import { members } from '../config/merge-schema.ts';
import { mergedSchema } from '../config/resolve.ts';
import { PluginError } from '../errors.ts';
import type { JsonObject } from '../message.ts';
import type { ProviderClass, ProviderOptions } from '../provider.ts';
import { optionsOf } from './define.ts';

/** A plugin that a registry knows. */
export interface Definition extends ProviderOptions {
  readonly PluginClass: ProviderClass;
  /** Where it came from, for errors and for `list()`. */
  readonly origin: string;
  /** The version of the package that it came from. */
  readonly version?: string | undefined;
}

/** The version of the plugin contract that this core speaks. */
export const API_VERSION = 1;

const NAME = /^[a-z0-9][a-z0-9._-]*$/;

/** Whether a provider can have this name. */
export function isProviderName(word: unknown): word is string {
  return typeof word === 'string' && NAME.test(word);
}

/**
 * Reads what a plugin class says of itself.
 *
 * @throws {PluginError} that says what is missing or malformed, and names the origin.
 */
export function defineProvider(candidate: unknown, origin: string): Definition {
  const options = optionsOf(candidate);
  const fail = (what: string) => new PluginError(`${what} (from ${origin})`, { provider: options?.name });
  if (!options) throw fail('this is no plugin: it has no @provider({...}) and was not made by definePlugin({...})');
  const { name, aliases = [], schema, apiVersion } = options;
  if (!Array.isArray(aliases)) throw fail('the aliases of the plugin are no list');
  for (const word of [name, ...aliases]) {
    if (isProviderName(word)) continue;
    throw fail(`${JSON.stringify(word)} is no provider name: use lower case letters, digits, "-", "_" and "."`);
  }
  if (apiVersion !== API_VERSION) {
    throw fail(`the plugin speaks version ${JSON.stringify(apiVersion)} of the plugin contract, this is version ${API_VERSION}`);
  }
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema))
    throw fail('the plugin has no schema for its config');
  return { ...options, PluginClass: candidate as ProviderClass, origin };
}

/** The variables and the setting that hold a provider's key, to be named in an error. */
export function keyHintOf(schema: JsonObject): string {
  const { apiKey } = members(mergedSchema(schema).properties);
  return ['apiKey', ...variablesOf(members(apiKey))].join(' or ');
}

/** What to do where nothing of a provider's API is at the base URL. */
export function routeHintOf(schema: JsonObject): string {
  const { baseURL } = members(mergedSchema(schema).properties);
  const standard = members(baseURL).default;
  return typeof standard === 'string'
    ? `Check baseURL, its path included: by default it is ${standard}.`
    : 'Check baseURL, its path included.';
}
