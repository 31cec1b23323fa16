import { inspect } from 'node:util';

/**
 * A string of a config file, with what must be known of its origin. The text may be a secret out of the environment, so it is
 * private.
 */
export class FileText {
  readonly #text: string;
  /** The variables that went into it. Text with variables is turned into the type that the schema asks for. */
  readonly variables: readonly string[];
  /** Whether the file was found, not named: then not every setting may hold it. */
  readonly found: boolean;

  constructor(text: string, variables: readonly string[], found: boolean) {
    this.#text = text;
    this.variables = variables;
    this.found = found;
  }

  read(): string {
    return this.#text;
  }

  toString(): string {
    return '[from a config file]';
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
