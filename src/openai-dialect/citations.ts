import type { CitedPlace, Delta } from '../delta.ts';
import type { Json, JsonObject } from '../message.ts';
import type { ChatAnswer, Source, UrlCitation } from './api.ts';
import type { DialectFacts } from './facts.ts';
import { listOf, objectOf, textOf } from './values.ts';

/** The pages that a message cites, at their places. */
export function addAnnotations(deltas: Delta[], annotations: unknown): void {
  for (const { type, url_citation: cited } of listOf<{ type?: string; url_citation?: UrlCitation }>(annotations)) {
    if (type !== 'url_citation' || !cited) continue;
    const { start_index: start, end_index: end } = cited;
    // Two zeros say that there is no place.
    const isPlaced = typeof start === 'number' && typeof end === 'number' && start < end;
    addCitation(deltas, cited, { ...cited }, isPlaced ? { start, end, unit: 'codepoint' } : undefined);
  }
}

/** What Mistral puts behind the words that it cites for. */
export function addReference(deltas: Delta[], part: Source): void {
  addCitation(deltas, part, part as JsonObject);
}

/** The addresses or pages beside an answer, whose number is their place in the list; a page tells the title of its address. */
export function addSources(deltas: Delta[], answer: ChatAnswer, { citationMarkers }: DialectFacts): void {
  const pages = listOf<Json>(answer.search_results);
  const titled = new Map(pages.map((page) => [objectOf(page)?.url, page]));
  for (const [index, told] of listOf<Json>(answer.citations ?? pages).entries()) {
    const raw = typeof told === 'string' ? (titled.get(told) ?? told) : told;
    const source: Source = objectOf(raw) ?? { url: raw };
    if (typeof source.url === 'string')
      addCitation(deltas, source, raw, citationMarkers ? { marker: `[${index + 1}]` } : undefined);
  }
}

function addCitation(deltas: Delta[], { url, title }: Source, raw: Json, place?: CitedPlace): void {
  const citation = { title: textOf(title) || undefined, url: textOf(url) || undefined, raw };
  deltas.push(place ? { type: 'citation', citation, place } : { type: 'citation', citation });
}
