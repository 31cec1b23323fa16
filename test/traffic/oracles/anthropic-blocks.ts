import type { Json, JsonObject, Part } from '../../../src/message.ts';
import { objectOf, objectsOf, stringOf } from './dialect.ts';
import { sampleOf } from './media-samples.ts';

/** Whether a block is marked for the cache for as long as is usual. */
export function isMark(cache_control: Json | undefined): boolean {
  const { type, ttl = '5m', ...others } = objectOf(cache_control);
  return type === 'ephemeral' && ttl === '5m' && Object.keys(others).length === 0;
}

/** What the project has no word for is kept for the provider. */
export function metadataOf(members: JsonObject): { providerMetadata?: Record<string, JsonObject> } {
  return Object.keys(members).length > 0 ? { providerMetadata: { anthropic: members } } : {};
}

/** An image or a document as the project has it, if it has such a one. */
export function mediaPartOf({ type, source, title, cache_control, ...others }: JsonObject): Part | undefined {
  const kind = type === 'image' ? 'image' : type === 'document' ? 'file' : undefined;
  const bytes = bytesOf(objectOf(source));
  if (!kind || !bytes) return undefined;
  const isUsual = isMark(cache_control);
  return {
    type: kind,
    ...bytes,
    ...(title && { name: stringOf(title) }),
    ...(isUsual && { cache: true }),
    ...metadataOf({ ...others, ...(cache_control && !isUsual && { cache_control }) }),
  };
}

function bytesOf(source: JsonObject): { url: string } | { base64: string; mediaType: string } | undefined {
  const { type, url, media_type, data } = withSample(source);
  if (type === 'url') return { url: stringOf(url) };
  if (type !== 'base64' && type !== 'text') return undefined;
  const base64 = type === 'text' ? Buffer.from(stringOf(data)).toString('base64') : stringOf(data);
  return { base64, mediaType: stringOf(media_type) };
}

/** Long bytes were left out of the recordings. */
function withSample(source: JsonObject): JsonObject {
  const { type, data, media_type } = source;
  const isGone = type === 'base64' && stringOf(data).startsWith('<elided');
  return isGone ? { ...source, data: sampleOf(stringOf(media_type)) } : source;
}

/**
 * One of the ways to write a request: the API takes turns of one role that follow each other for one, a mark lasts five minutes where
 * nobody says how long, and the form of the answer had another place before.
 */
export function canonicalMessages({ messages, system, output_format, ...body }: JsonObject): JsonObject {
  const turns: JsonObject[] = [];
  for (const { role, content } of objectsOf(messages)) {
    const last = turns.at(-1);
    if (last && last.role === role) last.content = [...blocksOf(last.content), ...blocksOf(content)];
    else turns.push({ role, content: typeof content === 'string' ? content : blocksOf(content) });
  }
  return {
    ...body,
    ...(output_format && { output_config: { ...objectOf(body.output_config), format: output_format } }),
    ...(system && { system: typeof system === 'string' ? system : blocksOf(system) }),
    messages: turns,
  };
}

function blocksOf(content: Json | undefined): JsonObject[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return objectsOf(content).map((block) => ({
    ...block,
    ...(block.source && typeof block.source === 'object' && { source: withSample(objectOf(block.source)) }),
    ...(isMark(block.cache_control) && { cache_control: { type: 'ephemeral' } }),
  }));
}
