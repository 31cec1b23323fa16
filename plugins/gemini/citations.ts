import type { Citation, CitedPlace, CitedSource, Delta } from '../../src/plugin.ts';
import type { Candidate, CitationMetadata, GeminiPart, GroundingMetadata, GroundingSupport, Segment, Source } from './api.ts';

type CitationDelta = Extract<Delta, { type: 'citation' }>;

type Parts = readonly (GeminiPart | null)[];

/**
 * What an answer rests on, and what it recites: one for each source of each segment. Places are told in bytes of a part. In a stream,
 * whose parts are pieces, it can't be seen which that is, and all text is taken for one part, as it nearly always is.
 */
export function citationsOf(candidate: Candidate | undefined, joining: 'pieces' | 'whole'): Delta[] {
  const { groundingMetadata, citationMetadata, content } = candidate ?? {};
  if (!groundingMetadata && !citationMetadata) return [];
  const parts = joining === 'whole' ? list(content?.parts) : [];
  return [...groundings(groundingMetadata ?? {}, parts), ...recitations(citationMetadata ?? {})];
}

/** Supports name their sources by the place among all that a stream has told so far. */
function groundings({ groundingChunks, groundingSupports }: GroundingMetadata, parts: Parts): Delta[] {
  const sources = list(groundingChunks).map((chunk) => describe(Object.values(chunk ?? {})[0]));
  const citations = list(groundingSupports).flatMap((support) => {
    const { segment, groundingChunkIndices } = (support ?? {}) as GroundingSupport;
    const place = segment ? placeOf(segment, parts) : undefined;
    const citation = { text: textOf(segment?.text), raw: support };
    return list(groundingChunkIndices).map((source) => ({ ...told(citation, place), source }));
  });
  return sources.length > 0 ? [{ type: 'sources', sources }, ...citations] : citations;
}

function recitations({ citations, citationSources }: CitationMetadata): Delta[] {
  const named = list(citations ?? citationSources).filter((raw) => textOf(raw?.title) || textOf(raw?.uri));
  return named.map((raw) => told({ ...describe(raw), raw }, placeOf(raw, [])));
}

function told(citation: Citation, place: CitedPlace | undefined): CitationDelta {
  return place ? { type: 'citation', citation, place } : { type: 'citation', citation };
}

/** A number that is 0 is left out; without an end nothing is known. */
function placeOf({ partIndex, startIndex, endIndex }: Segment, parts: Parts): CitedPlace | undefined {
  if (typeof endIndex !== 'number') return undefined;
  const before = parts.slice(0, numberOf(partIndex)).reduce((bytes, part) => bytes + bytesOf(part), 0);
  return { start: before + numberOf(startIndex), end: before + endIndex, unit: 'byte' };
}

function bytesOf(part: GeminiPart | null): number {
  return typeof part?.text === 'string' && !part.thought ? Buffer.byteLength(part.text) : 0;
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function describe(source: Source | null | undefined): CitedSource {
  return { title: textOf(source?.title), url: textOf(source?.uri) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function list<T>(value: readonly T[] | null | undefined): readonly T[] {
  return Array.isArray(value) ? value : [];
}
