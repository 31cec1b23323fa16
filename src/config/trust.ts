import type { JsonObject } from '../message.ts';
import type { ChecksContext } from './checks.ts';
import { members } from './merge-schema.ts';
import { either, join, type Problems } from './problems.ts';
import { FileText } from './provenance.ts';

const FOUND = 'in a config file that was found, not named';
const REMEDY = 'name the file explicitly';

/** Text settings that go to the provider itself and to nobody else. */
const SENT_HOME = new Set(['apiKey', 'model']);

interface FoundText {
  keys: readonly string[];
  text: FileText;
}

/**
 * What a config file set that was found, not named. Anyone may have put the file there, so what it draws from this machine may
 * leave for the provider's own host only:
 * - it sets no `proxy`;
 * - `${VAR}` stands in `apiKey`, in `model`, and in settings that are no text;
 * - where it changes the host of the base URL, no variable, key file or secret of the environment goes along.
 */
export class FoundSettings {
  readonly #texts: readonly FoundText[];
  readonly #schema: JsonObject;
  readonly #context: ChecksContext;

  /** @param given the config before it is filled, where texts of the file are still marked. */
  constructor(given: Readonly<Record<string, unknown>>, schema: JsonObject, context: ChecksContext) {
    this.#texts = [...foundTexts(given, [])];
    this.#schema = schema;
    this.#context = context;
  }

  /** Checks what stands where. @param data the same config, filled: what became a number or a boolean is no text. */
  checkPlaces(data: unknown): void {
    const { problems } = this.#context;
    for (const { keys, text } of this.#texts) {
      const path = keys.reduce(join, '');
      if (path === 'proxy') problems.add(path, `can't stand ${FOUND}: ${REMEDY}`);
      else if (!SENT_HOME.has(keys[0] ?? '') && typeof valueAt(data, keys) === 'string') refuseVariables(path, text, problems);
    }
    if (this.#texts.some(({ keys }) => keys[0] === 'baseURL')) this.#refuseSecrets(FOUND);
  }

  /** Checks where the plugin's last step leads, which may make a host of settings of its own. */
  checkHost(before: unknown, after: unknown): void {
    const isOwnDoing = this.#texts.some(({ keys }) => keys[0] !== 'apiKey');
    if (isOwnDoing && originOf(before) !== originOf(after)) this.#refuseSecrets(`with a host from settings ${FOUND}`);
  }

  #refuseSecrets(where: string): void {
    const { problems } = this.#context;
    const secret = this.#secret();
    if (secret && !problems.has('baseURL')) problems.add('baseURL', `${where}, can't go with ${secret}: ${REMEDY}`);
  }

  #secret(): string | undefined {
    const variables = new Set(this.#texts.flatMap(({ text }) => text.variables));
    if (variables.size > 0) return `the variable ${either([...variables])}`;
    if (this.#texts.some(({ keys }) => keys[0] === 'apiKey' && keys.length > 1)) return 'a key file';
    const [, variable] = [...this.#context.origins].find(([path]) => isSecret(this.#schema, path)) ?? [];
    return variable && `a key from ${variable}`;
  }
}

/** Refuses text of a found file that has variables in it. */
export function refuseVariables(path: string, text: FileText, problems: Problems): void {
  if (!text.found || text.variables.length === 0 || problems.has(path)) return;
  problems.add(path, `can't hold the variable ${either(text.variables)} ${FOUND}: ${REMEDY}`);
}

function* foundTexts(value: unknown, keys: readonly string[]): Generator<FoundText> {
  if (value instanceof FileText) {
    if (value.found) yield { keys, text: value };
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) yield* foundTexts(member, [...keys, key]);
  }
}

function valueAt(data: unknown, keys: readonly string[]): unknown {
  return keys.reduce((at, key) => (at as Record<string, unknown> | undefined)?.[key], data);
}

function isSecret(schema: JsonObject, path: string): boolean {
  let at = schema;
  return path.split('.').some((key) => {
    at = members(members(at.properties)[key]);
    return at.writeOnly === true;
  });
}

function originOf(url: unknown): string | undefined {
  return typeof url === 'string' ? new URL(url).origin : undefined;
}
