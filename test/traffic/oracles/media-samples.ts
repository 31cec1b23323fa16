/** The beginnings of files, by their types. */
const SAMPLES: Readonly<Record<string, string>> = {
  'image/png': '\x89PNG\r\n\x1a\n\0\0\0\rIHDR',
  'image/jpeg': '\xff\xd8\xff\xe0\0\x10JFIF\0',
  'image/gif': 'GIF89a\x01\0\x01\0',
  'image/webp': 'RIFF\x1a\0\0\0WEBPVP8L',
  'application/pdf': '%PDF-1.4\n',
};

/** Base64 of something that looks like a file of a type, in the place of bytes that were left out of a recording. */
export function sampleOf(mediaType: string): string {
  return Buffer.from(SAMPLES[mediaType] ?? 'Hi', 'latin1').toString('base64');
}

/** Whether bytes, as base64, are an image of another type than they are said to be. */
export function isMislabelled(base64: string, mediaType: string): boolean {
  const head = Buffer.from(base64.slice(0, 24), 'base64').toString('latin1');
  const known = Object.entries(SAMPLES).find(([, sample]) => head.startsWith(sample.slice(0, 4)))?.[0];
  return known !== undefined && known !== mediaType;
}
