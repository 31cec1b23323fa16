import type { Citation, Delta } from '../../src/plugin.ts';
import type { Candidate, CitationMetadata, GroundingMetadata, GroundingSupport, Source } from './api.ts';

/**
 * What an answer rests on, and what it recites. The API tells places in bytes of a part, so spans of the text are left out; its
 * own words are in `raw`.
 */
export function citationsOf(candidate: Candidate | undefined): Delta[] {
  const { groundingMetadata, citationMetadata } = candidate ?? {};
  if (!groundingMetadata && !citationMetadata) return [];
  const citations = [...groundings(groundingMetadata ?? {}), ...recitations(citationMetadata ?? {})];
  return citations.map((citation) => ({ type: 'citation', citation }));
}

/** One for each source of a segment. */
function groundings({ groundingChunks, groundingSupports }: GroundingMetadata): Citation[] {
  const sources = list(groundingChunks).map((chunk) => Object.values(chunk ?? {})[0]);
  return list(groundingSupports).flatMap((support): Citation[] => {
    const { segment, groundingChunkIndices } = (support ?? {}) as GroundingSupport;
    const text = textOf(segment?.text);
    return list(groundingChunkIndices).map((index) => ({ text, ...describe(sources[index]), raw: support }));
  });
}

function recitations({ citations, citationSources }: CitationMetadata): Citation[] {
  const named = list(citations ?? citationSources).map((raw) => ({ ...describe(raw), raw }));
  return named.filter(({ title, url }) => title || url);
}

function describe(source: Source | null | undefined): Pick<Citation, 'title' | 'url'> {
  return { title: textOf(source?.title), url: textOf(source?.uri) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function list<T>(value: readonly T[] | null | undefined): readonly T[] {
  return Array.isArray(value) ? value : [];
}
