import { isUint8Array } from 'node:util/types';
import type { FilePart, ImagePart } from '../message.ts';
import { HEAD_BYTES, isMediaType, readType } from './media-type.ts';

/** An image or a file of the caller's. */
export type MediaPart = ImagePart | FilePart;

/** Where the bytes are: elsewhere, or here. */
export type Source = { url: string } | Bytes;

/** Bytes that go with the request. */
interface Bytes {
  mediaType: string;
  base64(): string;
}

/** What is refused, and which member of the part it is in. */
export interface MediaProblem {
  problem: string;
  member: string;
}

/** What was read from a text, which can be megabytes, and can't change as bytes can. */
const READ = new WeakMap<MediaPart, { of: MediaPart; source: Source | MediaProblem }>();

/** Where a part's bytes are and of what type they are, or why it can't be sent. Never quotes them, nor a URL, which may hold a key. */
export function readSource(part: MediaPart): Source | MediaProblem {
  const known = READ.get(part);
  if (known && (['type', 'url', 'data', 'base64', 'mediaType'] as const).every((member) => known.of[member] === part[member]))
    return known.source;
  const source = read(part);
  if (part.data === undefined) READ.set(part, { of: { ...part }, source });
  return source;
}

function read(part: MediaPart): Source | MediaProblem {
  const { url, data, base64 } = part;
  if (data !== undefined) return readData(part, data);
  if (base64 !== undefined) return readBase64(part, base64, 'base64', part.mediaType);
  if (typeof url !== 'string' || url === '') return { member: 'url', problem: 'must be a string that is not empty' };
  return /^data:/i.test(url) ? readDataUrl(part, url) : checkUrl(url);
}

function readData(part: MediaPart, data: unknown): Bytes | MediaProblem {
  if (!isUint8Array(data)) return { member: 'data', problem: 'must be a Uint8Array, such as a Buffer' };
  if (data.length === 0) return { member: 'data', problem: 'is empty' };
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return typed(part, bytes, part.mediaType, () => bytes.toString('base64'), 'data');
}

function readBase64(part: MediaPart, base64: unknown, member: string, mediaType: string | undefined): Bytes | MediaProblem {
  const problem = typeof base64 === 'string' ? flawOf(base64) : 'must be a string';
  if (problem || typeof base64 !== 'string') return { member, problem: problem as string };
  // A fourth more characters than bytes: what is cut off at the end is not looked at.
  const head = Buffer.from(base64.slice(0, HEAD_BYTES * 2), 'base64');
  return typed(part, head, mediaType, () => base64, member);
}

/** What is wrong with base64, found without decoding it. */
function flawOf(base64: string): string | undefined {
  if (base64 === '') return 'is empty';
  const at = base64.search(/[^A-Za-z0-9+/]/);
  if (at < 0 || /^={1,2}$/.test(base64.slice(at, at + 3)))
    return base64.length % 4 === 0 ? undefined : 'is cut off or lacks its padding: its length is no multiple of 4';
  if (/^data:/i.test(base64)) return 'is a data: URL; give it as url';
  if (/[-_]/.test(base64[at] as string)) return 'is base64url; give base64, with + and / in the place of - and _';
  const isSpaced = /^={0,2}\s/.test(base64.slice(at, at + 3));
  return `is no base64: the character at ${isSpaced ? `${base64.search(/\s/)} is none of it (white space)` : `${at} is none of it`}`;
}

function readDataUrl(part: MediaPart, url: string): Bytes | MediaProblem {
  const comma = url.indexOf(',');
  if (comma < 0) return { member: 'url', problem: 'is no well-formed data: URL: it has no comma' };
  const [, type = '', encoding] = /^data:(.*?)(;\s*base64)?$/is.exec(url.slice(0, comma)) ?? [];
  if (type !== '' && !type.startsWith(';') && !isMediaType(type))
    return { member: 'url', problem: 'is no well-formed data: URL: it does not begin with a media type' };
  const mediaType = part.mediaType ?? (type.startsWith(';') ? undefined : type);
  const content = url.slice(comma + 1);
  if (encoding) return readBase64(part, content, 'url', mediaType);
  if (content === '') return { member: 'url', problem: 'is empty' };
  const bytes = percentDecoded(content);
  return typed(part, bytes, mediaType, () => bytes.toString('base64'), 'url');
}

function percentDecoded(text: string): Buffer {
  const bytes = Buffer.from(text).toString('latin1');
  return Buffer.from(
    bytes.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

function typed(
  { type }: MediaPart,
  bytes: Buffer,
  given: string | undefined,
  base64: () => string,
  member: string,
): Bytes | MediaProblem {
  const read = readType(type, bytes.subarray(0, HEAD_BYTES).toString('latin1'), given);
  return 'problem' in read ? { member: given ? 'mediaType' : member, ...read } : { ...read, base64 };
}

/** Any scheme that names something on a network: some APIs have their own, such as `gs:`. */
function checkUrl(url: string): { url: string } | MediaProblem {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1]?.toLowerCase();
  const isLocal = !scheme || ['file', 'blob', 'javascript', 'about'].includes(scheme);
  if (isLocal || !URL.canParse(url) || /[\s\p{Cc}]/u.test(url))
    return { member: 'url', problem: 'must be an http(s): or data: URL; nothing is read from disk, so give a file as data' };
  return { url };
}
