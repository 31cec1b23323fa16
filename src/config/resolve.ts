import { type LLMError, PluginError } from '../errors.ts';
import type { Transport } from '../http/transport.ts';
import type { JsonObject } from '../message.ts';
import type { ResolvedConfig } from '../provider.ts';
import { warnOfPlainHttp } from './base-url.ts';
import { type ChecksContext, checkBaseURL, checkKey, checkTrust, from } from './checks.ts';
import { compile } from './compile.ts';
import { explain } from './explain.ts';
import { fill } from './fill.ts';
import { lift } from './lift.ts';
import { mergeSchema } from './merge-schema.ts';
import { Problems } from './problems.ts';
import { type KeySource, Secret } from './secret.ts';
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
  /** The plugin's last step over the resolved config. */
  configure?: ((config: ResolvedConfig) => ResolvedConfig) | undefined;
}

/** A config, ready for use. */
export interface Resolved {
  /** Deeply frozen; holds neither the key nor a function. */
  config: ResolvedConfig;
  apiKey: Secret | undefined;
  transport: Transport | undefined;
  warnings: string[];
}

type Settings = Record<string, unknown>;

interface Normalised {
  config: Settings;
  insecureHost: string | undefined;
}

/** Stands for a key that is a function, which JSON Schema can't see. */
const LIFTED_KEY = 'lifted';

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
  const problems = new Problems();
  const origins = new Map<string, string>();
  const lifted = lift(given ?? {}, problems);
  if (problems.has('')) problems.throwIfAny({ provider: source.name });
  if (lifted.apiKey) lifted.data.apiKey = LIFTED_KEY;

  const schema = mergedSchema(source.schema);
  const data = fill(schema, lifted.data, { env, problems, origins });
  const validate = source.validate ?? compile(schema, source.name);
  const note = (keys: readonly string[]) => from(origins.get(keys.join('.')));
  if (!validate(data)) explain(validate.errors ?? [], { schema, data, note, codeOnly: ['transport'] }, problems);

  const { apiKey: textOrFile, ...settings } = data;
  checkKey(textOrFile, { problems, origins });
  checkTrust(lifted.data.baseURL, { problems, origins });
  const { config, warnings } = finish(source, settings, { problems, origins });
  const key = lifted.apiKey ?? (textOrFile as KeySource | undefined);
  return { config, warnings, apiKey: key === undefined ? undefined : new Secret(key, source.name), transport: lifted.transport };
}

/** The schema that a provider's config is checked against: its own keys and the common ones. */
export function mergedSchema(own: JsonObject): JsonObject {
  const known = mergedSchemas.get(own) ?? mergeSchema(own);
  mergedSchemas.set(own, known);
  return known;
}

/** The last steps: the base URL in its normal form, and the plugin's own changes, which may give another one. */
function finish(
  source: ConfigSource,
  settings: Settings,
  context: ChecksContext,
): { config: ResolvedConfig; warnings: string[] } {
  const first = normalise(source, settings, context);
  const { config, insecureHost } = source.configure ? normalise(source, configure(source, first.config), context) : first;
  return {
    config: config as unknown as ResolvedConfig,
    warnings: insecureHost ? [warnOfPlainHttp(source.name, insecureHost)] : [],
  };
}

function normalise(source: ConfigSource, settings: Settings, context: ChecksContext): Normalised {
  const read = checkBaseURL(settings.baseURL, source.hosts, context);
  context.problems.throwIfAny({ provider: source.name });
  return { config: deepFreeze(read ? { ...settings, baseURL: read.url } : settings), insecureHost: read?.insecureHost };
}

function configure(source: ConfigSource, config: Settings): Settings {
  try {
    return { ...source.configure?.(config as unknown as ResolvedConfig) };
  } catch (cause) {
    if ((cause as Partial<LLMError> | undefined)?.code === 'INVALID_CONFIG') throw cause;
    throw new PluginError('configure of the plugin threw.', { provider: source.name, cause });
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) deepFreeze(member);
  return Object.freeze(value);
}
