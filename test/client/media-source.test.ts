import { describe, expect, it } from '@jest/globals';
import { type MediaPart, readSource } from '../../src/client/media-source.ts';
import { BYTES } from '../support/media.ts';

const read = (part: object) => readSource(part as MediaPart);
const encoded = (part: object): unknown => {
  const source = read(part);
  return 'base64' in source ? source.base64() : source;
};

describe('readSource', () => {
  it('gives a URL as it is, and knows nothing of what is there', () => {
    const url = 'https://a.test/b.png?signature=x#y';
    expect(read({ type: 'image', url, mediaType: 'image/png' })).toEqual({ url });
  });

  it('reads only the beginning of megabytes, and gives all of them', () => {
    const data = Buffer.concat([BYTES.png, Buffer.alloc(2_000_000, 7)]);
    for (const part of [{ data }, { base64: data.toString('base64') }, { url: `data:;base64,${data.toString('base64')}` }]) {
      expect(read({ type: 'image', ...part })).toMatchObject({ mediaType: 'image/png' });
      expect(encoded({ type: 'image', ...part })).toBe(data.toString('base64'));
    }
  });

  it('takes bytes of a view, and of memory that is shared', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(BYTES.png.length));
    shared.set(BYTES.png);
    const view = new Uint8Array(Buffer.concat([BYTES.pdf, BYTES.png])).subarray(BYTES.pdf.length);
    expect(encoded({ type: 'image', data: shared })).toBe(BYTES.png.toString('base64'));
    expect(encoded({ type: 'image', data: view })).toBe(BYTES.png.toString('base64'));
  });

  it.each([
    ['data:text/plain,a%20b%zz', 'a b%zz'],
    ['data:text/plain;charset=utf-8,gr%C3%BCn', 'grün'],
    ['data:text/plain,grün', 'grün'],
    ['data:text/plain,a,b', 'a,b'],
    ['data:text/plain ;base64,YQ==', 'a'],
  ])('reads %s', (url, text) => {
    expect(Buffer.from(encoded({ type: 'file', url }) as string, 'base64').toString()).toBe(text);
  });

  it('knows the type of an image without its parameters', () => {
    const url = `data:image/png;charset=utf-8;base64,${BYTES.png.toString('base64')}`;
    expect(read({ type: 'image', url })).toMatchObject({ mediaType: 'image/png' });
    expect(read({ type: 'file', url: 'data:text/plain;charset=utf-8,a' })).toMatchObject({
      mediaType: 'text/plain;charset=utf-8',
    });
  });

  it('takes the type that the part says before that of its URL', () => {
    expect(read({ type: 'file', url: 'data:text/plain,a', mediaType: 'text/csv' })).toMatchObject({ mediaType: 'text/csv' });
  });

  it.each([
    ['', 'is empty'],
    ['AAA', 'is cut off'],
    ['AA=', 'is cut off'],
    ['AA==AA==', 'is no base64: the character at 2'],
    ['AA A', 'is no base64: the character at 2 is none of it (white space)'],
    ['AA==\n', 'is no base64: the character at 4 is none of it (white space)'],
    ['AA-_', 'is base64url'],
  ])('refuses %j as base64', (base64, problem) => {
    expect(read({ type: 'image', base64 })).toEqual({ member: 'base64', problem: expect.stringContaining(problem) });
  });
});
