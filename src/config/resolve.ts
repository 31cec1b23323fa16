import { traceOf } from '../error-trace.ts';
import { type LLMError, PluginError } from '../errors.ts';
import type { Transport } from '../http/transport.ts';
import type { JsonObject } from '../message.ts';
import type { ResolvedConfig } from '../resolved-config.ts';
import { warnOfPlainHttp } from './base-url.ts';
import { type ChecksContext, checkBaseURL, checkKey, from } from './checks.ts';
import { compile } from './compile.ts';
import { explain } from './explain.ts';
import { fill } from './fill.ts';
import { lift } from './lift.ts';
import { mergeSchema } from './merge-schema.ts';
import { Problems } from './problems.ts';
import { type KeySource, Secret } from './secret.ts';
import { FoundSettings } from './trust.ts';
import type { Validate } from './validation.ts';

/** What is known of a provider before its config is. */
export interface ConfigSource {
  name: string;
  /** The plugin's own keys; the common ones are merged in here. */
  schema: JsonObject;
  /** The provider's own hosts and the path that a base URL on them gets where it has none. */
  hosts?: Readonly<Record<string, string>> | undefined;
  /** The merged schema, compiled; without it, it is compiled here. */
  validate?: Validate | undefined;
  /** What was given as base URL, as a URL. */
  address?: ((given: string) => string) | undefined;
  /** The plugin's last step over the resolved config. */
  configure?: ((config: ResolvedConfig) => ResolvedConfig) | undefined;
}

/** A config, ready for use. */
export interface Resolved {
  /** Deeply frozen; holds neither the key nor a function. */
  config: ResolvedConfig;
  /** The config before the plugin's last step, which `deriveConfig` starts from. Deeply frozen too. */
  settings: Readonly<Settings>;
  apiKey: Secret | undefined;
  transport: Transport | undefined;
  warnings: string[];
}

type Settings = Record<string, unknown>;

interface Normalised {
  config: Settings;
  insecureHost: string | undefined;
}

/** Stands for a key that JSON Schema can't or need not see. */
const HIDDEN_KEY = 'hidden';

/** What a key is bound to: a client that differs in it is another one. */
const FIXED = ['apiKey', 'baseURL', 'transport', 'proxy'];

const mergedSchemas = new WeakMap<JsonObject, JsonObject>();

/**
 * Resolves a config: explicit value, then environment, then default. The given object is not changed.
 *
 * @throws {InvalidConfigError} that tells everything that is wrong with the config.
 */
export function resolveConfig(
  source: ConfigSource,
  given: Record<string, unknown> | undefined,
  env: NodeJS.ProcessEnv = process.env,
): Resolved {
  const context = { env, problems: new Problems(), origins: new Map<string, string>() };
  const lifted = lift(given ?? {}, context.problems);
  if (context.problems.has('')) context.problems.throwIfAny({ provider: source.name });

  if (lifted.apiKey) lifted.data.apiKey = HIDDEN_KEY;

  const schema = mergedSchema(source.schema);
  const data = fill(schema, lifted.data, context);
  // The places first, as the schema's words would show what is refused there.
  const found = new FoundSettings(lifted.data, schema, context);
  found.checkPlaces(data);
  checkSchema(source, data, lifted.apiKey !== undefined, context);
  const { apiKey: textOrFile, ...settings } = data;
  checkKey(textOrFile, context);
  const finished = finish(source, settings, context);
  found.checkHost(finished.settings.baseURL, finished.config.baseURL);
  context.problems.throwIfAny({ provider: source.name });

  const key = lifted.apiKey ?? (textOrFile as KeySource | undefined);
  return { ...finished, apiKey: key === undefined ? undefined : new Secret(key, source.name), transport: lifted.transport };
}

/**
 * The same config with some settings replaced; headers are merged name by name, and what is `undefined` stays as it was. Neither
 * the environment nor what the config was first made from is read again; key and transport are the same.
 *
 * @throws {InvalidConfigError} that tells everything that is wrong with the overrides.
 */
export function deriveConfig(resolved: Resolved, source: ConfigSource, overrides: Record<string, unknown>): Resolved {
  const { settings, apiKey, transport } = resolved;
  const context = { env: {}, problems: new Problems(), origins: new Map<string, string>() };
  const { data: changes } = lift(overrides, context.problems, FIXED);
  if (context.problems.has('')) context.problems.throwIfAny({ provider: source.name });

  if (changes.headers !== undefined) changes.headers = mergeHeaders(settings.headers, changes.headers);
  if (typeof changes.retry === 'object') changes.retry = { ...(settings.retry as object), ...changes.retry };
  if (apiKey) changes.apiKey = HIDDEN_KEY;

  const data = fill(mergedSchema(source.schema), { ...settings, ...changes }, context);
  checkSchema(source, data, apiKey !== undefined, context);
  const { apiKey: _hidden, ...changed } = data;
  return { ...finish(source, changed, context), apiKey, transport };
}

/** The schema that a provider's config is checked against: its own keys and the common ones. */
export function mergedSchema(own: JsonObject): JsonObject {
  const known = mergedSchemas.get(own) ?? mergeSchema(own);
  mergedSchemas.set(own, known);
  return known;
}

/** Notes what the schema says against a config, but for a hidden key, of which it can say nothing. */
function checkSchema(source: ConfigSource, data: Settings, isKeyHidden: boolean, { problems, origins }: ChecksContext): void {
  const schema = mergedSchema(source.schema);
  const validate = source.validate ?? compile(schema, source.name);
  if (validate(data)) return;
  const violations = (validate.errors ?? []).filter(({ instancePath }) => !isKeyHidden || instancePath !== '/apiKey');
  const note = (keys: readonly string[]) => from(origins.get(keys.join('.')));
  explain(violations, { schema, data, note, codeOnly: ['transport'] }, problems);
}

/** Names of headers are the same in any case. What is no set of headers is left to the schema. */
function mergeHeaders(old: unknown, changes: unknown): unknown {
  if (typeof changes !== 'object' || changes === null || Array.isArray(changes)) return changes;
  const names = new Set(Object.keys(changes).map((name) => name.toLowerCase()));
  const kept = Object.entries(old ?? {}).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...changes };
}

/** The last steps: the base URL in its normal form, and the plugin's own changes, which may give another one. */
function finish(
  source: ConfigSource,
  given: Settings,
  context: ChecksContext,
): Pick<Resolved, 'config' | 'settings' | 'warnings'> {
  const first = normalise(source, address(source, given), context);
  const { config, insecureHost } = source.configure ? normalise(source, configure(source, first.config), context) : first;
  return {
    config: config as unknown as ResolvedConfig,
    settings: first.config,
    warnings: insecureHost ? [warnOfPlainHttp(source.name, insecureHost)] : [],
  };
}

function normalise(source: ConfigSource, settings: Settings, context: ChecksContext): Normalised {
  const read = checkBaseURL(settings.baseURL, source.hosts, context);
  context.problems.throwIfAny({ provider: source.name });
  return { config: deepFreeze(read ? { ...settings, baseURL: read.url } : settings), insecureHost: read?.insecureHost };
}

function address(source: ConfigSource, settings: Settings): Settings {
  const { baseURL } = settings;
  if (!source.address || typeof baseURL !== 'string') return settings;
  return attempt(source, 'address', () => ({ ...settings, baseURL: source.address?.(baseURL) }));
}

function configure(source: ConfigSource, config: Settings): Settings {
  return attempt(source, 'configure', () => ({ ...source.configure?.(config as unknown as ResolvedConfig) }));
}

function attempt<T>({ name }: ConfigSource, what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if ((error as Partial<LLMError> | undefined)?.code === 'INVALID_CONFIG') throw error;
    throw new PluginError(`${what} of the plugin threw.`, { provider: name, cause: traceOf(error) });
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) deepFreeze(member);
  return Object.freeze(value);
}
