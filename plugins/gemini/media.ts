import { type FilePart, type ImagePart, InvalidInputError, type JsonObject, type MediaFacts } from '../../src/plugin.ts';

const IMAGES = 'png|jpeg|jpg|webp|heic|heif|gif|avif';
const APPLICATIONS = 'pdf|json|xml|rtf|x-(javascript|typescript|python-code|ipynb\\+json)';

/**
 * The [types](https://ai.google.dev/gemini-api/docs/file-input-methods#supported-content-types) that the API takes, as bytes or by a URL
 * that it can fetch: a public one, one of its Files API, `gs:`, or one of YouTube's.
 */
export const MEDIA: { image: MediaFacts; file: MediaFacts } = {
  image: { sources: ['url', 'data'], types: new RegExp(`^image/(${IMAGES})$`, 'i') },
  file: {
    sources: ['url', 'data'],
    types: new RegExp(`^(audio|video|text)/|^image/(${IMAGES})$|^application/(${APPLICATIONS})$`, 'i'),
  },
};

/** What the ends of addresses say. */
const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  heic: 'image/heic',
  heif: 'image/heif',
  gif: 'image/gif',
  avif: 'image/avif',
  pdf: 'application/pdf',
  json: 'application/json',
  rtf: 'application/rtf',
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  htm: 'text/html',
  html: 'text/html',
  css: 'text/css',
  xml: 'text/xml',
  wav: 'audio/wav',
  mp3: 'audio/mp3',
  m4a: 'audio/m4a',
  aac: 'audio/aac',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  aiff: 'audio/aiff',
  mp4: 'video/mp4',
  mpeg: 'video/mpeg',
  mpg: 'video/mpg',
  mov: 'video/mov',
  avi: 'video/avi',
  webm: 'video/webm',
  wmv: 'video/wmv',
  flv: 'video/x-flv',
  '3gp': 'video/3gpp',
};

/** Addresses of what Google knows itself. */
const KNOWN = /^https:\/\/(generativelanguage\.googleapis\.com\/|([\w-]+\.)?youtube\.com\/|youtu\.be\/)/i;

/** An image or a file as a [part](https://ai.google.dev/api/caching#Part). */
export function mediaPartOf({ type, url, base64 = '', mediaType }: ImagePart | FilePart, provider: string): JsonObject {
  if (url === undefined) return { inlineData: { mimeType: mediaType, data: base64 } };
  const mimeType = mediaType ?? TYPES[endOf(url)];
  if (!mimeType && !KNOWN.test(url)) {
    throw new InvalidInputError(
      `messages: this API wants the type of ${type === 'image' ? 'an image' : 'a file'} whose URL does not end in a known one; give its mediaType`,
      { provider },
    );
  }
  return { fileData: { mimeType, fileUri: url } };
}

function endOf(url: string): string {
  const path = url.replace(/[?#].*$/s, '');
  return (/\.(\w{1,5})$/.exec(path)?.[1] ?? '').toLowerCase();
}
