interface ImagePart {
  type: string;
  image_url?: { url?: unknown; detail?: unknown };
}

const DATA = /^data:image\/(?:png|jpeg|webp|gif);base64,([A-Za-z0-9+/]+={0,2})$/;

/** Why the images of a message are refused. */
export function imageFlaw(role: string, content: unknown): string | undefined {
  const images = imagesIn(content);
  if (images.length > 0 && role !== 'user') return 'invalid request: image_url content is only supported in user messages.';
  return images.every(({ image_url }) => isAddress(image_url?.url) && isDetail(image_url?.detail))
    ? undefined
    : 'invalid request: image_url must have a url that is http(s) or a base64 data URI of a PNG, JPEG, WEBP or GIF image.';
}

/** The images of a message: their URLs, or their bytes in base64. */
export function mediaOf(content: unknown): string[] {
  return imagesIn(content).map(({ image_url }) => {
    const url = String(image_url?.url);
    return DATA.exec(url)?.[1] ?? url;
  });
}

function imagesIn(content: unknown): ImagePart[] {
  return Array.isArray(content) ? content.filter((part: ImagePart) => part.type === 'image_url') : [];
}

function isAddress(url: unknown): boolean {
  return typeof url === 'string' && (/^https?:\/\/./.test(url) || DATA.test(url));
}

function isDetail(detail: unknown): boolean {
  return detail === undefined || ['auto', 'low', 'high'].includes(detail as string);
}
