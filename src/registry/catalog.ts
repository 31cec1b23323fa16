import { nearest } from '../config/nearest.ts';
import { InvalidConfigError, PluginError } from '../errors.ts';
import type { Definition } from './definition.ts';

/** The error of a plugin whose name another has already. */
export function nameTaken(word: string, by: string, { name, origin }: Pick<Definition, 'name' | 'origin'>): PluginError {
  return new PluginError(`the name "${word}" is taken by a plugin from ${by} (this one: from ${origin})`, { provider: name });
}

/** The providers that a registry knows, by name and alias. Case does not matter. */
export class Catalog {
  readonly #definitions = new Map<string, Definition>();
  /** Names and aliases, each with the name of its provider. */
  readonly #names = new Map<string, string>();

  /** @throws {PluginError} naming both origins if the name or an alias is taken; with `replace` the new one wins. */
  add(definition: Definition, replace = false): void {
    const { name, origin } = definition;
    const words = wordsOf(definition);
    const taken = words.flatMap((word) => this.#lookUp(word) ?? []);
    for (const other of replace ? [] : taken) {
      const word = words.find((candidate) => this.#lookUp(candidate) === other);
      throw nameTaken(String(word), other.origin, { name, origin });
    }
    for (const other of taken) this.#remove(other);
    this.#definitions.set(name, definition);
    for (const word of words) this.#names.set(word, name);
  }

  /** In the order of their registration. */
  list(): Definition[] {
    return [...this.#definitions.values()];
  }

  /** Whether this very plugin is in it already. */
  holds({ name, PluginClass }: Definition): boolean {
    return this.#definitions.get(name)?.PluginClass === PluginClass;
  }

  /** Where the plugin of a name came from. */
  originOf(name: string): string | undefined {
    return this.#lookUp(name)?.origin;
  }

  has(name: string): boolean {
    return this.#lookUp(name) !== undefined;
  }

  /** @throws {InvalidConfigError} for an unknown name: it names the known ones, `others` too, and the nearest, and tells `more`. */
  find(name: string, others: readonly string[], more: string): Definition {
    const found = this.#lookUp(name);
    if (found) return found;
    const near = typeof name === 'string' ? nearest(name, [...this.#names.keys(), ...others]) : undefined;
    const given = typeof name === 'string' ? JSON.stringify(name) : `named by ${name === null ? 'null' : typeof name}`;
    const known = [...this.#definitions.keys(), ...others].join(', ') || 'none';
    const meant = near ? ` Did you mean "${near}"?` : '';
    const advice = near || more ? more : ' That of a package is loaded first: await registry.load("its package").';
    throw new InvalidConfigError(`there is no provider ${given}.${meant} Known: ${known}.${advice}`);
  }

  #lookUp(name: unknown): Definition | undefined {
    return typeof name === 'string' ? this.#definitions.get(this.#names.get(name.toLowerCase()) ?? '') : undefined;
  }

  #remove(definition: Definition): void {
    this.#definitions.delete(definition.name);
    for (const word of wordsOf(definition)) this.#names.delete(word);
  }
}

function wordsOf({ name, aliases = [] }: Definition): string[] {
  return [...new Set([name, ...aliases])];
}
