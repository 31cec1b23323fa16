import { urlOf } from '../media.ts';
import type { FilePart, ImagePart, JsonObject } from '../message.ts';
import type { DialectFacts } from './facts.ts';
import { objectOf } from './values.ts';

/** An image or a file as a block of a message. */
export function mediaBlock(part: ImagePart | FilePart, { fileBlock = 'file' }: DialectFacts): JsonObject {
  const url = urlOf(part);
  if (part.type === 'image') return { type: 'image_url', image_url: { url } };
  const { name, base64 } = part;
  switch (fileBlock) {
    case 'document_url':
      return { type: 'document_url', document_url: url, ...(name !== undefined && { document_name: name }) };
    case 'file_url':
      // The bytes come without the `data:` before them.
      return { type: 'file_url', file_url: { url: base64 ?? url }, ...(name !== undefined && { file_name: name }) };
    default:
      return { type: 'file', file: { filename: name ?? 'document.pdf', file_data: url } };
  }
}

/** A block with what the caller adds for this provider: inside of what it has too. */
export function withOwn(block: JsonObject, own: JsonObject): JsonObject {
  const merged = Object.entries(own).map(([key, value]) => {
    const [there, added] = [objectOf(block[key]), objectOf(value)];
    return [key, there && added ? { ...there, ...added } : value];
  });
  return { ...block, ...Object.fromEntries(merged) };
}
