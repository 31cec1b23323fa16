import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { InvalidConfigError } from '../errors.ts';

/** The forms that a key can be given in. */
export type KeySource = string | { file: string } | (() => string | Promise<string>);

const HIDDEN = '[secret]';
/** Keys that rotate must not fill the memory of a process that runs for months. */
const REMEMBERED = 100;

/** What keeps a text from being a key, in words that don't show it; `undefined` if nothing does. */
export function keyProblem(key: string): string | undefined {
  if (key.trim() === '') return 'is empty';
  if (/[\r\n]/.test(key)) return 'holds a line break: give the key alone, on one line';
  if (/\p{Cc}/u.test(key)) return 'holds a control character: copy the key again';
  if (/[^\p{Cc}\u0020-\u00ff]/u.test(key)) return 'holds a character that no HTTP header can carry: copy the key again';
  if (key !== key.trim()) return 'begins or ends with white space: remove it';
  return undefined;
}

/** An API key that no log, error or inspection shows. */
export class Secret {
  readonly #source: KeySource;
  readonly #provider: string;
  readonly #known = new Set<string>();

  constructor(source: KeySource, provider: string) {
    this.#source = source;
    this.#provider = provider;
    if (typeof source === 'string') this.#known.add(source);
  }

  /**
   * The key, for one request. A file is read and a function called every time, so that keys rotate without a restart.
   *
   * @throws {InvalidConfigError} when there is no usable key.
   */
  read(): string | Promise<string> {
    if (typeof this.#source === 'string') return this.#source;
    return typeof this.#source === 'function' ? this.#call(this.#source) : this.#readFile(resolve(this.#source.file));
  }

  /** The values that were read so far, to strike them out of texts. */
  known(): readonly string[] {
    return [...this.#known];
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }

  #call(source: () => string | Promise<string>): string | Promise<string> {
    const failed = () => this.#error('the function given as apiKey threw. Its error is not shown, as it may hold the key');
    let given: unknown;
    try {
      given = source();
    } catch {
      throw failed();
    }
    if (!isThenable(given)) return this.#accept(given, 'what the function given as apiKey returned');
    return Promise.resolve(given).then(
      (key) => this.#accept(key, 'what the function given as apiKey returned'),
      () => {
        throw failed();
      },
    );
  }

  async #readFile(path: string): Promise<string> {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      const code = (error as { code?: string }).code ?? 'unknown error';
      throw this.#error(`the key file ${path} can't be read (${code}). Check apiKey.file`);
    }
    return this.#accept(text, `the key file ${path}`);
  }

  #accept(given: unknown, origin: string): string {
    if (typeof given !== 'string') throw this.#error(`${origin} is no string`);
    const key = given.trim();
    const problem = keyProblem(key);
    if (problem) throw this.#error(`${origin} ${problem}`);
    this.#known.delete(key);
    this.#known.add(key);
    const [oldest] = this.#known;
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    return key;
  }

  #error(message: string): InvalidConfigError {
    return new InvalidConfigError(`${message}.`, { provider: this.#provider });
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
