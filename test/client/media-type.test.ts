import { describe, expect, it } from '@jest/globals';
import { bareType, isMediaType, readType } from '../../src/client/media-type.ts';
import { BYTES } from '../support/media.ts';

const read = (kind: 'image' | 'file', bytes: Buffer, given?: string) => readType(kind, bytes.toString('latin1'), given);

describe('readType', () => {
  it.each([
    ['png', 'image/png'],
    ['jpeg', 'image/jpeg'],
    ['gif', 'image/gif'],
    ['webp', 'image/webp'],
    ['bmp', 'image/bmp'],
    ['tiff', 'image/tiff'],
    ['bigTiff', 'image/tiff'],
    ['avif', 'image/avif'],
    ['avifByAnother', 'image/avif'],
    ['heic', 'image/heic'],
    ['heif', 'image/heif'],
  ] as const)('knows %s by its bytes', (name, mediaType) => {
    for (const kind of ['image', 'file'] as const) {
      expect(read(kind, BYTES[name])).toEqual({ mediaType });
      expect(read(kind, BYTES[name], 'application/octet-stream')).toEqual({ mediaType });
      expect(read(kind, BYTES[name], mediaType.toUpperCase())).toEqual({ mediaType });
    }
  });

  it.each([
    ['image', 'jpeg', 'image/jpg', 'image/jpeg'],
    ['image', 'heic', 'image/heif', 'image/heif'],
    ['image', 'heif', 'image/heic', 'image/heic'],
    ['image', 'tiff', 'image/x-adobe-dng', 'image/x-adobe-dng'],
    ['image', 'svg', 'image/svg+xml', 'image/svg+xml'],
    ['file', 'pdf', undefined, 'application/pdf'],
    ['file', 'latePdf', undefined, 'application/pdf'],
    ['file', 'latePdf', 'application/pdf', 'application/pdf'],
    ['file', 'latePdf', 'text/plain', 'text/plain'],
    ['file', 'csv', 'text/csv; charset=utf-8', 'text/csv; charset=utf-8'],
    ['file', 'mp4', 'video/mp4', 'video/mp4'],
    ['file', 'csv', 'application/octet-stream', 'application/octet-stream'],
  ] as const)('takes as %s the bytes of %s that are said to be %s', (kind, name, given, mediaType) => {
    expect(read(kind, BYTES[name], given)).toEqual({ mediaType });
  });

  it.each([
    ['image', 'png', 'image/jpeg', 'the bytes are image/png, not image/jpeg'],
    ['image', 'png', 'image/heic', 'the bytes are image/png, not image/heic'],
    ['image', 'html', 'image/png', 'the bytes are no image/png'],
    ['image', 'html', undefined, 'the bytes are no image of a known type'],
    ['image', 'svg', undefined, 'the bytes are no image of a known type'],
    ['image', 'mp4', undefined, 'the bytes are no image of a known type'],
    ['image', 'pdf', undefined, 'the bytes are application/pdf, no image; give it in a part of type "file"'],
    ['image', 'pdf', 'application/pdf', 'application/pdf is no image; give it in a part of type "file"'],
    ['image', 'pdf', 'image/x-strange', 'the bytes are application/pdf, not image/x-strange'],
    ['file', 'pdf', 'application/json', 'the bytes are application/pdf, not application/json'],
    ['file', 'html', 'application/pdf', 'the bytes are no application/pdf'],
    ['file', 'gif', 'text/plain', 'the bytes are image/gif, not text/plain'],
    ['file', 'csv', undefined, 'the bytes do not tell what it is; give its mediaType'],
  ] as const)('refuses as %s the bytes of %s that are said to be %s', (kind, name, given, problem) => {
    expect(read(kind, BYTES[name], given)).toEqual({ problem: expect.stringContaining(problem) });
  });

  it('does not fail on a few bytes', () => {
    for (const bytes of Object.values(BYTES)) {
      for (let length = 0; length < 12; length += 1) expect(() => read('file', bytes.subarray(0, length))).not.toThrow();
    }
  });
});

describe('isMediaType', () => {
  it.each(['image/png', 'application/vnd.ms-excel', 'image/svg+xml', 'text/plain; charset=utf-8'])('takes %s', (type) => {
    expect(isMediaType(type)).toBe(true);
  });

  it.each(['', 'png', 'image/*', 'image/', '/png', 'image/png\r\nx: y', ' image/png', 'a b/c', 5, null])('refuses %j', (type) => {
    expect(isMediaType(type)).toBe(false);
  });
});

describe('bareType', () => {
  it('leaves out the parameters', () => {
    expect(bareType('text/plain ; charset=utf-8')).toBe('text/plain');
    expect(bareType('text/plain')).toBe('text/plain');
  });
});
