import type { Transport } from '../http/transport.ts';
import { join, type Problems, shown } from './problems.ts';
import { FileText } from './provenance.ts';

/** A config in two parts: what JSON Schema can see, and what it can't. */
export interface Lifted {
  /** A copy; the caller's object is not changed and not read again. */
  data: Record<string, unknown>;
  apiKey: (() => string | Promise<string>) | undefined;
  transport: Transport | undefined;
}

/** Copies a config, and takes out what only code can give. Keys that are `fixed` are refused. */
export function lift(given: unknown, problems: Problems, fixed: readonly string[] = []): Lifted {
  const lifted: Lifted = { data: {}, apiKey: undefined, transport: undefined };
  if (!isObject(given) || Array.isArray(given)) {
    // The text itself may be a key.
    problems.add('', `must be an object, was ${typeof given === 'string' ? 'a string' : shown(given)}`);
    return lifted;
  }
  const copier = new Copier(problems, given);
  for (const [key, value] of Object.entries(given)) {
    if (value !== undefined && fixed.includes(key)) problems.add(key, "can't be changed: create another client");
    else if (key === 'apiKey' && typeof value === 'function') lifted.apiKey = value as () => string;
    else if (key === 'transport' && isTransport(value)) lifted.transport = value;
    else if (key === 'transport' && value !== undefined) {
      problems.add(key, `must be an object with a send method, was ${shown(value)}; only code can give it`);
    } else copier.copyMember(lifted.data, key, value, '');
  }
  return lifted;
}

class Copier {
  readonly #problems: Problems;
  readonly #ancestors: object[];

  constructor(problems: Problems, root: object) {
    this.#problems = problems;
    this.#ancestors = [root];
  }

  copyMember(target: Record<string, unknown>, key: string, value: unknown, path: string): void {
    if (value === undefined) return;
    const at = join(path, key);
    if (key === '__proto__') this.#problems.add(at, 'is not a known key');
    else {
      const copy = this.#copy(value, at);
      if (!this.#problems.has(at)) target[key] = copy;
    }
  }

  #copy(value: unknown, path: string): unknown {
    if (typeof value === 'function') return this.#problems.add(path, 'must not be a function');
    if (!isObject(value) || value instanceof FileText) return value;
    if (this.#ancestors.includes(value)) return this.#problems.add(path, 'must not hold itself');
    if (!Array.isArray(value) && !isPlain(value))
      return this.#problems.add(path, 'must be plain data, was an instance of a class');
    this.#ancestors.push(value);
    const copy = Array.isArray(value)
      ? value.map((item, index) => this.#copy(item, join(path, index)))
      : this.#copyObject(value, path);
    this.#ancestors.pop();
    return copy;
  }

  #copyObject(value: object, path: string): Record<string, unknown> {
    const copy: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(value)) this.copyMember(copy, key, member, path);
    return copy;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Also true for plain objects of another realm, whose `Object.prototype` is another. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isTransport(value: unknown): value is Transport {
  return isObject(value) && typeof (value as Partial<Transport>).send === 'function';
}
