import type { JsonObject } from '../../message.ts';
import type { Exchange } from '../wire.ts';

/** A span of the answer, counted in code points. */
interface Span {
  start: number;
  end: number;
  text: string;
}

/** What an answer of v2 cites: all of it, or what is told behind one of its tokens. */
export function citationsV2(exchange: Exchange, content_index: number, behind?: number) {
  const sources = documentsOf(exchange).map((document) => ({ type: 'document', id: document.id, document }));
  return spansOf(exchange, behind).map((span) => ({ ...span, sources, type: 'TEXT_CONTENT', content_index }));
}

/** The same for v1. */
export function citationsV1(exchange: Exchange, behind?: number) {
  const document_ids = documentsOf(exchange).map(({ id }) => id);
  return spansOf(exchange, behind).map((span) => ({ ...span, document_ids }));
}

/** The documents as the API tells them again: flat, each with an id. */
export function documentsOf({ request }: Exchange): JsonObject[] {
  const { documents } = request.body;
  return (Array.isArray(documents) ? documents : []).map((document, index) => {
    const { id = `doc:${index}`, data, ...flat } = typeof document === 'string' ? { data: document } : (document as JsonObject);
    const told = typeof data === 'string' ? { text: data } : ((data ?? flat) as JsonObject);
    return { ...told, id };
  });
}

/** All documents of the request back the answer's second token, and the last but one. */
function spansOf(exchange: Exchange, behind?: number): Span[] {
  const { tokens } = exchange.answer;
  if (documentsOf(exchange).length === 0) return [];
  const places = [...new Set([1, tokens.length - 2])].filter((place) => place > 0 && place < tokens.length);
  return places.filter((place) => behind === undefined || place === behind).map((place) => spanAt(tokens, place));
}

function spanAt(tokens: readonly string[], place: number): Span {
  const text = (tokens[place] ?? '').trimStart();
  const end = [...tokens.slice(0, place + 1).join('')].length;
  return { start: end - [...text].length, end, text };
}
