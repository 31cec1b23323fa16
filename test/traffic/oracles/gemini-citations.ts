import type { Json, JsonObject } from '../../../src/message.ts';
import { countOf, objectOf, objectsOf, stringOf } from './dialect.ts';

interface Cited {
  url: string | undefined;
  /** The words as the API repeats them, where it does. */
  words: string | undefined;
  start: number;
  end: number | undefined;
}

/** What an answer's candidates cite, each told once however often a stream repeats it. */
export class CitedSources {
  readonly #cited = new Map<string, Cited>();
  #chunks: JsonObject[] = [];

  add({ groundingMetadata, citationMetadata }: JsonObject): void {
    const { groundingChunks, groundingSupports } = objectOf(groundingMetadata);
    this.#addChunks(objectsOf(groundingChunks));
    for (const { segment, groundingChunkIndices } of objectsOf(groundingSupports)) {
      for (const index of (groundingChunkIndices ?? []) as number[]) {
        const source = objectOf(Object.values(this.#chunks[index] ?? {})[0]);
        this.#add(source.uri, { ...objectOf(segment), index });
      }
    }
    const { citations, citationSources } = objectOf(citationMetadata);
    for (const { uri, title, ...place } of [...objectsOf(citations), ...objectsOf(citationSources)])
      if (uri || title) this.#add(uri, { ...place, title });
  }

  /** The addresses, and the words that stand in a text where they belong. */
  readIn(text: string): { cited: string[]; citedWords: string[] } {
    const bytes = Buffer.from(text);
    const cited = [...this.#cited.values()];
    const placed = cited.filter(({ start, end }) => end !== undefined && start < Math.min(end, bytes.length));
    return {
      cited: cited.map(({ url }) => url as string),
      citedWords: placed.map(({ words, start, end }) => words ?? bytes.subarray(start, end).toString()),
    };
  }

  /** A stream tells the new ones only, or all of them again. */
  #addChunks(chunks: JsonObject[]): void {
    const isWhole = this.#chunks.every((chunk, index) => JSON.stringify(chunk) === JSON.stringify(chunks[index]));
    this.#chunks = isWhole ? chunks : [...this.#chunks, ...chunks];
  }

  #add(uri: Json | undefined, told: JsonObject): void {
    const { text, startIndex, endIndex } = told;
    this.#cited.set(JSON.stringify([uri, told]), {
      url: stringOf(uri) || undefined,
      words: stringOf(text) || undefined,
      start: countOf(startIndex) ?? 0,
      end: countOf(endIndex),
    });
  }
}
