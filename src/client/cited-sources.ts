import type { CitedSource } from '../delta.ts';
import type { Citation } from '../types.ts';

/** The sources of an answer, which its citations name by their place in the list of all of them. */
export class CitedSources {
  #known: readonly CitedSource[] = [];

  /** Some that are new, or all once more, those that are known first. */
  learn(told: readonly CitedSource[]): void {
    const isWhole = this.#known.every((source, index) => JSON.stringify(source) === JSON.stringify(told[index]));
    this.#known = isWhole ? told : [...this.#known, ...told];
  }

  /** A citation with what is known of its source. */
  describe(citation: Citation, source: number | undefined): Citation {
    return source === undefined ? citation : { ...citation, ...this.#known[source] };
  }
}
