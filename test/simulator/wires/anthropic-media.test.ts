import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digest } from '../../../src/simulator/answer.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { ask } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const base64 = (head: string) => Buffer.from(head, 'latin1').toString('base64');
const PNG = base64('\x89PNG\r\n\x1a\n\0\0\0\rIHDR');
const PDF = base64('%PDF-1.4\n');
const bytes = (media_type: string, data: string) => ({ type: 'base64', media_type, data });
const image = (source: object) => ({ type: 'image', source });
const file = (source: object, more: object = {}) => ({ type: 'document', source, ...more });
const user = (...content: object[]) => ({
  messages: [{ role: 'user', content: [...content, { type: 'text', text: 'What is it?' }] }],
});

async function told(body: object): Promise<[number, string]> {
  const { status, text } = await ask(simulator, 'anthropic', body);
  const { content, error } = JSON.parse(text);
  return [status, error?.message ?? content[0].text];
}

describe('images and documents', () => {
  const url = 'https://example.com/it';

  it.each<[object, string]>([
    [image(bytes('image/png', PNG)), PNG],
    [image(bytes('image/jpeg', base64('\xff\xd8\xff\xe0'))), base64('\xff\xd8\xff\xe0')],
    [image(bytes('image/webp', base64('RIFF\x1a\0\0\0WEBPVP8L'))), base64('RIFF\x1a\0\0\0WEBPVP8L')],
    [image({ type: 'url', url }), url],
    [file(bytes('application/pdf', PDF), { title: 'a.pdf', citations: { enabled: true } }), PDF],
    [file({ type: 'url', url }), url],
    [file({ type: 'text', media_type: 'text/plain', data: 'Hi' }), base64('Hi')],
  ])('are seen: %j', async (block, seen) => {
    expect(await told(user(block))).toEqual([200, expect.stringContaining(` I see ${digest(seen).slice(0, 8)}.`)]);
  });

  it.each<[object, string]>([
    [
      image(bytes('image/jpeg', PNG)),
      'messages.0.content.0.image.source.base64.data: Image does not match the provided media type image/jpeg',
    ],
    [image(bytes('image/png', base64('Hello there'))), 'Could not process image'],
    [image(bytes('image/png', PNG.slice(0, -1))), 'Could not process image'],
    [image(bytes('image/png', 'a b')), 'messages.0.content.0.image.source.base64.data: String should match pattern'],
    [image(bytes('image/tiff', PNG)), "messages.0.content.0.image.source.base64.media_type: Input should be 'image/jpeg'"],
    [
      image({ type: 'url', url: `data:image/png;base64,${PNG}` }),
      'messages.0.content.0.image.source.url.url: String should match',
    ],
    [image({ type: 'path', path: '/tmp' }), "messages.0.content.0.image.source.type: Input should be 'base64' or 'url'"],
    [image({ type: 'text', media_type: 'text/plain', data: 'Hi' }), 'messages.0.content.0.image.source.type: Input should be'],
    [{ type: 'image', url }, 'messages.0.content.0.image.source: Field required'],
    [file(bytes('application/pdf', PNG)), 'The PDF specified was not valid.'],
    [file(bytes('application/zip', PDF)), "document.source.base64.media_type: Input should be 'application/pdf'"],
    [
      file(bytes('application/pdf', PDF), { name: 'a.pdf' }),
      'messages.0.content.0.document.name: Extra inputs are not permitted',
    ],
  ])('are refused: %j', async (block, words) => {
    expect(await told(user(block))).toEqual([400, expect.stringContaining(words)]);
  });

  it("are the user's", async () => {
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: [image({ type: 'url', url })] },
      { role: 'user', content: 'Hi' },
    ];
    expect(await told({ messages })).toEqual([
      400,
      'messages.1.content.0: `image` blocks are not permitted in assistant messages',
    ]);
  });
});

describe('marks for the cache', () => {
  const marked = (text: string) => ({ type: 'text', text, cache_control: { type: 'ephemeral' } });

  it('can be four', async () => {
    const four = { system: [marked('a'), marked('b')], ...user(marked('c'), marked('d')) };
    expect((await told(four))[0]).toBe(200);
    const five = { ...four, ...user(marked('c'), marked('d'), marked('e')) };
    expect(await told(five)).toEqual([400, 'A maximum of 4 blocks with cache_control may be provided. Found 5.']);
  });

  it('are not for thoughts', async () => {
    const [{ signature }] = JSON.parse((await ask(simulator, 'anthropic', { thinking: { type: 'adaptive' } })).text).content;
    const thought = { type: 'thinking', thinking: '', signature, cache_control: { type: 'ephemeral' } };
    const messages = [...user().messages, { role: 'assistant', content: [thought] }, ...user().messages];
    expect(await told({ messages })).toEqual([400, 'thinking.cache_control: Extra inputs are not permitted']);
  });
});
