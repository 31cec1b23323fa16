import type { FilePart, ImagePart } from '../message.ts';

/** How much of a file is looked at: a PDF may have this much before its header. */
export const HEAD_BYTES = 1024;

const PDF = 'application/pdf';
const ANY = 'application/octet-stream';

/** What files begin with, one character a byte. Each is more than a text could begin with by chance. */
const SIGNATURES: readonly (readonly [type: string, isIt: (head: string) => boolean])[] = [
  ['image/png', (head) => head.startsWith('\x89PNG\r\n\x1a\n')],
  ['image/jpeg', (head) => head.startsWith('\xff\xd8\xff')],
  ['image/gif', (head) => /^GIF8[79]a/.test(head)],
  ['image/webp', (head) => head.startsWith('RIFF') && head.startsWith('WEBP', 8)],
  ['image/bmp', (head) => head.startsWith('BM') && head.startsWith('\0\0\0\0', 6)],
  ['image/tiff', (head) => /^(?:II[*+]\0|MM\0[*+])/.test(head)],
  ['image/avif', (head) => hasBrand(head, /^avi[fs]$/)],
  ['image/heic', (head) => hasBrand(head, /^he(?:i[cmsx]|v[cmsx])$/)],
  ['image/heif', (head) => hasBrand(head, /^m(?:i|s)f1$/)],
  [PDF, (head) => head.startsWith('%PDF-')],
];

/** The types that are known by their bytes. */
export const KNOWN_TYPES: readonly string[] = SIGNATURES.map(([type]) => type);

/** Other names of the same types. */
const ALIASES: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'image/x-ms-bmp': 'image/bmp',
  'application/x-pdf': PDF,
};

/** A media type without its parameters. */
export function bareType(mediaType: string): string {
  return mediaType.replace(/\s*;.*$/s, '');
}

/** Whether a text has the form of a media type. */
export function isMediaType(value: unknown): value is string {
  return typeof value === 'string' && /^[\w!#$&^.+-]{1,64}\/[\w!#$&^.+-]{1,64}\s*(?:;[\x20-\x7e]{0,200})?$/.test(value);
}

/**
 * The media type of an image or a file, by its first bytes and by what the caller says of it.
 *
 * @returns what is wrong, where the two do not agree or do not tell it.
 */
export function readType(
  kind: (ImagePart | FilePart)['type'],
  head: string,
  given: string | undefined,
): { mediaType: string } | { problem: string } {
  const known = SIGNATURES.find(([, isIt]) => isIt(head))?.[0];
  const said = given && canonical(given);
  if (!said || bareType(said) === ANY) return kind === 'image' ? imageOf(known) : fileOf(known, head, said);
  const bare = bareType(said);
  if (kind === 'image' && !isImage(bare)) return { problem: `${bare} is no image; give it in a part of type "file"` };
  if (known && contradicts(bare, known)) return { problem: `the bytes are ${known}, not ${bare}` };
  if (!known && isUnlike(bare, head)) return { problem: `the bytes are no ${bare}` };
  // Parameters say nothing of an image, and APIs know its type only without.
  return { mediaType: kind === 'image' ? bare : said };
}

function imageOf(known: string | undefined): { mediaType: string } | { problem: string } {
  if (known && isImage(known)) return { mediaType: known };
  if (known) return { problem: `the bytes are ${known}, no image; give it in a part of type "file"` };
  return { problem: `the bytes are no image of a known type (${KNOWN_TYPES.filter(isImage).join(', ')})` };
}

function fileOf(known: string | undefined, head: string, said: string | undefined): { mediaType: string } | { problem: string } {
  const mediaType = known ?? (head.includes('%PDF-') ? PDF : said);
  return mediaType ? { mediaType } : { problem: 'the bytes do not tell what it is; give its mediaType, such as "text/csv"' };
}

/** Images have more types than are known here, some of which begin like a known one; `heic` is a kind of `heif`. */
function contradicts(bare: string, known: string): boolean {
  const isHeif = [bare, known].every((type) => /^image\/hei[cf]$/.test(type));
  if (bare === known || isHeif) return false;
  return KNOWN_TYPES.includes(bare) || !(isImage(bare) && isImage(known));
}

/** A type that would be known by its bytes, and is not. */
function isUnlike(bare: string, head: string): boolean {
  return KNOWN_TYPES.includes(bare) && !(bare === PDF && head.includes('%PDF-'));
}

function isImage(type: string): boolean {
  return type.startsWith('image/');
}

/** A type by its usual name, in lower case; its parameters stay. */
export function canonical(given: string): string {
  const [bare = '', ...parameters] = given.trim().split(/(?=\s*;)/);
  const lower = bare.toLowerCase();
  return [ALIASES[lower] ?? lower, ...parameters].join('');
}

/** The brands in the first box of a file of the ISO's base media format: the one that it is made for, and those it fits. */
function hasBrand(head: string, brand: RegExp): boolean {
  if (!head.startsWith('ftyp', 4)) return false;
  const brands = head.slice(8, Math.min(head.charCodeAt(3), 64)).match(/.{4}/gs) ?? [];
  return brands.some((one, index) => index !== 1 && brand.test(one));
}
