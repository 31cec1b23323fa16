import { describe, expect, it } from '@jest/globals';
import { checkMedia, refusedMedia } from '../../src/client/media.ts';
import type { Message } from '../../src/message.ts';
import type { Wire } from '../../src/provider.ts';
import { deltaWire } from '../support/delta-wire.ts';
import { BYTES } from '../support/media.ts';

const base64 = BYTES.png.toString('base64');
const SECRET = 'hunter2hunter2';

describe('checkMedia', () => {
  it.each([
    [{}, ': an image needs exactly one of url, data and base64'],
    [{ url: 'https://a.test', base64 }, ': an image needs exactly one of'],
    [{ base64: undefined }, ': an image needs exactly one of'],
    [{ url: 5 }, '.url: must be a string'],
    [{ url: null }, '.url: must be a string'],
    [{ url: '' }, '.url: must be a string that is not empty'],
    [{ url: 'cat.png' }, '.url: must be an http(s): or data: URL'],
    [{ url: '/home/me/cat.png' }, '.url: must be an http(s): or data: URL'],
    [{ url: 'C:\\cat.png' }, '.url: must be an http(s): or data: URL'],
    [{ url: '//a.test/cat.png' }, '.url: must be'],
    [{ url: 'file:///etc/passwd' }, 'nothing is read from disk'],
    [{ url: 'javascript:alert(1)' }, '.url: must be'],
    [{ url: 'blob:https://a.test/1' }, '.url: must be'],
    [{ url: ' https://a.test' }, '.url: must be'],
    [{ url: 'https://a.test/a b' }, '.url: must be'],
    [{ url: 'https://a.test/a\r\nb' }, '.url: must be'],
    [{ url: 'https://' }, '.url: must be'],
    [{ url: 'data:image/png;base64' }, '.url: is no well-formed data: URL: it has no comma'],
    [{ url: `data:png;base64,${base64}` }, '.url: is no well-formed data: URL: it does not begin with a media type'],
    [{ url: 'data:image/png;base64,' }, '.url: is empty'],
    [{ url: 'data:image/png,' }, '.url: is empty'],
    [{ url: `data:image/jpeg;base64,${base64}` }, '.mediaType: the bytes are image/png, not image/jpeg'],
    [{ url: `data:application/pdf;base64,${BYTES.pdf.toString('base64')}` }, 'is no image; give it in a part of type "file"'],
    [{ data: new Uint8Array() }, '.data: is empty'],
    [{ data: base64 }, '.data: must be a Uint8Array'],
    [{ data: [137, 80, 78, 71] }, '.data: must be a Uint8Array'],
    [{ data: new ArrayBuffer(8) }, '.data: must be a Uint8Array'],
    [{ data: new Blob([base64]) }, '.data: must be a Uint8Array'],
    [{ data: BYTES.html }, '.data: the bytes are no image'],
    [{ data: BYTES.png, mediaType: 'image/webp' }, '.mediaType: the bytes are image/png, not image/webp'],
    [{ base64: '' }, '.base64: is empty'],
    [{ base64: BYTES.png }, '.base64: must be a string'],
    [{ base64: '!!!!' }, '.base64: is no base64: the character at 0'],
    [{ base64: `${base64.slice(0, 76)}\n${base64.slice(76)}` }, 'at 76 is none of it (white space)'],
    [{ base64: base64.replaceAll('/', '_').replaceAll('+', '-') }, '.base64: is base64url'],
    [{ base64: base64.slice(0, -1) }, '.base64: is cut off or lacks its padding'],
    [{ base64: base64.replace(/=+$/, '') }, '.base64: is cut off or lacks its padding'],
    [{ base64: '=' }, '.base64: is cut off'],
    [{ base64: 'A===' }, '.base64: is no base64'],
    [{ base64: 'AA=A' }, '.base64: is no base64'],
    [{ base64: `data:image/png;base64,${base64}` }, '.base64: is a data: URL; give it as url'],
    [{ base64: Buffer.from('not an image').toString('base64') }, '.base64: the bytes are no image'],
    [{ base64, mediaType: 'png' }, '.mediaType: must be a media type'],
    [{ base64, mediaType: 5 }, '.mediaType: must be a media type'],
    [{ base64, mimeType: 'image/png' }, '.mimeType: is not known; did you mean "mediaType"'],
    [{ base46: base64 }, '.base46: is not known; did you mean "base64"'],
    [{ image_url: { url: 'https://a.test' } }, '.image_url: is not known; did you mean "url"'],
    [{ base64, name: '' }, '.name: must be a string'],
  ])('refuses %j', (part, says) => {
    const problems = checkMedia({ type: 'image', ...part }, 'user', 'at');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`at`);
    expect(problems[0]).toContain(says);
    expect(problems[0]?.length).toBeLessThan(200);
  });

  it.each([
    [{ type: 'image', base64 }],
    [{ type: 'image', data: BYTES.png }],
    [{ type: 'image', data: new Uint8Array(BYTES.jpeg), mediaType: 'image/jpg' }],
    [{ type: 'image', url: 'https://a.test/b.png?signature=x', id: 7 }],
    [{ type: 'image', url: 'gs://bucket/b.png', mediaType: 'image/png' }],
    [{ type: 'file', data: BYTES.pdf, name: 'a.pdf' }],
    [{ type: 'file', data: BYTES.csv, mediaType: 'text/csv' }],
    [{ type: 'file', url: 'data:text/plain,Hello%20world' }],
    [{ type: 'file', url: 'data:;charset=utf-8,Hello', mediaType: 'text/plain' }],
  ])('takes %j', (part) => {
    expect(checkMedia(part, 'user', 'at')).toEqual([]);
  });

  it('quotes neither bytes nor a URL', () => {
    const parts = [
      { url: `ftp//${SECRET}` },
      { url: `file:///${SECRET}` },
      { url: `data:${SECRET};base64,AAAA` },
      { url: `data:image/png;base64,${SECRET}!` },
      { url: SECRET },
      { base64: `${SECRET}!` },
      { base64: `${SECRET}==` },
      { data: SECRET },
      { mediaType: SECRET, base64: SECRET },
    ];
    for (const part of parts) expect(checkMedia({ type: 'image', ...part }, 'user', 'at').join()).not.toContain(SECRET);
  });

  it.each(['system', 'assistant'])('refuses them in a message of the %s', (role) => {
    expect(checkMedia({ type: 'file', data: BYTES.pdf }, role, 'at')).toEqual([
      'at.type: a file belongs into a message of the user',
    ]);
  });

  it('looks at a text once, and again when the part is changed', () => {
    const part: Record<string, unknown> = { type: 'image', base64 };
    expect(checkMedia(part, 'user', 'at')).toEqual([]);
    part.mediaType = 'image/gif';
    expect(checkMedia(part, 'user', 'at')).toHaveLength(1);
    Object.assign(part, { mediaType: undefined, base64: 'AAAA' });
    expect(checkMedia(part, 'user', 'at')).toHaveLength(1);
  });
});

describe('refusedMedia', () => {
  const wire = (media?: Wire['media']): Wire => ({ ...deltaWire, capabilities: ['chat', 'vision'], media });
  const message = (...parts: object[]): Message[] => [{ role: 'user', content: parts } as Message];
  const url = { type: 'image', url: 'https://a.test/b.png' };
  const data = { type: 'image', data: BYTES.png };
  const pdf = { type: 'file', data: BYTES.pdf };

  it.each<[what: string, parts: object[], media: Wire['media'], says: string]>([
    ['an image where only files are taken', [data], { file: { sources: ['data'] } }, '[0].type: images are not sent to this API'],
    ['a file where only images are', [url, pdf], { image: { sources: ['url'] } }, '[1].type: files are not sent to this API'],
    ['anything where nothing is said', [data], undefined, '[0].type: images are not sent to this API'],
    [
      'a URL where bytes are',
      [url],
      { image: { sources: ['data'] } },
      '[0].url: this API takes no URL of an image; give data or',
    ],
    ['bytes where a URL is', [pdf], { file: { sources: ['url'] } }, '[0]: this API takes a file by its URL only'],
    [
      'a type that is not taken, naming those that are',
      [data],
      { image: { sources: ['data'], types: /^image\/(jpeg|webp)$/ } },
      '[0]: this API takes no image/png (it takes image/jpeg, image/webp)',
    ],
    [
      'an image as a file where files are something else, saying where it belongs',
      [{ type: 'file', data: BYTES.png }],
      { file: { sources: ['data'], types: /^application\/pdf$/ } },
      '[0]: this API takes no image/png (it takes application/pdf); an image belongs into a part of type "image"',
    ],
    [
      'the said type of a URL',
      [{ ...url, mediaType: 'image/gif' }],
      { image: { sources: ['url'], types: /jpeg/ } },
      '[0]: this API takes no image/gif',
    ],
  ])('refuses %s', (_what, parts, media, says) => {
    const problems = refusedMedia(message(...parts), wire(media));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`messages[0].content${says}`);
  });

  it('says once that there is no vision', () => {
    const none = { ...wire({ image: { sources: ['data'] } }), capabilities: ['chat'] as const };
    expect(refusedMedia(message(data, pdf), none)).toEqual([expect.stringContaining('(no capability "vision")')]);
    expect(refusedMedia([{ role: 'user', content: 'Hi' }], none)).toEqual([]);
  });

  it('knows the said type of a URL by its other names', () => {
    const jpeg = wire({ image: { sources: ['url'], types: /^image\/jpeg$/ } });
    for (const mediaType of ['image/jpg', 'IMAGE/JPEG'])
      expect([mediaType, refusedMedia(message({ ...url, mediaType }), jpeg)]).toEqual([mediaType, []]);
  });

  it('takes what the API does', () => {
    const both = wire({
      image: { sources: ['url', 'data'] },
      file: { sources: ['data'], types: /^(application\/pdf|text\/.*)$/ },
    });
    const text = { type: 'file', url: 'data:text/plain;charset=utf-8,Hi' };
    expect(refusedMedia(message(url, data, pdf, text, { type: 'text', text: 'Hi' }), both)).toEqual([]);
    const typed = wire({ image: { sources: ['url'], types: /^image\/png$/g } });
    expect(refusedMedia(message(url, { ...url, mediaType: 'image/png' }, { ...url, mediaType: 'image/png' }), typed)).toEqual([]);
  });
});
