import { beforeAll, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { type FrameReader, type Framing, sse } from '../../src/plugin.ts';
import type { WirePlugin } from '../../src/testing.ts';
import { errors, fixtures, pluginOf, sequence, wire, wired } from './acme.ts';
import { framed, streamed, streaming, swallowing } from './acme-streams.ts';
import { declaredFor } from './declared.ts';
import type { Planted } from './planted.ts';

let commonReader: FrameReader | undefined;

const PLANTED: Planted[] = [
  {
    fault: 'loses the last word of a stream',
    plant: streamed((delta) => (delta.type === 'text' && delta.text === '!' ? [] : [delta])),
    rule: 'gives what the fixtures expect of a stream, then exactly one finish event',
  },
  {
    fault: 'loses a call',
    plant: streamed((delta) => (delta.type === 'tool-call' ? [] : [delta])),
    rule: 'gives what the fixtures expect of a stream, then exactly one finish event',
  },
  {
    fault: 'has another word for the end of a stream',
    plant: streamed((delta) => [delta.type === 'finish' ? { ...delta, raw: 'done' } : delta]),
    rule: 'gives the same answer whole and as a stream',
  },
  {
    fault: 'reads each piece of bytes as text of its own',
    plant: framed((most) => {
      const reader = sequence.open(most);
      return { ...reader, read: (bytes) => reader.read(Buffer.from(Buffer.from(bytes).toString())) };
    }),
    rule: 'gives the same answer wherever the bytes of a stream are cut in two',
  },
  {
    fault: 'takes each piece of bytes for an event',
    plant: framed(() => ({
      read: (bytes) => [{ data: Buffer.from(bytes).toString().slice(1).trim() }],
      end: () => [],
    })),
    rule: 'gives the same answer when a stream comes byte by byte, or all at once',
  },
  {
    fault: 'keeps what is unfinished for all streams together',
    plant: framed((most) => {
      commonReader ??= sequence.open(most);
      return commonReader;
    }),
    rule: 'gives the same answers when streams are read side by side',
  },
  {
    fault: 'throws at events that it does not know',
    plant: wired({
      decodeEvent(data) {
        if (wire.decodeEvent(data).length === 0) throw new TypeError('what is that?');
        return wire.decodeEvent(data);
      },
    }),
    rule: 'passes over comments and events that it does not know',
  },
  {
    fault: 'takes each finish reason that it does not know for a stop',
    plant: streamed((delta) => [delta.type === 'finish' && delta.reason === 'other' ? { ...delta, reason: 'stop' } : delta]),
    rule: 'tells a finish reason that it does not know as "other"',
  },
  {
    fault: 'calls a cut stream a success',
    plant: framed((most) => {
      const reader = sequence.open(most);
      return { ...reader, end: () => [...reader.end(), { data: '{"done":"end"}' }] };
    }),
    rule: 'throws, with the answer so far, when a stream ends before it tells its end',
  },
  {
    fault: 'takes each word for the last one',
    plant: streamed((delta) => (delta.type === 'text' ? [delta, { type: 'finish', reason: 'stop', raw: 'end' }] : [delta])),
    rule: 'throws, with the answer so far, when a stream ends before it tells its end',
  },
  {
    fault: 'leaves out what it can not parse',
    plant: framed((most) => {
      const reader = sequence.open(most);
      const isJson = ({ data }: { data: string }) => data === '' || data.endsWith('}');
      return { read: (bytes) => reader.read(bytes).filter(isJson), end: () => reader.end().filter(isJson) };
    }),
    rule: 'throws, with the answer so far, when an event of a stream is garbled',
  },
  {
    fault: 'throws an error of its own at what it can not parse',
    plant: framed((most) => {
      const reader = sequence.open(most);
      const parsed = (frames: { data: string }[]) =>
        frames.map(({ data }) => ({ data: data && JSON.stringify(JSON.parse(data)) }));
      return { read: (bytes) => parsed(reader.read(bytes)), end: () => parsed(reader.end()) };
    }),
    rule: 'throws, with the answer so far, when an event of a stream is garbled',
  },
  {
    fault: 'takes a cut connection for an end',
    plant: swallowing,
    rule: 'throws, with the answer so far, when the connection is cut between two events',
  },
  {
    fault: 'takes a connection that is cut inside an event for an end',
    plant: swallowing,
    rule: 'throws, with the answer so far, when the connection is cut inside an event',
  },
  {
    fault: 'takes silence for an end',
    plant: swallowing,
    rule: 'throws, with the answer so far, when a stream falls silent',
  },
  {
    fault: 'does not try again what came too late',
    plant: { ...wired({}), configure: (config) => ({ ...config, retry: { ...config.retry, timeouts: false } }) },
    rule: 'throws when nothing of a stream comes',
  },
  {
    fault: 'swallows the error event',
    plant: streamed((delta) => (delta.type === 'error' ? [] : [delta])),
    rule: 'throws what an error event says, with the answer so far',
  },
  {
    fault: 'takes the error event for an end',
    plant: streamed((delta) =>
      delta.type === 'error' ? [{ type: 'finish', reason: 'error', raw: 'x' }, { type: 'end' }] : [delta],
    ),
    rule: 'throws what an error event says, with the answer so far',
  },
  {
    fault: 'ends a stream well that was aborted',
    plant: swallowing,
    rule: 'ends a stream at once with abort(), and keeps the answer so far',
  },
  {
    fault: 'ends a stream well whose signal was aborted',
    plant: swallowing,
    rule: 'ends a stream at once when the signal is aborted in its middle, and keeps the answer so far',
  },
  {
    fault: 'reads on when nobody listens',
    plant: streaming((stream) => ({
      events() {
        const events = stream[Symbol.asyncIterator]();
        return { next: () => events.next() };
      },
    })),
    rule: 'ends the request when the reader leaves the loop, and rejects the response',
  },
];

const asEvents: WirePlugin['fixtures'] = fixtures.map(({ frames, ...fixture }) => ({
  ...fixture,
  frames: frames?.map((frame) => `data: ${String(frame).slice(1)}\n`),
}));

beforeAll(() => nock.restore());

describe('describeProvider with fixtures', () => {
  it.each(PLANTED)('catches a plugin whose streams are wrong: it $fault', async ({ plant, rule }) => {
    const test = declaredFor({ plugin: pluginOf(plant), fixtures, errors }).get(rule);
    expect(test).toBeDefined();
    await expect(test?.()).rejects.toThrow(`acme breaks the rule "${rule}": `);
  });

  it('catches a plugin that takes CRLF for something else', async () => {
    const open: Framing['open'] = (most) => {
      const reader = sse.open(most);
      return { ...reader, read: (bytes) => (Buffer.from(bytes).includes('\r') ? [] : reader.read(bytes)) };
    };
    const rule = 'gives the same answer when the lines of a stream end in CRLF';
    const plugin = pluginOf(wired({ framing: { ...sse, open } }));
    const test = declaredFor({ plugin, fixtures: asEvents }).get(rule);
    await expect(test?.()).rejects.toThrow(`acme breaks the rule "${rule}": `);
  });
});
