import { describe, expect, it } from '@jest/globals';
import { encodeMedia, MEDIA } from '../../../plugins/anthropic/media.ts';
import { type FilePart, type ImagePart, InvalidInputError } from '../../../src/plugin.ts';

const encode = (part: ImagePart | FilePart) => encodeMedia(part, { provider: 'anthropic', model: 'claude-sonnet-5' });
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('an image', () => {
  it('is sent as its bytes or its URL', () => {
    expect(encode({ type: 'image', base64: 'iVBORw==', mediaType: 'image/png' })).toEqual({
      type: 'image',
      source: { type: 'base64', media_type: 'image/png', data: 'iVBORw==' },
    });
    const url = 'https://example.com/cat.webp';
    expect(encode({ type: 'image', url, mediaType: 'image/webp' })).toEqual({ type: 'image', source: { type: 'url', url } });
  });

  it.each(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])('may be of the type %s', (type) => {
    expect(MEDIA?.image?.types?.test(type)).toBe(true);
    expect(MEDIA?.image?.types?.test('image/tiff')).toBe(false);
  });
});

describe('a file', () => {
  it('is a document, its name the title', () => {
    expect(encode({ type: 'file', base64: 'JVBERi0=', mediaType: 'application/pdf', name: 'a.pdf' })).toEqual({
      type: 'document',
      source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' },
      title: 'a.pdf',
    });
    const url = 'https://example.com/a.pdf';
    expect(encode({ type: 'file', url })).toEqual({ type: 'document', source: { type: 'url', url } });
  });

  it.each(['text/plain', 'text/csv', 'text/markdown'])('of the type %s is plain text', (mediaType) => {
    expect(MEDIA?.file?.types?.test(mediaType)).toBe(true);
    expect(encode({ type: 'file', base64: base64('naïve, 😀'), mediaType })).toEqual({
      type: 'document',
      source: { type: 'text', media_type: 'text/plain', data: 'naïve, 😀' },
    });
  });

  it('of text is refused where it is no UTF-8, or elsewhere', () => {
    const latin: FilePart = { type: 'file', base64: Buffer.from([0xe9, 0x20]).toString('base64'), mediaType: 'text/plain' };
    expect(() => encode(latin)).toThrow(InvalidInputError);
    expect(() => encode(latin)).toThrow('[anthropic] messages: a file of the type text/plain must be UTF-8');
    expect(() => encode({ type: 'file', url: 'https://example.com/a.txt', mediaType: 'text/plain' })).toThrow(
      'messages: a file of the type text/plain is not taken by its url; give its data',
    );
  });

  it('may be of no other type', () => {
    expect(MEDIA?.file?.types?.test('application/zip')).toBe(false);
  });
});
