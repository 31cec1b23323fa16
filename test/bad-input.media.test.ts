import { describe, expect, it } from '@jest/globals';
import type { Part } from '../src/message.ts';
import type { CompletionRequest } from '../src/types.ts';
import { ALL, clientOf } from './support/built-in-apis.ts';
import { deltaClient } from './support/delta-client.ts';
import { failureOf, shownOf } from './support/failure.ts';
import { FakeTransport } from './support/fake-transport.ts';
import { BYTES } from './support/media.ts';

const SECRET = 'c2VjcmV0LXNlY3JldC1zZWNyZXQh';
const base64 = BYTES.png.toString('base64');

const seeing = ALL.filter((one) => clientOf(one).capabilities.has('vision'));
const blind = ALL.filter((one) => !clientOf(one).capabilities.has('vision'));

const showing = (...parts: object[]): CompletionRequest => ({
  messages: [{ role: 'user', content: [{ type: 'text', text: 'What is this?' }, ...(parts as Part[])] }],
});

/** Of whatever the API takes, these are nothing. */
const BAD: readonly [what: string, part: object, says: RegExp][] = [
  ['an image without a source', { type: 'image' }, /content\[1\]: an image needs exactly one of url, data and base64/],
  ['an image with two', { type: 'image', base64, url: 'https://a.test/b.png' }, /content\[1\]: an image needs exactly one/],
  ['a web page for an image', { type: 'image', data: BYTES.html }, /content\[1\]\.data: the bytes are no image/],
  ['a PDF for an image', { type: 'image', data: BYTES.pdf }, /content\[1\]\.data: the bytes are application\/pdf, no image/],
  [
    'an image of another type than said',
    { type: 'image', base64, mediaType: 'image/webp' },
    /mediaType: the bytes are image\/png/,
  ],
  ['an image without bytes', { type: 'image', data: Buffer.alloc(0) }, /content\[1\]\.data: is empty/],
  ['a text for bytes', { type: 'image', data: base64 }, /content\[1\]\.data: must be a Uint8Array/],
  ['base64 that is cut off', { type: 'image', base64: `${SECRET}x` }, /content\[1\]\.base64: is cut off/],
  ['base64 that is none', { type: 'image', base64: `${SECRET}?` }, /content\[1\]\.base64: is no base64/],
  ['a path for a URL', { type: 'image', url: `/tmp/${SECRET}.png` }, /content\[1\]\.url: must be an http\(s\): or data: URL/],
  ['a file that is only on this machine', { type: 'file', url: `file:///${SECRET}` }, /nothing is read from disk/],
  ['a data: URL that is none', { type: 'image', url: `data:${SECRET}` }, /content\[1\]\.url: is no well-formed data: URL/],
  [
    'a file of no known type',
    { type: 'file', data: BYTES.csv },
    /content\[1\]\.data: the bytes do not tell what it is; give its mediaType/,
  ],
  [
    'what is no PDF for one',
    { type: 'file', data: BYTES.html, mediaType: 'application/pdf' },
    /mediaType: the bytes are no application\/pdf/,
  ],
  ['a misspelt member', { type: 'image', base64, mime_type: 'image/png' }, /content\[1\]\.mime_type: .*"mediaType"/],
];

describe('an image or a file that is none', () => {
  it.each(BAD)('is refused before it is sent: %s', async (_what, part, says) => {
    for (const one of ALL) {
      const transport = new FakeTransport();
      const client = clientOf(one, transport);
      for (const ask of [() => client.complete(showing(part)), () => client.stream(showing(part)).response]) {
        const error = await failureOf(ask());
        expect(error).toMatchObject({ code: 'INVALID_INPUT', provider: client.provider });
        expect(error.message).toMatch(says);
        expect(shownOf(error)).not.toContain(SECRET);
      }
      expect(transport.requests).toHaveLength(0);
    }
  });
});

describe('an image that is one', () => {
  it.each(blind.map((one) => [one.label, one] as const))('is refused by %s, which sees none', (_label, one) => {
    const client = clientOf(one);
    for (const part of [
      { type: 'image', base64 },
      { type: 'file', data: BYTES.pdf },
    ])
      expect(() => client.encode(showing(part))).toThrow('(no capability "vision")');
  });

  it.each(seeing.map((one) => [one.label, one] as const))(
    'is refused by %s outside of the messages of the user',
    (_label, one) => {
      for (const role of ['system', 'assistant'] as const) {
        const messages: CompletionRequest['messages'] = [
          { role: 'user', content: 'Hi' },
          { role, content: [{ type: 'image', base64 }] },
        ];
        expect(() => clientOf(one).encode({ messages })).toThrow(
          'messages[1].content[0].type: an image belongs into a message of the user',
        );
      }
    },
  );

  it.each(seeing.map((one) => [one.label, one] as const))(
    'goes to %s by its bytes, or is refused with what to do',
    (_label, one) => {
      const client = clientOf(one);
      const forms = [{ base64 }, { data: BYTES.png }, { url: `data:image/png;base64,${base64}` }];
      const told = forms.map((form) => {
        try {
          return JSON.stringify(client.encode(showing({ type: 'image', ...form })).body);
        } catch (error) {
          return (error as Error).message;
        }
      });
      expect(new Set(told).size).toBe(1);
      expect(told[0]).toMatch(new RegExp(`${base64.replaceAll('+', '\\+')}|by its URL only|images are not sent`));
    },
  );
});

describe('an answer that is an error', () => {
  const asked = (part: object, message: string) => {
    const transport = new FakeTransport({ status: 400, chunks: [JSON.stringify({ message })] });
    const wire = { capabilities: ['chat', 'vision'] as const, media: { image: { sources: ['url', 'data'] as const } } };
    return failureOf(deltaClient(transport, {}, { wire }).complete(showing(part)));
  };

  it('does not repeat the URL of an image, nor its bytes', async () => {
    const url = `https://a.test/cat.png?signature=${SECRET}`;
    expect((await asked({ type: 'image', url }, `can't fetch ${url}`)).message).toContain("can't fetch [redacted]");
    const data = Buffer.concat([BYTES.png, Buffer.from(SECRET)]);
    const sent = data.toString('base64');
    expect((await asked({ type: 'image', data }, `can't read data:image/png;base64,${sent}.`)).message).not.toContain(
      sent.slice(0, 32),
    );
  });

  it.each([
    ['one byte all over', () => Buffer.alloc(8_000_000)],
    ['bytes that repeat', () => Buffer.alloc(8_000_000, 'abcdefghijk')],
  ])('costs no more than the request, for megabytes of %s', async (_what, bytes) => {
    const data = Buffer.concat([BYTES.png, bytes()]);
    const echo = data.toString('base64').slice(0, 50_000);
    const from = process.cpuUsage();
    expect((await asked({ type: 'image', data }, echo)).message).not.toContain(echo.slice(0, 100));
    // Time of the processor, which others who use it do not lengthen.
    expect(process.cpuUsage(from).user).toBeLessThan(4_000_000);
  });
});
