import type { CitedPlace } from '../delta.ts';

/** What a place in a text is counted in. */
export type Unit = NonNullable<CitedPlace['unit']>;

/** Characters one after another that are equally wide, and where the first one is. */
interface Run {
  utf16: number;
  codepoint: number;
  byte: number;
  /** How wide each is in each unit. */
  width: Readonly<Record<Unit, number>>;
}

/** By the bytes of UTF-8. Half of a surrogate pair alone is written as a replacement character, of three. */
const WIDTHS: readonly Readonly<Record<Unit, number>>[] = [1, 2, 3, 4].map((byte) => ({
  byte,
  codepoint: 1,
  utf16: byte === 4 ? 2 : 1,
}));

/** Where the characters of a growing text are, in every unit. Adding costs what is added, finding the logarithm of what there is. */
export class TextIndex {
  readonly #runs: Run[] = [];
  readonly #length: Record<Unit, number> = { utf16: 0, codepoint: 0, byte: 0 };
  /** A text may be cut between the halves of a surrogate pair. */
  #half = '';

  add(text: string): void {
    const whole = this.#half + text;
    const isCut = /[\ud800-\udbff]$/.test(whole);
    this.#half = isCut ? whole.slice(-1) : '';
    const end = whole.length - this.#half.length;
    for (let at = 0; at < end; ) {
      const code = whole.codePointAt(at) as number;
      const width = WIDTHS[code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3] as Run['width'];
      this.#addOne(width);
      at += width.utf16;
    }
  }

  /** Nothing more comes. */
  end(): void {
    if (this.#half) this.#addOne(WIDTHS[2] as Run['width']);
    this.#half = '';
  }

  /** How long the text is; half of a pair counts when the other half has come. */
  length(unit: Unit): number {
    return this.#length[unit];
  }

  /** A place within the text in JavaScript's characters; `undefined` where it is inside of a character. */
  find(offset: number, unit: Unit): number | undefined {
    if (offset >= this.#length[unit]) return this.#length.utf16;
    let [low, high] = [0, this.#runs.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#runs[middle] as Run)[unit] <= offset) low = middle;
      else high = middle - 1;
    }
    const run = this.#runs[low] as Run;
    const nth = (offset - run[unit]) / run.width[unit];
    return Number.isInteger(nth) ? run.utf16 + nth * run.width.utf16 : undefined;
  }

  #addOne(width: Run['width']): void {
    const length = this.#length;
    if (this.#runs.at(-1)?.width !== width) this.#runs.push({ ...length, width });
    length.utf16 += width.utf16;
    length.codepoint += 1;
    length.byte += width.byte;
  }
}
