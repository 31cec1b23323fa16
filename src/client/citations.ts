import type { CitedPlace, CitedSource, PartKey } from '../delta.ts';
import type { TextPart } from '../message.ts';
import type { Citation } from '../types.ts';
import { CitedSources } from './cited-sources.ts';
import { type Cited, CitedText, LATER } from './cited-text.ts';
import type { Span } from './marker-scan.ts';

/** A citation, and where it belongs if that is still to be told. */
interface Placed {
  /** Its place in the order of arrival. */
  nth: number;
  citation: Citation;
  place?: CitedPlace | undefined;
  /** Whose place it is; unknown until a part under its key begins. */
  text?: CitedText<Placed> | undefined;
  /** How many of its spans are told. */
  told: number;
}

/** A text part of the answer, to those who let it grow. */
export type OpenedText = CitedText<Placed>;

/**
 * The citations of an answer, with their spans in `response.content`: its text parts, joined. Each is told when its span is known
 * and can't move any more, and all of them at the answer's end.
 */
export class Citations {
  readonly #tell: (citation: Citation) => void;
  readonly #all: Placed[] = [];
  readonly #sources = new CitedSources();
  /** Those that came, with their places, as text. */
  readonly #known = new Set<string>();
  /** The text parts of the answer. */
  readonly #texts: OpenedText[] = [];
  /** Where those begin before which nothing grows any more. */
  readonly #starts = new Map<OpenedText, number>();
  readonly #byKey = new Map<string, OpenedText>();
  #lastHasKey = false;
  #whole = new CitedText<Placed>(() => this.#joined());
  /** Text was added to another part than the last, so that what is known of the whole is wrong until it is complete. */
  #isShuffled = false;
  /** Those that are not told yet, or may be told again. */
  readonly #waiting = new Set<Placed>();

  constructor(tell: (citation: Citation) => void) {
    this.#tell = tell;
  }

  /** A text part has begun. One without a key grows no more when another begins. */
  open(part: TextPart, key: PartKey | undefined): OpenedText {
    if (!this.#lastHasKey) this.#texts.at(-1)?.complete();
    this.#lastHasKey = key !== undefined;
    const text = new CitedText<Placed>(() => part.text);
    this.#texts.push(text);
    if (key === undefined) return text;
    this.#byKey.set(`${key}`, text);
    for (const placed of this.#waiting) if (!placed.text && `${placed.place?.part}` === `${key}`) this.#bind(placed, text);
    return text;
  }

  /** A text part has grown. */
  grow(text: OpenedText, added: string): void {
    if (text !== this.#texts.at(-1)) this.#isShuffled = true;
    const own = text.grow(added);
    const ofWhole = this.#isShuffled ? [] : this.#whole.grow(added);
    if (own.length + ofWhole.length > 0) this.#settle([...own, ...ofWhole].sort((a, b) => a.nth - b.nth));
  }

  /** The text part under a key is complete. */
  stop(key: PartKey): void {
    this.#byKey.get(`${key}`)?.complete();
    this.#settle(this.#waiting);
  }

  /** The next part under a key is another one. */
  release(key: PartKey): void {
    this.stop(key);
    this.#byKey.delete(`${key}`);
  }

  /** Sources that citations name by their place among all of them. */
  learn(sources: readonly CitedSource[]): void {
    this.#sources.learn(sources);
  }

  /** A citation without a place, or with a span of its own, is told as it is. Streams may repeat one, which is then known. */
  add(given: Citation, place: CitedPlace | undefined, source?: number): void {
    const citation = this.#sources.describe(given, source);
    const identity = JSON.stringify([citation, place]);
    if (this.#known.has(identity)) return;
    this.#known.add(identity);
    const isPlaced = place && citation.start === undefined && citation.end === undefined;
    const placed: Placed = { nth: this.#all.length, citation, place: isPlaced ? place : undefined, told: 0 };
    this.#all.push(placed);
    if (!placed.place) {
      this.#tell(citation);
      return;
    }
    const { part } = placed.place;
    this.#waiting.add(placed);
    const text = part === undefined || part === null ? this.#whole : this.#byKey.get(`${part}`);
    if (text) this.#bind(placed, text);
  }

  /** Tells what is left: the answer is at its end, or nothing more of it comes. */
  close(): void {
    for (const text of this.#texts) text.complete();
    // One that was told to be complete may have grown all the same.
    this.#starts.clear();
    if (this.#isShuffled) this.#rejoin();
    this.#whole.complete();
    this.#settle(this.#waiting);
    for (const { citation } of this.#waiting) this.#tell(citation);
    this.#waiting.clear();
  }

  /** All of them in the order of their arrival, each once for every place. Asked when the answer is at its end. */
  list(): Citation[] {
    return this.#all.flatMap((placed) => {
      const { spans } = this.#find(placed);
      return spans.length > 0 ? spans.map((span) => ({ ...placed.citation, ...span })) : [placed.citation];
    });
  }

  #bind(placed: Placed, text: OpenedText): void {
    placed.text = text;
    this.#settleOne(placed);
    if (this.#waiting.has(placed)) text.wait(placed);
  }

  #settle(some: Iterable<Placed>): void {
    for (const placed of some) this.#settleOne(placed);
  }

  #settleOne(placed: Placed): void {
    const { spans, isFinal } = this.#find(placed);
    for (const span of spans.slice(placed.told)) this.#tell({ ...placed.citation, ...span });
    placed.told = Math.max(placed.told, spans.length);
    if (!isFinal) return;
    if (placed.told === 0) this.#tell(placed.citation);
    this.#waiting.delete(placed);
  }

  #find({ place, text }: Placed): Cited {
    if (!place || !text) return LATER;
    const found = text.find(place);
    if (found.spans.length === 0) return found;
    const before = this.#lengthBefore(text);
    if (before === undefined) return LATER;
    return before === 0 ? found : { ...found, spans: found.spans.map((span) => moved(span, before)) };
  }

  /** `undefined` while one of the parts before it may grow. */
  #lengthBefore(text: OpenedText): number | undefined {
    if (text === this.#whole) return this.#isShuffled ? undefined : 0;
    for (let nth = this.#starts.size; nth < this.#texts.length; nth += 1) {
      const before = this.#texts[nth - 1];
      if (before && !before.isComplete) break;
      this.#starts.set(this.#texts[nth] as OpenedText, before ? (this.#starts.get(before) as number) + before.length : 0);
    }
    return this.#starts.get(text);
  }

  #rejoin(): void {
    const whole = new CitedText<Placed>(() => this.#joined());
    for (const placed of this.#all) if (placed.text === this.#whole) placed.text = whole;
    this.#whole = whole;
    this.#isShuffled = false;
  }

  #joined(): string {
    return this.#texts.map((text) => text.read()).join('');
  }
}

function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
