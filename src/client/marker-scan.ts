/** A piece of a text: its first character and one past its last. */
export interface Span {
  start: number;
  end: number;
}

/** A text may be cut anywhere: so much of its end is looked at again when more has come, code within a line for longer. */
const LONGEST_WAIT = 64;
const LONGEST_CODE = 2000;

/** What stands after the last word of a statement and belongs to it. */
const CLOSERS = '"\'”’»)\\]*_」』）';

/** The markers that are written like one: `[1]` stands for all numbers in brackets. Tells them apart whichever are asked for. */
export function shapeOf(marker: string): string {
  const shape = atomsOf(marker).join('');
  return `${/^\d/.test(marker) ? '(?<![\\p{L}\\d])' : ''}${shape}${/\d$/.test(marker) ? '(?![\\p{L}\\d])' : ''}`;
}

/** What a marker begins with, up to the end of what has come. */
function beginningOf(marker: string): string {
  return atomsOf(marker).reduceRight((rest, atom) => `${atom}(?:$${rest && `|${rest}`})`, '');
}

function atomsOf(marker: string): string[] {
  const atoms = marker.match(/\d+|./gsu) ?? [];
  return atoms.map((atom) => (/\d/.test(atom) ? '\\d+' : atom.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')));
}

/**
 * Finds markers of one shape in a growing text, and the statement that each belongs to: what is between it and the end of the
 * sentence, the marker or the line before. Markers in a row belong to the same statement; those in code are none. Each character is
 * looked at a bounded number of times.
 */
export class MarkerScan {
  readonly #token: RegExp;
  readonly #beginning: RegExp;
  /** What is not decided yet, and where it begins in the text. */
  #rest = '';
  #at = 0;
  #ended = false;
  #isLineStart = true;
  /** What began the block of code that is open. */
  #fence: string | undefined;
  /** Only the end of the line counts. */
  #skips = false;
  #statement: Span | undefined;
  /** The next word begins another statement. */
  #isOver = false;
  /** There is no gap after what came last. */
  #isGlued = false;
  #news: string[] = [];
  /** By the marker as it stands there, in their order. */
  readonly found = new Map<string, Span[]>();

  constructor(marker: string) {
    const shape = shapeOf(marker);
    const end = `[.!?…]+[${CLOSERS}]*(?=\\s|$|${shape})|[。！？]+[${CLOSERS}]*`;
    const gap = '[^\\S\\n]+|[,;:、，；：]+|[-*+•–—>#|]+(?=\\s)';
    this.#token = new RegExp(
      `(?<line>\\n)|(?<code>\`+)|(?<marker>${shape})|(?<end>${end})|(?<gap>${gap})|[\\p{L}\\p{M}\\p{N}]+|[^]`,
      'yu',
    );
    this.#beginning = new RegExp(beginningOf(marker), 'yu');
  }

  /** Gives the markers that are found in what was added. */
  add(text: string): readonly string[] {
    this.#rest += text;
    let at = 0;
    for (let next = this.#next(at); next > at; next = this.#next(at)) at = next;
    this.#rest = this.#rest.slice(at);
    this.#at += at;
    if (this.#news.length === 0) return this.#news;
    const news = this.#news;
    this.#news = [];
    return news;
  }

  /** Nothing more comes. */
  end(): void {
    this.#ended = true;
    this.add('');
  }

  /** Where the token at a place ends; the place itself if that is not known yet. */
  #next(at: number): number {
    if (at >= this.#rest.length) return at;
    if (this.#skips || this.#fence) return this.#skipLine(at);
    if (this.#isLineStart) {
      const fence = this.#fenceAt(at);
      if (fence === undefined) return at;
      if (fence !== '') this.#fence = fence;
      this.#isLineStart = false;
      this.#skips = fence !== '';
      if (fence) return this.#skipLine(at);
    }
    return this.#readToken(at);
  }

  /** What opens or closes a block of code in this line; empty for nothing, `undefined` where the line is not far enough. */
  #fenceAt(at: number): string | undefined {
    const head = this.#rest.slice(at, at + LONGEST_WAIT);
    if (!this.#ended && head.length < LONGEST_WAIT && /^[^\S\n]*(?:`*|~*)$/.test(head)) return undefined;
    return /^[^\S\n]*(`{3,}|~{3,})/.exec(head)?.[1] ?? '';
  }

  #skipLine(at: number): number {
    const line = this.#rest.indexOf('\n', at);
    if (!this.#skips) {
      if (line < 0 && !this.#ended && this.#rest.length - at < LONGEST_WAIT) return at;
      const closing = /^[^\S\n]*(`{3,}|~{3,})[^\S\n]*$/.exec(this.#rest.slice(at, line < 0 ? undefined : line))?.[1];
      if (closing?.startsWith(this.#fence as string)) this.#fence = undefined;
    }
    this.#skips = line < 0;
    if (line >= 0) this.#startLine();
    return line < 0 ? this.#rest.length : line + 1;
  }

  #readToken(at: number): number {
    this.#token.lastIndex = at;
    const match = this.#token.exec(this.#rest) as RegExpExecArray;
    const { line, code, marker, end, gap } = match.groups as Record<string, string | undefined>;
    const next = code ? this.#codeEnd(at, code) : at + match[0].length;
    const isDecided = line || (marker && !/\d$/.test(marker));
    if (next === at || (next === this.#rest.length && !isDecided && this.#canWait(at, LONGEST_WAIT))) return at;
    if (!isDecided && !marker && this.#mayBeMarker(at)) return at;
    if (line) this.#startLine();
    else if (marker) this.#mark(marker);
    else if (!gap) this.#say(at, next, end !== undefined);
    this.#isGlued = !gap;
    return next;
  }

  #mayBeMarker(at: number): boolean {
    this.#beginning.lastIndex = at;
    return this.#canWait(at, LONGEST_WAIT) && this.#beginning.test(this.#rest);
  }

  #canWait(at: number, longest: number): boolean {
    return !this.#ended && this.#rest.length - at < longest;
  }

  /** Code within a line goes up to as many backticks as began it; without them they are characters like others. */
  #codeEnd(at: number, ticks: string): number {
    const from = at + ticks.length;
    const line = this.#rest.indexOf('\n', from);
    const within = this.#rest.slice(from, line < 0 ? undefined : line);
    const close = within.search(new RegExp(`(?<!\`)${ticks}(?!\`)`));
    if (close >= 0) return from + close + ticks.length;
    return line < 0 && this.#canWait(at, LONGEST_CODE) ? at : from;
  }

  #startLine(): void {
    this.#isLineStart = true;
    this.#statement = undefined;
    this.#isOver = false;
    this.#isGlued = false;
  }

  #mark(marker: string): void {
    const statement = this.#statement;
    this.#isOver = true;
    if (!statement) return;
    this.#news.push(marker);
    const spans = this.found.get(marker);
    if (spans) spans.push({ ...statement });
    else this.found.set(marker, [{ ...statement }]);
  }

  /** A word, or what ends a sentence. The marks after the last word begin no statement. */
  #say(from: number, to: number, isEnd: boolean): void {
    const [start, end] = [this.#at + from, this.#at + to];
    if (this.#isOver || !this.#statement) {
      const first = this.#rest[from] as string;
      if (isEnd || /[.!?…]/.test(first) || (this.#isGlued && CLOSERS.includes(first))) return;
      this.#statement = { start, end };
    }
    this.#statement.end = end;
    this.#isOver = isEnd;
  }
}
