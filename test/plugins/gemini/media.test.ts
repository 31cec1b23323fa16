import { describe, expect, it } from '@jest/globals';
import { MEDIA, mediaPartOf } from '../../../plugins/gemini/media.ts';
import { InvalidInputError } from '../../../src/plugin.ts';

const file = (url: string, mediaType?: string) => mediaPartOf({ type: 'file', url, mediaType }, 'gemini');

describe('an image or a file', () => {
  it('is sent as its bytes', () => {
    expect(mediaPartOf({ type: 'image', base64: 'iVBO', mediaType: 'image/png' }, 'gemini')).toEqual({
      inlineData: { mimeType: 'image/png', data: 'iVBO' },
    });
    expect(mediaPartOf({ type: 'file', base64: 'JVBE', mediaType: 'application/pdf', name: 'a.pdf' }, 'gemini')).toEqual({
      inlineData: { mimeType: 'application/pdf', data: 'JVBE' },
    });
  });

  it.each([
    ['https://example.com/a/photo.JPG', 'image/jpeg'],
    ['https://example.com/paper.pdf?token=a.png#page=2', 'application/pdf'],
    ['gs://bucket/talk.mp3', 'audio/mp3'],
    ['https://example.com/clip.3gp', 'video/3gpp'],
  ])('is sent by its URL, of the type that its end tells: %s', (url, mimeType) => {
    expect(file(url)).toEqual({ fileData: { mimeType, fileUri: url } });
  });

  it('is of the type that the caller says', () => {
    const fileUri = 'https://example.com/a.png';
    expect(file(fileUri, 'image/webp')).toEqual({ fileData: { mimeType: 'image/webp', fileUri } });
  });

  it.each([
    'https://generativelanguage.googleapis.com/v1beta/files/lyznmka9w110',
    'https://www.youtube.com/watch?v=9hE5-98ZeCg',
    'https://youtu.be/9hE5-98ZeCg',
  ])('needs no type where Google knows it: %s', (fileUri) => {
    expect(file(fileUri)).toEqual({ fileData: { mimeType: undefined, fileUri } });
  });

  it.each(['https://example.com/picture?id=7', 'gs://bucket/notes', 'https://example.com/x.docx', 'https://evil-youtube.com/v'])(
    'is refused where nothing tells its type, without quoting the URL: %s',
    (url) => {
      expect(() => file(url)).toThrow(InvalidInputError);
      expect(() => file(url)).toThrow(/does not end in a known one; give its mediaType$/);
    },
  );

  it('is of a type that the API reads', () => {
    const takes = (kind: 'image' | 'file', ...types: string[]) => types.map((type) => MEDIA[kind].types?.test(type));
    expect(takes('image', 'image/png', 'image/heic', 'image/avif', 'image/tiff', 'image/svg+xml')).toEqual([
      ...[true, true, true],
      ...[false, false],
    ]);
    expect(takes('file', 'application/pdf', 'text/csv', 'audio/wav', 'video/mp4', 'application/json', 'image/png')).not.toContain(
      false,
    );
    expect(takes('file', 'application/zip', 'application/msword', 'application/octet-stream')).not.toContain(true);
  });
});
