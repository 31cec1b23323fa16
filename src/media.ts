import type { FilePart, ImagePart } from './message.ts';

/** The address of an image or a file as a wire gets it: its URL, or its bytes as a `data:` URL. */
export function urlOf({ url, base64 = '', mediaType = 'application/octet-stream' }: ImagePart | FilePart): string {
  return url ?? `data:${mediaType};base64,${base64}`;
}
