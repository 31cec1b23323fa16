import { describe, expect, it } from '@jest/globals';
import { type Frame, type Framing, jsonLines, sse } from '../../src/http/framing.ts';

const LIMIT = 1024;

/** Reads parts of a body one after the other; strings are written as UTF-8. */
function read(framing: Framing, parts: (string | Uint8Array)[], limit = LIMIT): Frame[] {
  const reader = framing.open(limit);
  return [...parts.flatMap((part) => reader.read(Buffer.from(part as string))), ...reader.end()];
}

/** The same frames must come for every way to cut the body in two, and for single bytes. */
function readEveryWay(framing: Framing, body: string | Uint8Array): Frame[] {
  const bytes = Buffer.from(body as string);
  const whole = read(framing, [bytes]);
  expect(
    read(
      framing,
      Array.from(bytes, (byte) => Uint8Array.of(byte)),
    ),
  ).toEqual(whole);
  for (let cut = 0; cut <= bytes.length; cut++) {
    expect(read(framing, [bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(whole);
  }
  return whole;
}

const datas = (frames: Frame[]) => frames.map((frame) => frame.data);

describe('sse', () => {
  it('asks for event streams', () => expect(sse.accept).toBe('text/event-stream'));

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('reads events that end in %s', (_name, end) => {
    const lines = [
      'event: start',
      'data: {"a":1}',
      '',
      ': ping',
      '',
      'data: one',
      'data: two',
      'id: 7',
      'retry: 10',
      '',
      'data: [DONE]',
      '',
      '',
    ];
    expect(readEveryWay(sse, lines.join(end))).toEqual([
      { event: 'start', data: '{"a":1}' },
      { event: undefined, data: 'one\ntwo' },
      { event: undefined, data: '[DONE]' },
    ]);
  });

  it('reads data without a space, and keeps all spaces but the first', () => {
    expect(datas(readEveryWay(sse, 'data:x\n\ndata: x\n\ndata:  x \n\n'))).toEqual(['x', 'x', ' x ']);
  });

  it('leaves a byte order mark out', () => {
    expect(datas(readEveryWay(sse, '\ufeffdata: x\n\n'))).toEqual(['x']);
  });

  it('reads characters of several bytes', () => {
    expect(datas(readEveryWay(sse, 'data: grüß 你好 👋🏽\n\ndata: é\n\n'))).toEqual(['grüß 你好 👋🏽', 'é']);
  });

  it('turns invalid UTF-8 into U+FFFD', () => {
    const body = Buffer.concat([
      Buffer.from('data: a'),
      Buffer.of(0xff, 0xc3),
      Buffer.from('b\n\ndata: c'),
      Buffer.of(0xe2, 0x82),
    ]);
    expect(datas(readEveryWay(sse, body))).toEqual(['a\ufffd\ufffdb', 'c\ufffd']);
  });

  it.each(['data: last', 'data: last\n', 'data: last\r', 'data: last\r\n'])(
    'gives the last event of %j without its blank line',
    (end) => {
      expect(datas(readEveryWay(sse, `data: first\n\n${end}`))).toEqual(['first', 'last']);
    },
  );

  it('gives nothing for comments, unknown fields and an empty body', () => {
    expect(readEveryWay(sse, ': keep-alive\n\nfoo: bar\n\nevent: lonely\n\n<html>\n')).toEqual([]);
    expect(read(sse, [])).toEqual([]);
  });

  it('gives an event as soon as its blank line is there', () => {
    const reader = sse.open(LIMIT);
    expect(reader.read(Buffer.from('data: a\n'))).toEqual([]);
    expect(datas(reader.read(Buffer.from('\ndata: b')))).toEqual(['a']);
    expect(datas(reader.read(Buffer.from('\n\n')))).toEqual(['b']);
  });

  it('refuses an event over the limit, whole or in pieces, finished or not', () => {
    const giant = `data: ${'x'.repeat(2 * LIMIT)}`;
    expect(() => read(sse, [`${giant}\n\n`])).toThrow(RangeError);
    expect(() => read(sse, [giant])).toThrow('an event is larger than 1024 bytes');
    const reader = sse.open(LIMIT);
    expect(() => {
      for (let piece = 0; piece < 3; piece++) reader.read(Buffer.from(`data: ${'x'.repeat(500)}\n`));
    }).toThrow(RangeError);
  });

  it('counts bytes, not characters, and each event by itself', () => {
    expect(() => read(sse, [`data: ${'你'.repeat(400)}\n\n`])).toThrow(RangeError);
    expect(read(sse, [`data: ${'你'.repeat(300)}\n\n`.repeat(9)])).toHaveLength(9);
  });
});

describe('jsonLines', () => {
  it('asks for JSON lines in any of their names', () => {
    expect(jsonLines.accept.split(', ')).toEqual(['application/x-ndjson', 'application/stream+json', 'application/json']);
  });

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ])('reads lines that end in %s and leaves blank ones out', (_name, end) => {
    const lines = ['', '{"a":1}', '', '   ', '{"b":"\\n"}', '{"c":3}', ''];
    expect(readEveryWay(jsonLines, lines.join(end))).toEqual([{ data: '{"a":1}' }, { data: '{"b":"\\n"}' }, { data: '{"c":3}' }]);
  });

  it('gives the last line without its end', () => {
    expect(datas(readEveryWay(jsonLines, '{"a":1}\n{"b":2}'))).toEqual(['{"a":1}', '{"b":2}']);
  });

  it('leaves a byte order mark out and reads characters of several bytes', () => {
    expect(datas(readEveryWay(jsonLines, '\ufeff"grüß"\n"你好 👋🏽"\n'))).toEqual(['"grüß"', '"你好 👋🏽"']);
  });

  it('turns invalid UTF-8 into U+FFFD', () => {
    expect(
      datas(readEveryWay(jsonLines, Buffer.concat([Buffer.from('"'), Buffer.of(0xff), Buffer.from('"\n'), Buffer.of(0xe2)]))),
    ).toEqual(['"\ufffd"', '\ufffd']);
  });

  it('refuses a line over the limit, whole or in pieces, finished or not', () => {
    expect(() => read(jsonLines, [`${'x'.repeat(2 * LIMIT)}\n`])).toThrow(RangeError);
    expect(() => read(jsonLines, ['x'.repeat(600), 'x'.repeat(600)])).toThrow('an event is larger than 1024 bytes');
    expect(() => read(jsonLines, [`"${'你'.repeat(400)}"\n`])).toThrow(RangeError);
    expect(read(jsonLines, [`"${'你'.repeat(300)}"\n`.repeat(9)])).toHaveLength(9);
  });

  it('reads one giant line in linear time', () => {
    const reader = jsonLines.open(64 * 1024 * 1024);
    const piece = Buffer.alloc(1024, 'x');
    for (let count = 0; count < 20_000; count++) reader.read(piece);
    expect(reader.end()[0]?.data.length).toBe(20_000 * 1024);
  });
});

describe('jsonLines', () => {
  it('reads lines that a gateway sends as server-sent events', () => {
    const reader = jsonLines.open(1000);
    const body = ': hello\nevent: text\nid: 7\ndata: {"a":1}\n\ndata:{"b":"data: c"}\n\n{"d":":e"}\n';
    expect([...reader.read(Buffer.from(body)), ...reader.end()].map(({ data }) => data)).toEqual([
      '{"a":1}',
      '{"b":"data: c"}',
      '{"d":":e"}',
    ]);
  });
});
