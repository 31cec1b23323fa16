import type { CitedPlace } from '../delta.ts';
import { MarkerScan, type Span, shapeOf } from './marker-scan.ts';
import { TextIndex, type Unit } from './text-index.ts';
import { isText } from './tool-call.ts';
import { WaitingEnds } from './waiting-ends.ts';

/** Where something is cited, as far as it is known. */
export interface Cited {
  spans: readonly Span[];
  /** Nothing is added to them any more. */
  isFinal: boolean;
}

const NOWHERE: Cited = { spans: [], isFinal: true };
/** Nothing is known yet. */
export const LATER: Cited = { spans: [], isFinal: false };

const NOBODY: readonly never[] = [];

/** Who waits for a place. */
interface Waiting {
  place?: CitedPlace | undefined;
}

/** What is asked of a text. */
interface Asked<W> {
  readonly scans: Map<string, MarkerScan>;
  readonly byMarker: Map<string, MarkerScan>;
  readonly byEnd: Map<Unit, WaitingEnds<W>>;
  readonly waitingFor: Map<string, W[]>;
}

/** A text that grows, and where it is cited. It is read only from when somebody asks, and no character twice. */
export class CitedText<W extends Waiting = Waiting> {
  /** Gives the text so far. */
  readonly read: () => string;
  /** Most texts are asked nothing, and there may be thousands at once. */
  #asked: Asked<W> | undefined;
  #index: TextIndex | undefined;
  isComplete = false;

  constructor(read: () => string) {
    this.read = read;
  }

  get length(): number {
    return this.read().length;
  }

  /** Takes notice of what was added to the text, and gives those whose places may be known now. */
  grow(text: string): readonly W[] {
    this.#index?.add(text);
    if (!this.#asked) return NOBODY;
    const { byEnd, scans, waitingFor } = this.#asked;
    const ready: W[] = [];
    for (const [unit, ends] of byEnd) ready.push(...ends.reach(this.#openIndex().length(unit)));
    for (const scan of scans.values()) {
      for (const marker of scan.add(text)) ready.push(...(waitingFor.get(marker) ?? []));
    }
    return ready;
  }

  /** Has `grow` give this one when the text reaches its end, or has its marker. */
  wait(who: W): void {
    const { marker, end, unit = 'utf16' } = who.place ?? {};
    const { byEnd, waitingFor } = this.#open();
    if (marker === undefined) {
      if (end === undefined) return;
      const ends = byEnd.get(unit) ?? new WaitingEnds();
      byEnd.set(unit, ends);
      ends.add(end, who);
      return;
    }
    const others = waitingFor.get(marker);
    if (others) others.push(who);
    else waitingFor.set(marker, [who]);
  }

  complete(): void {
    if (this.isComplete) return;
    this.isComplete = true;
    this.#index?.end();
    for (const scan of this.#asked?.scans.values() ?? []) scan.end();
  }

  /** Where in this text a place is. What is no place of it is nowhere: no span is better than a wrong one. */
  find({ marker, start = 0, end, unit = 'utf16' }: CitedPlace): Cited {
    if (marker !== undefined) return this.#findMarker(marker);
    if (!isOffset(start) || !(end === undefined || (isOffset(end) && end > start))) return NOWHERE;
    if (!['utf16', 'codepoint', 'byte'].includes(unit)) return NOWHERE;
    const index = this.#openIndex();
    const length = index.length(unit);
    if (!this.isComplete && (end === undefined || end > length)) return LATER;
    return spanOf(index, start, Math.min(end ?? length, length), unit);
  }

  #findMarker(marker: string): Cited {
    if (!isText(marker)) return NOWHERE;
    const scan = this.#asked?.byMarker.get(marker) ?? this.#openScan(marker);
    return { spans: scan.found.get(marker) ?? [], isFinal: this.isComplete };
  }

  #open(): Asked<W> {
    this.#asked ??= { scans: new Map(), byMarker: new Map(), byEnd: new Map(), waitingFor: new Map() };
    return this.#asked;
  }

  #openIndex(): TextIndex {
    if (!this.#index) {
      this.#index = new TextIndex();
      this.#index.add(this.read());
      if (this.isComplete) this.#index.end();
    }
    return this.#index;
  }

  #openScan(marker: string): MarkerScan {
    const { scans, byMarker } = this.#open();
    const shape = shapeOf(marker);
    const known = scans.get(shape);
    const scan = known ?? new MarkerScan(marker);
    byMarker.set(marker, scan);
    if (known) return known;
    scans.set(shape, scan);
    scan.add(this.read());
    if (this.isComplete) scan.end();
    return scan;
  }
}

function isOffset(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function spanOf(index: TextIndex, start: number, end: number, unit: Unit): Cited {
  if (start >= end) return NOWHERE;
  const [from, to] = [index.find(start, unit), index.find(end, unit)];
  return from === undefined || to === undefined ? NOWHERE : { spans: [{ start: from, end: to }], isFinal: true };
}
