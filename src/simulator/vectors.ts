import { digest, tokensOf } from './answer.ts';

/** The length of a vector where nobody asks for another. */
const DIMENSIONS = 8;

/** How many hexadecimal digits make a number, and how many numbers a digest. */
const DIGITS = 8;
const NUMBERS = 8;

/** A vector of length 1 that depends on the text alone; each number is one that 32 bits hold. */
export function vectorOf(text: string, dimensions = DIMENSIONS): number[] {
  const blocks = Array.from({ length: Math.ceil(dimensions / NUMBERS) }, (_, index) => digest('vector', index, text));
  const raw = Array.from({ length: dimensions }, (_, index) => {
    const from = (index % NUMBERS) * DIGITS;
    return Number.parseInt(blocks[Math.floor(index / NUMBERS)]?.slice(from, from + DIGITS) ?? '', 16) / 2 ** 31 - 1;
  });
  const length = Math.hypot(...raw);
  return Array.from(Float32Array.from(raw, (value) => value / length));
}

/** The same as base64 of 32-bit floats, the lowest byte first. */
export function packed(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}

/** How well a document answers a query, from 0 to 1: the share of the query's words that it has, a little less for longer ones. */
export function relevanceOf(query: string, document: string): number {
  const words = (text: string) => tokensOf(text.toLowerCase()).map((token) => token.trim());
  const asked = new Set(words(query));
  const has = new Set(words(document));
  const share = [...asked].filter((word) => has.has(word)).length / Math.max(1, asked.size);
  return Number((share / (1 + has.size / 1000)).toFixed(6));
}

/** The places of the documents, the best first, and of each its score; no more than the `most` best. */
export function ranked(query: string, documents: readonly string[], most = documents.length): { index: number; score: number }[] {
  const scored = documents.map((document, index) => ({ index, score: relevanceOf(query, document) }));
  return scored.toSorted((a, b) => b.score - a.score || a.index - b.index).slice(0, most);
}
