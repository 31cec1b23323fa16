import { describe, expect, it } from '@jest/globals';
import { urlOf } from '../src/media.ts';

describe('urlOf', () => {
  it('gives a URL as it is', () => {
    expect(urlOf({ type: 'image', url: 'https://example.com/a.png', mediaType: 'image/png' })).toBe('https://example.com/a.png');
  });

  it('gives bytes as a data: URL', () => {
    expect(urlOf({ type: 'image', base64: 'iVBORw==', mediaType: 'image/png' })).toBe('data:image/png;base64,iVBORw==');
    expect(urlOf({ type: 'file', base64: 'JVBERi0=', mediaType: 'application/pdf' })).toBe(
      'data:application/pdf;base64,JVBERi0=',
    );
  });

  it('says of bytes without a type that they are bytes', () => {
    expect(urlOf({ type: 'file', base64: 'AA==' })).toBe('data:application/octet-stream;base64,AA==');
  });
});
