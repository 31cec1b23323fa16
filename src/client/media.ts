import { nearest } from '../config/nearest.ts';
import type { Message, Part } from '../message.ts';
import type { MediaFacts, Wire } from '../provider.ts';
import { type MediaPart, readSource } from './media-source.ts';
import { bareType, canonical, isMediaType, KNOWN_TYPES } from './media-type.ts';
import { isText } from './tool-call.ts';

const SOURCES = ['url', 'data', 'base64'] as const;
const MEMBERS = ['type', ...SOURCES, 'mediaType', 'name', 'cache', 'providerMetadata'];

/** What other libraries call them; too far from our words to be found by their letters. */
const STRANGE: ReadonlyMap<string, string> = new Map([
  ['mimeType', 'mediaType'],
  ['mime_type', 'mediaType'],
  ['mime', 'mediaType'],
  ['filename', 'name'],
  ['uri', 'url'],
  ['image_url', 'url'],
  ['bytes', 'data'],
]);

/** Types that an API may take, to be named where it takes only some. */
const NAMED = [...KNOWN_TYPES, 'text/plain', 'text/csv', 'text/markdown', 'text/html', 'application/json'];

/** Whether a part is an image or a file. */
export function isMedia(part: Part): part is MediaPart {
  return part.type === 'image' || part.type === 'file';
}

/** What an image or a file breaks, whichever API it goes to. */
export function checkMedia(part: Record<string, unknown>, role: string, at: string): string[] {
  const { mediaType, name } = part;
  const what = part.type === 'image' ? 'an image' : 'a file';
  if (role !== 'user') return [`${at}.type: ${what} belongs into a message of the user`];
  const strange = Object.keys(part).filter((key) => !MEMBERS.includes(key));
  const misspelt = strange.flatMap((key) => {
    const near = STRANGE.get(key) ?? nearest(key, MEMBERS);
    return near ? [`${at}.${key}: is not known; did you mean "${near}"?`] : [];
  });
  if (misspelt.length > 0) return misspelt;
  if (SOURCES.filter((source) => part[source] !== undefined).length !== 1)
    return [`${at}: ${what} needs exactly one of url, data and base64`];
  if (mediaType !== undefined && !isMediaType(mediaType))
    return [`${at}.mediaType: must be a media type, such as "image/png" or "application/pdf"`];
  if (name !== undefined && !isText(name)) return [`${at}.name: must be a string that is not empty`];
  const source = readSource(part as unknown as MediaPart);
  return 'problem' in source ? [`${at}.${source.member}: ${source.problem}`] : [];
}

/** What of the images and files of a conversation an API does not take. */
export function refusedMedia(messages: readonly Message[], { capabilities, media = {} }: Wire): string[] {
  const found = messages.flatMap(({ content }, message) =>
    typeof content === 'string'
      ? []
      : content.flatMap((part, index) => (isMedia(part) ? [{ part, at: `messages[${message}].content[${index}]` }] : [])),
  );
  if (found.length > 0 && !capabilities.includes('vision'))
    return ['messages: images and files are not sent to this API (no capability "vision")'];
  return found.flatMap(({ part, at }) => {
    const problem = refusalOf(part, media[part.type]);
    return problem ? [`${at}${problem}`] : [];
  });
}

function refusalOf(part: MediaPart, facts: MediaFacts | undefined): string | undefined {
  const [one, many] = part.type === 'image' ? ['an image', 'images'] : ['a file', 'files'];
  if (!facts) return `.type: ${many} are not sent to this API`;
  const source = readSource(part);
  if ('problem' in source) return undefined;
  const isUrl = 'url' in source;
  if (isUrl && !facts.sources.includes('url'))
    return `.url: this API takes no URL of ${one}; give data or base64, as nothing is fetched for you`;
  if (!isUrl && !facts.sources.includes('data'))
    return `: this API takes ${one} by its URL only; put it where the API can fetch it, and give the url`;
  const mediaType = bareType(isUrl ? canonical(part.mediaType ?? '') : source.mediaType);
  if (mediaType === '' || !facts.types || mediaType.search(facts.types) >= 0) return undefined;
  const { types } = facts;
  const taken = NAMED.filter((type) => type.search(types) >= 0);
  const hint = part.type === 'file' && mediaType.startsWith('image/') ? '; an image belongs into a part of type "image"' : '';
  return `: this API takes no ${mediaType}${taken.length > 0 ? ` (it takes ${taken.join(', ')})` : ''}${hint}`;
}

/** An image or a file as a wire gets it: by a URL that is no `data:`, or by base64 and its type. */
export function prepareMedia(part: MediaPart): MediaPart {
  const source = readSource(part);
  if ('problem' in source) return part;
  if ('url' in source) return part.mediaType ? { ...part, mediaType: canonical(part.mediaType) } : part;
  const { url, data, base64, ...rest } = part;
  return { ...rest, base64: source.base64(), mediaType: source.mediaType };
}
