import { describe, expect, it } from '@jest/globals';
import { prepareMessages } from '../../src/client/prepare-messages.ts';
import type { Message, Part, TextPart, ToolCallPart } from '../../src/message.ts';
import { deepFreeze } from '../support/failure.ts';
import { BYTES } from '../support/media.ts';

const user: Message = { role: 'user', content: 'Hi' };
const callOf = (id: string, name = 'look_up'): ToolCallPart => ({
  type: 'tool-call',
  id,
  name,
  arguments: {},
  argumentsText: '{}',
});
const says = (...content: Part[]): Message => ({ role: 'assistant', content });
const calls = (...ids: string[]): Message => says(...ids.map((id) => callOf(id)));
const result = (toolCallId: string, more: object = {}): Message => ({ role: 'tool', content: 'done', toolCallId, ...more });
const text = (value: string, more: object = {}): TextPart => ({ type: 'text', text: value, ...more });

describe('prepareMessages', () => {
  const idsOf = (messages: readonly Message[]): unknown[] =>
    messages.flatMap(({ role, content, toolCallId }): unknown[] => {
      if (role === 'tool') return [`= ${toolCallId}`];
      return typeof content === 'string' ? [] : content.map((part) => part.type === 'tool-call' && part.id);
    });
  const prepared = (messages: Message[], toolCallIds?: RegExp) =>
    prepareMessages(deepFreeze(structuredClone(messages)), 'acme', { toolCallIds });

  it('gives each tool message the name of its tool, and keeps one that it has', () => {
    const turn = [says(callOf('a', 'add'), callOf('b', 'sub')), result('b'), result('a', { name: 'plus' })];
    const next = [says(callOf('a', 'mul')), result('a')];
    expect(prepared([user, ...turn, ...next]).flatMap(({ role, name }) => (role === 'tool' ? [name] : []))).toEqual([
      'sub',
      'plus',
      'mul',
    ]);
  });

  it('leaves ids alone that any API takes, over turns too', () => {
    const messages = [user, calls('f:0', 'f:1'), result('f:1'), result('f:0'), calls('f:0'), result('f:0')];
    expect(idsOf(prepared(messages))).toEqual(['f:0', 'f:1', '= f:1', '= f:0', 'f:0', '= f:0']);
  });

  it('replaces the second of two ids that are the same, with the results and names in the order of the calls', () => {
    const messages = [user, says(callOf('0', 'add'), callOf('0', 'sub')), result('0', { content: '1' }), result('0')];
    const sent = prepared(messages);
    expect(idsOf(sent)).toEqual(['0', 'call00001', '= 0', '= call00001']);
    expect(sent.slice(2)).toMatchObject([{ name: 'add', content: '1' }, { name: 'sub' }]);
    expect(idsOf(prepared([...messages, calls('0', '0'), result('0'), result('0')])).slice(4)).toEqual([
      '0',
      'call00002',
      '= 0',
      '= call00002',
    ]);
  });

  it('does not make an id that a call of the same turn has', () => {
    const ids = idsOf(prepared([user, calls('0', '0', 'call00001'), result('call00001'), result('0'), result('0')]));
    expect(ids).toEqual(['0', 'call00001', 'call00002', '= call00002', '= 0', '= call00001']);
  });

  describe('for an API that takes few ids', () => {
    const NINE = /^[a-zA-Z0-9]{9}$/;
    const foreign = [user, calls('functions.f:0', 'abcdefghi'), result('abcdefghi'), result('functions.f:0')];

    it('replaces those of another form, in calls and results', () => {
      expect(idsOf(prepared(foreign, NINE))).toEqual(['call00001', 'abcdefghi', '= abcdefghi', '= call00001']);
      const long = 'x'.repeat(65);
      expect(idsOf(prepared([user, calls(long), result(long)], /^.{1,64}$/))).toEqual(['call00001', '= call00001']);
    });

    it('replaces those that were used before', () => {
      const again = [...foreign, calls('abcdefghi'), result('abcdefghi'), calls('functions.f:0'), result('functions.f:0')];
      const ids = idsOf(prepared(again, NINE));
      expect(ids.slice(4)).toEqual(['call00002', '= call00002', 'call00003', '= call00003']);
    });

    it('gives the same ids again when the conversation has grown', () => {
      const grown = [...foreign, user, calls('call00001'), result('call00001'), calls('0', '0'), result('0'), result('0')];
      const whole = prepared(grown, NINE);
      for (let length = 0; length < grown.length; length += 1) {
        expect(prepared(grown.slice(0, length), NINE)).toEqual(whole.slice(0, length));
      }
      const sent = whole.flatMap(({ content }) => (typeof content === 'string' ? [] : (content as ToolCallPart[])));
      expect(new Set(sent.map(({ id }) => id)).size).toBe(sent.length);
      expect(sent.every(({ id }) => NINE.test(id))).toBe(true);
    });

    it('is not misled by a pattern that remembers where it was', () => {
      const ids = ['abcdefghi', 'bcdefghij', 'cdefghijk'];
      expect(idsOf(prepared([user, calls(...ids), ...ids.map((id) => result(id))], /^[a-z]{9}$/g)).slice(0, 3)).toEqual(ids);
    });

    it('keeps what else a call has, and its place among the parts', () => {
      const own = { ...callOf('-'), providerMetadata: { acme: { signature: 's' }, other: { id: 1 } } };
      const [, sent] = prepared([user, says({ type: 'text', text: 'a' }, own, { type: 'text', text: 'b' }), result('-')], NINE);
      expect(sent?.content).toEqual([
        { type: 'text', text: 'a' },
        { ...callOf('call00001'), providerMetadata: { acme: { signature: 's' } } },
        { type: 'text', text: 'b' },
      ]);
    });
  });
});

describe('prepareMessages of images and files', () => {
  const base64 = BYTES.png.toString('base64');
  const sent = (part: object): unknown => {
    const messages = [{ role: 'user', content: [part] }] as Message[];
    return prepareMessages(deepFreeze(messages), 'acme', {}).flatMap(({ content }) => [...content])[0];
  };

  it.each([
    ['bytes', { data: new Uint8Array(BYTES.png) }],
    ['a view of a larger buffer', { data: Buffer.concat([Buffer.alloc(9), BYTES.png]).subarray(9) }],
    ['base64', { base64 }],
    ['base64 of a type by another name', { base64, mediaType: 'Image/X-PNG' }],
    ['a data: URL', { url: `data:image/png;base64,${base64}` }],
    ['a data: URL without a type', { url: `data:;base64,${base64}` }],
    ['a data: URL in capitals', { url: `DATA:IMAGE/PNG;BASE64,${base64}` }],
    ['a data: URL in percents', { url: `data:image/png,${Array.from(BYTES.png, hex).join('')}` }],
  ])('gives %s as base64 with its type', (_what, source) => {
    // Frozen views are refused by the engine, and nothing writes to them.
    const messages = [{ role: 'user', content: [{ type: 'image', ...source }] }] as Message[];
    const [message] = prepareMessages(messages, 'acme', {});
    expect(message?.content).toEqual([{ type: 'image', base64, mediaType: 'image/png' }]);
  });

  it('gives a URL as it is, with the type that it is said to have', () => {
    const part = { type: 'image', url: 'https://a.test/b.png?key=1', mediaType: 'image/png' };
    expect(sent(part)).toEqual(part);
    expect(sent({ type: 'file', url: 'gs://bucket/a.pdf' })).toEqual({ type: 'file', url: 'gs://bucket/a.pdf' });
  });

  it("keeps a file's name and what the provider alone understands", () => {
    const metadata = { acme: { detail: 'low' } };
    const part = { type: 'file', url: 'data:text/csv,a%2Cb', name: 'a.csv', providerMetadata: { ...metadata, other: { a: 1 } } };
    const encoded = { type: 'file', base64: Buffer.from('a,b').toString('base64'), mediaType: 'text/csv' };
    expect(sent(part)).toEqual({ ...encoded, name: 'a.csv', providerMetadata: metadata });
  });

  it('reads bytes anew each time, as they may have changed', () => {
    const part = { type: 'image', data: new Uint8Array(BYTES.png) } as const;
    const messages: Message[] = [{ role: 'user', content: [part] }];
    const typeOf = () => prepareMessages(messages, 'acme', {})[0]?.content[0];
    expect(typeOf()).toMatchObject({ mediaType: 'image/png' });
    part.data.set(BYTES.jpeg);
    expect(typeOf()).toMatchObject({ mediaType: 'image/jpeg' });
  });
});

describe('prepareMessages of marks for the cache', () => {
  const prepared = (messages: Message[], cacheMarks?: boolean) => prepareMessages(deepFreeze(messages), 'acme', { cacheMarks });
  const marked: Message[] = [
    { role: 'system', content: 'Be kind.', cache: true },
    { role: 'user', content: [text('a', { cache: true }), text('b')] },
    { ...calls('a'), cache: true },
    result('a', { cache: true }),
    { role: 'user', content: [text('c'), { type: 'image', url: 'https://a.test/b.png' }], cache: true },
  ];

  it('puts the mark of a message on its last part, that of a result on the message', () => {
    expect(prepared(marked, true)).toEqual([
      { role: 'system', content: [text('Be kind.', { cache: true })] },
      { role: 'user', content: [text('a', { cache: true }), text('b')] },
      calls('a'),
      { ...result('a', { cache: true }), name: 'look_up' },
      { role: 'user', content: [text('c'), { type: 'image', url: 'https://a.test/b.png', cache: true }] },
    ]);
  });

  it('takes a mark on a part of a result for one of the result', () => {
    const messages = [user, calls('a'), result('a', { content: [text('x', { cache: true }), text('y')] })];
    expect(prepared(messages, true)[2]).toMatchObject({ content: [text('x'), text('y')], cache: true });
    expect(prepared(messages)[2]).not.toHaveProperty('cache');
  });

  it('marks no empty text, no reasoning and no call', () => {
    const thought: Part = { type: 'reasoning', text: 'hm' };
    const messages: Message[] = [
      { role: 'system', content: '', cache: true },
      { ...user, cache: false },
      { ...says(text('a'), thought, text('')), cache: true },
    ];
    expect(prepared(messages, true)).toEqual([
      { role: 'system', content: '' },
      user,
      says(text('a', { cache: true }), thought, text('')),
    ]);
  });

  it('leaves none for a wire without', () => {
    expect(JSON.stringify(prepared(marked))).not.toContain('cache');
    expect(prepared(marked)[0]).toEqual({ role: 'system', content: 'Be kind.' });
  });

  it('gives the same object where there is nothing to do', () => {
    const messages: Message[] = [user, says(text('a')), { role: 'user', content: [text('b')] }];
    for (const cacheMarks of [true, false]) {
      for (const [index, message] of prepared(messages, cacheMarks).entries()) expect(message).toBe(messages[index]);
    }
  });
});

function hex(byte: number): string {
  return `%${byte.toString(16).padStart(2, '0')}`;
}
