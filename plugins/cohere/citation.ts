import type { Citation, CitedPlace, Delta, JsonObject } from '../../src/plugin.ts';
import type { CitationV1, CitationV2 } from './api.ts';
import { list, textual } from './wire.ts';

/** A citation of v2: one for each source of a span. */
export function decodeCitationV2(raw: CitationV2): Delta[] {
  const { type, content_index, sources } = raw;
  // Spans of a plan or of thinking are no spans of the answer's text.
  const isOfText = (type ?? 'TEXT_CONTENT') === 'TEXT_CONTENT';
  const place = isOfText ? placeOf(raw, content_index) : undefined;
  const pages: JsonObject[] = list(sources).map(({ document, tool_output }) => document ?? tool_output ?? {});
  return (pages.length > 0 ? pages : [{}]).map((page) => citationOf(raw, page, place));
}

/** A citation of v1. Its sources are told elsewhere, by their ids. */
export function decodeCitationV1(raw: CitationV1): Delta {
  return citationOf(raw, {}, placeOf(raw));
}

/** Documents are free maps: a title may be anything. */
function citationOf(raw: CitationV1, { title, url }: JsonObject, place: CitedPlace | undefined): Delta {
  const citation: Citation = { text: textual(raw.text), title: textual(title), url: textual(url), raw };
  return place ? { type: 'citation', citation, place } : { type: 'citation', citation };
}

/** Cohere counts code points, in the text of one block. */
function placeOf({ start, end }: CitationV1, part?: number | null): CitedPlace | undefined {
  if (typeof start !== 'number' || typeof end !== 'number') return undefined;
  return { part: part ?? undefined, start, end, unit: 'codepoint' };
}
