import { describe, expect, it } from '@jest/globals';
import { Fold } from '../../src/client/fold.ts';
import type { CitedPlace, Delta, PartKey } from '../../src/delta.ts';
import type { CompletionResponse, StreamEvent } from '../../src/types.ts';
import { deltaClient } from '../support/delta-client.ts';
import { event as frame } from '../support/delta-wire.ts';
import { FakeTransport } from '../support/fake-transport.ts';
import { fold } from '../support/fold.ts';

const text = (value: string, key?: PartKey): Delta => ({ type: 'text', key, text: value });
const cite = (title: string, place?: CitedPlace, more: object = {}): Delta => ({
  type: 'citation',
  citation: { title, raw: {}, ...more },
  place,
});
const stop = (key: PartKey): Delta => ({ type: 'stop', key });
const start = (key: PartKey): Delta => ({ type: 'start', key });

/** What is told, in order: text as it is, a citation by its title and the span's bounds. */
function told(...deltas: Delta[]): string[] {
  return fold(...deltas).events.flatMap(shown);
}

function shown(event: StreamEvent): string[] {
  if (event.type === 'text') return [event.text];
  if (event.type !== 'citation') return [];
  const { title, start: from, end } = event.citation;
  return [from === undefined && end === undefined ? `${title}` : `${title} ${from}-${end}`];
}

/** What each citation of the response is of, in words. */
function cited(...deltas: Delta[]): string[] {
  const { fold: folded, content } = fold(...deltas);
  const whole = content
    .map((part) => ((part as { type: string }).type === 'text' ? (part as { text: string }).text : ''))
    .join('');
  return folded.citations.map(({ title, start: from, end }) => `${title}: ${from === undefined ? '-' : whole.slice(from, end)}`);
}

describe('citations', () => {
  it('are told as they are without a place, or with a span of their own', () => {
    const own = cite('b', { start: 0, end: 1 }, { start: 2, end: 3 });
    expect(told(text('Mars is red'), cite('a'), own)).toEqual(['Mars is red', 'a', 'b 2-3']);
    const { events, fold: folded } = fold(cite('a'));
    expect(events).toEqual([{ type: 'citation', citation: { title: 'a', raw: {} } }]);
    expect(folded.citations).toEqual([{ title: 'a', raw: {} }]);
  });

  it.each<[what: string, place: CitedPlace, cites: string]>([
    ["JavaScript's characters", { start: 2, end: 6 }, 'Mars'],
    ['code points', { start: 1, end: 5, unit: 'codepoint' }, '\u200dMar'],
    ['bytes', { start: 4, end: 7, unit: 'byte' }, '\u200d'],
    ['code points after others', { start: 2, end: 6, unit: 'codepoint' }, 'Mars'],
    ['no beginning', { end: 2 }, '😀'],
    ['no end', { start: 7 }, ' ist röt'],
    ['nothing', {}, '😀\u200dMars ist röt'],
    ['an end beyond the text', { start: 12, end: 99 }, 'röt'],
    ['an end beyond the bytes', { start: 19, end: 99, unit: 'byte' }, 't'],
  ])('have a span that is told in %s', (_what, place, cites) => {
    const whole = '😀\u200dMars ist röt';
    const expected = cites === 'Mars' && place.unit === undefined ? whole.slice(2, 6) : cites;
    expect(cited(text(whole), cite('a', place))).toEqual([`a: ${expected}`]);
  });

  it.each<[what: string, place: object]>([
    ['a beginning after the end', { start: 3, end: 2 }],
    ['no characters', { start: 2, end: 2 }],
    ['a beginning beyond the text', { start: 6, end: 7 }],
    ['a beginning at the end of the text', { start: 5 }],
    ['a negative number', { start: -1, end: 2 }],
    ['a fraction', { start: 0, end: 1.5 }],
    ['NaN', { start: Number.NaN, end: 2 }],
    ['infinity', { start: 0, end: Number.POSITIVE_INFINITY }],
    ['null', { start: null, end: 2 }],
    ['a text', { start: '0', end: 2 }],
    ['a strange unit', { start: 0, end: 2, unit: 'words' }],
    ['an end within a surrogate pair', { start: 0, end: 4 }],
    ['a beginning within a surrogate pair', { start: 4, end: 5 }],
    ['an end within a character of UTF-8', { start: 0, end: 5, unit: 'byte' }],
    ['a part that never comes', { part: 7, start: 0, end: 2 }],
    ['a marker that never stands', { marker: '[9]' }],
    ['an empty marker', { marker: '' }],
  ])('have none rather than a wrong one for %s', (_what, place) => {
    expect(cited(text('abc😀'), cite('a', place as CitedPlace))).toEqual(['a: -']);
    expect(told(text('abc😀'), cite('a', place as CitedPlace))).toEqual(['abc😀', 'a']);
  });

  it('count in all text of the answer, or in their part', () => {
    const parts = [text('Mars ', 0), text('is red', 1), { type: 'reasoning', text: 'hm' } as const, text(' now')];
    expect(cited(...parts, cite('a', { start: 5, end: 11 }), cite('b', { part: 1, start: 3, end: 6 }))).toEqual([
      'a: is red',
      'b: red',
    ]);
    expect(cited(...parts, cite('a', { start: 8 }), cite('b', { part: 0 }), cite('c', { part: '1' }))).toEqual([
      'a: red now',
      'b: Mars ',
      'c: is red',
    ]);
  });

  it('are told as soon as their text has come', () => {
    expect(told(cite('a', { start: 0, end: 6 }), text('Mars '), text('is '), text('red'))).toEqual([
      'Mars ',
      'is ',
      'a 0-6',
      'red',
    ]);
    expect(told(text('Mars '), cite('a', { start: 0, end: 4 }), text('is red'))).toEqual(['Mars ', 'a 0-4', 'is red']);
  });

  it('wait for a part that begins after them', () => {
    expect(told(cite('a', { part: 1, start: 0, end: 2 }), text('Mars ', 0), stop(0), text('is', 1), text(' red', 1))).toEqual([
      'Mars ',
      'is',
      'a 5-7',
      ' red',
    ]);
  });

  it('wait for the end of their part, where that is theirs', () => {
    const whole = cite('a', { part: 0 });
    expect(told(text('Mars', 0), whole, text(' is', 0), stop(0), text('red', 1))).toEqual(['Mars', ' is', 'a 0-7', 'red']);
    expect(told(text('Mars', 0), whole, text(' is', 0), start(0), text('red', 0))).toEqual(['Mars', ' is', 'a 0-7', 'red']);
    expect(told(text('Mars', 0), whole, text(' is', 0), text('red', 1))).toEqual(['Mars', ' is', 'red', 'a 0-7']);
  });

  it('wait until no part before theirs can grow', () => {
    const ofSecond = cite('b', { part: 1, start: 0, end: 3 });
    expect(told(text('Mars ', 0), text('red', 1), ofSecond, text('is ', 0), stop(0))).toEqual(['Mars ', 'red', 'is ', 'b 8-11']);
    expect(cited(text('Mars ', 0), text('red', 1), ofSecond, text('is ', 0))).toEqual(['b: red']);
    expect(told(text('Mars '), { type: 'reasoning', text: 'hm' }, text('red', 1), ofSecond)).toEqual(['Mars ', 'red', 'b 5-8']);
  });

  it('have their right place in an answer whose parts grow in turns', () => {
    const turns = [text('a', 0), text('x', 1), text('b', 0), text('y', 1), cite('all', { start: 1, end: 3 }), text('c', 0)];
    expect(cited(...turns)).toEqual(['all: bc']);
    expect(told(...turns)).toEqual(['a', 'x', 'b', 'y', 'c', 'all 1-3']);
  });

  it('belong to the part that has their key when they come', () => {
    const parts = [text('Mars', 0), cite('a', { part: 0, start: 0, end: 4 }), start(0), cite('b', { part: 0 }), text('red', 0)];
    expect(cited(...parts)).toEqual(['a: Mars', 'b: red']);
  });

  it('keep the order in which they came, in the response of all, in events of those that are told together', () => {
    const deltas = [text('Mars is', 0), cite('a', { part: 0 }), cite('b', { start: 0, end: 4 }), cite('c', { part: 0 }), stop(0)];
    expect(told(...deltas)).toEqual(['Mars is', 'b 0-4', 'a 0-7', 'c 0-7']);
    expect(cited(...deltas)).toEqual(['a: Mars is', 'b: Mars', 'c: Mars is']);
  });

  it('are told once for each place of a marker, whether it comes before or after them', () => {
    const markers = [cite('a', { marker: '[1]' }), cite('b', { marker: '[2]' }), cite('c', { marker: '[3]' })];
    const pieces = [text('Mars is red [1'), text('][2]. It is '), text('small [1].')];
    expect(told(...markers, ...pieces)).toEqual([
      'Mars is red [1',
      '][2]. It is ',
      'a 0-11',
      'b 0-11',
      'small [1].',
      'a 20-31',
      'c',
    ]);
    expect(told(...pieces, ...markers)).toEqual([
      ...pieces.map((one) => (one as { text: string }).text),
      'a 0-11',
      'a 20-31',
      'b 0-11',
      'c',
    ]);
    const words = ['a: Mars is red', 'a: It is small', 'b: Mars is red', 'c: -'];
    expect(cited(...markers, ...pieces)).toEqual(words);
    expect(cited(...pieces, ...markers)).toEqual(words);
  });

  it('find markers of a part alone, if that is asked', () => {
    const parts = [text('Mars [1].', 0), stop(0), text('Venus [1].', 1)];
    expect(cited(...parts, cite('a', { part: 1, marker: '[1]' }))).toEqual(['a: Venus']);
  });

  it('cost no more for a long answer than for a short one, each', () => {
    const folded = new Fold({ provider: 'acme', model: 'acme-1', createId: () => '' });
    const from = process.cpuUsage();
    for (let nth = 0; nth < 10_000; nth += 1) {
      folded.push(text('Grün 😀 '));
      folded.push(cite('a', { start: nth * 8, end: nth * 8 + 4, unit: nth % 2 ? 'codepoint' : 'utf16' }));
      folded.push(cite('b', { marker: `[${nth}]` }));
      folded.take();
      if (nth === 1000) folded.push(cite('whole', {}));
    }
    folded.close();
    expect(folded.citations).toHaveLength(20_001);
    // Time of the processor, which others who use it do not lengthen.
    expect(process.cpuUsage(from).user).toBeLessThan(4_000_000);
  });

  it('cost no more in an answer of many parts than of few, each', () => {
    const folded = new Fold({ provider: 'acme', model: 'acme-1', createId: () => '' });
    const from = process.cpuUsage();
    for (let nth = 0; nth < 20_000; nth += 1) {
      for (const delta of [start(nth), text('Mars ', nth), cite('a', { part: nth }), stop(nth)]) folded.push(delta);
      folded.take();
    }
    folded.close();
    expect(folded.citations.at(-1)).toMatchObject({ start: 99_995, end: 100_000 });
    expect(process.cpuUsage(from).user).toBeLessThan(4_000_000);
  });

  it('have the place that is right at the end where a part grows that was told to be complete', () => {
    const parts = [text('Mars', 0), stop(0), text('Venus', 1), cite('a', { part: 1 }), stop(1), text('!', 0)];
    expect(cited(...parts)).toEqual(['a: Venus']);
  });
});

describe('citations of a client', () => {
  const read = async (
    chunks: (string | Error)[],
  ): Promise<{ events: StreamEvent[]; partial?: CompletionResponse | undefined }> => {
    const transport = new FakeTransport({ chunks: chunks as string[] });
    const events: StreamEvent[] = [];
    try {
      for await (const one of deltaClient(transport, { retry: { attempts: 1 } }).stream('Hi')) events.push(one);
      return { events };
    } catch (error) {
      return { events, partial: (error as { partial?: CompletionResponse }).partial };
    }
  };

  it('are told before the finish, and are in the response', async () => {
    const chunks = [frame(text('Mars'), cite('a', {})), frame({ type: 'finish', reason: 'stop', raw: 'stop' })];
    const { events } = await read(chunks);
    expect(events.flatMap(shown)).toEqual(['Mars', 'a 0-4']);
    const last = events.at(-1);
    expect(last?.type === 'finish' && last.response.citations).toEqual([{ title: 'a', raw: {}, start: 0, end: 4 }]);
  });

  it('are in the answer that a broken stream leaves, as far as they are known', async () => {
    const { events, partial } = await read([
      frame(
        text('Mars is red'),
        cite('a', { start: 0, end: 4 }),
        cite('b', {}),
        cite('c', { start: 8, end: 40 }),
        cite('d', { part: 3 }),
      ),
    ]);
    expect(events.flatMap(shown)).toEqual(['Mars is red', 'a 0-4']);
    expect(partial?.citations?.map(({ title, start: from, end }) => [title, from, end])).toEqual([
      ['a', 0, 4],
      ['b', 0, 11],
      ['c', 8, 11],
      ['d', undefined, undefined],
    ]);
  });
});
