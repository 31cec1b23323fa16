import type { FilePart, ImagePart, JsonObject, Wire } from '../../src/plugin.ts';
import type { AnthropicCall } from './api.ts';
import { refusal } from './refusal.ts';

/** What the API takes of [images](https://platform.claude.com/docs/en/build-with-claude/vision) and documents. */
export const MEDIA: Wire['media'] = {
  image: { sources: ['url', 'data'], types: /^image\/(?:png|jpeg|gif|webp)$/ },
  file: { sources: ['url', 'data'], types: /^(?:application\/pdf|text\/[\w.+-]+)$/ },
};

/**
 * An image, or a [document](https://platform.claude.com/docs/en/build-with-claude/pdf-support): a PDF, or text of any kind, which the API
 * knows as plain text alone.
 *
 * @throws {InvalidInputError} for a text that is no UTF-8, and for the URL of one.
 */
export function encodeMedia(part: ImagePart | FilePart, call: Pick<AnthropicCall, 'provider' | 'model'>): JsonObject {
  if (part.type === 'image') return { type: 'image', source: sourceOf(part) };
  const isText = part.mediaType?.startsWith('text/');
  const title = part.name === undefined ? {} : { title: part.name };
  return { type: 'document', source: isText ? textSourceOf(part, call) : sourceOf(part), ...title };
}

function sourceOf({ url, base64, mediaType }: ImagePart | FilePart): JsonObject {
  return url === undefined ? { type: 'base64', media_type: mediaType, data: base64 } : { type: 'url', url };
}

function textSourceOf({ url, base64 = '', mediaType }: FilePart, call: Pick<AnthropicCall, 'provider' | 'model'>): JsonObject {
  if (url !== undefined) throw refusal(call, `messages: a file of the type ${mediaType} is not taken by its url; give its data`);
  try {
    const data = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
    return { type: 'text', media_type: 'text/plain', data };
  } catch {
    throw refusal(call, `messages: a file of the type ${mediaType} must be UTF-8; convert it, or give it as text`);
  }
}
