import { type ErrorReason, InvalidConfigError } from '../errors.ts';

/** What is wrong with a config, collected so that all of it is told at once. */
export class Problems {
  readonly #texts = new Set<string>();
  readonly #paths = new Set<string>();
  #reason: ErrorReason | undefined;

  /** Notes a problem; the text begins with the path. */
  add(path: string, text: string, reason?: ErrorReason): void {
    this.#paths.add(path);
    this.#texts.add(path ? `${path} ${text}` : text);
    this.#reason ??= reason;
  }

  /** Whether anything was noted at this path. */
  has(path: string): boolean {
    return this.#paths.has(path);
  }

  /** @throws {InvalidConfigError} with every problem, if there is one. */
  throwIfAny(details: { provider?: string; place?: string } = {}): void {
    const texts = [...this.#texts];
    if (texts.length === 0) return;
    const { provider, place = 'the config' } = details;
    const message =
      texts.length === 1
        ? `${place}: ${sentence(texts[0] ?? '')}`
        : `${place} has ${texts.length} problems:${texts.map((text) => `\n- ${text}`).join('')}`;
    throw new InvalidConfigError(message, { provider, reason: this.#reason });
  }
}

/** The text with a full stop, unless it ends as a question. */
export function sentence(text: string): string {
  return text.endsWith('?') ? text : `${text}.`;
}

/** A value in a message: short, and without what is inside of it. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** `a`, `a or b`, `a, b or c`. */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** JSON Schema's types in words: `a string or an object`. */
export function typeNames(types: readonly unknown[]): string {
  return either(types.map((type) => `${type === 'integer' || type === 'object' || type === 'array' ? 'an' : 'a'} ${type}`));
}

/** The path of a member. */
export function join(path: string, key: string | number): string {
  return path ? `${path}.${key}` : String(key);
}
