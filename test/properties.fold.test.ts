import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Delta } from '../src/delta.ts';
import type { CompletionResponse, StreamEvent } from '../src/types.ts';
import { deltaClient } from './support/delta-client.ts';
import { FakeTransport } from './support/fake-transport.ts';
import { maybe } from './support/spoiled.ts';

/** The same cases in every run. */
fc.configureGlobal({ seed: 20261122, numRuns: 60 });

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const key = fc.constantFrom(0, 1, 2);
const call = fc.record({
  type: fc.constant('tool-call' as const),
  key: maybe(key),
  id: maybe(fc.constantFrom('a', 'b', '')),
  name: maybe(fc.constantFrom('f', 'g')),
  argumentsText: fc.constantFrom('', '{', '"a"', ':1}', '{}', 'null'),
  mode: fc.constantFrom('append' as const, 'whole' as const),
});
const place = fc.record({
  part: maybe(key),
  start: maybe(fc.nat(12)),
  end: maybe(fc.nat(30)),
  unit: maybe(fc.constantFrom('utf16' as const, 'codepoint' as const, 'byte' as const)),
  marker: maybe(maybe(fc.constantFrom('[1]', '[2]'))),
});
const citation = fc.record({
  type: fc.constant('citation' as const),
  citation: fc.record({ title: fc.constantFrom('a', 'b'), raw: fc.constant(null) }),
  place: maybe(place),
});
const cited = fc.string({ unit: fc.constantFrom('a', 'é', '語', '😀', ' ', '. ', '\n', '`', '[1]', '[2]'), maxLength: 12 });
const delta: fc.Arbitrary<Delta> = fc.oneof(
  citation,
  fc.record({ type: fc.constant('text' as const), key: maybe(key), text: cited }),
  fc.record({ type: fc.constant('text' as const), key: maybe(key), text }),
  fc.record({ type: fc.constant('reasoning' as const), key: maybe(key), text }),
  fc.record({ type: fc.constantFrom('start' as const, 'stop' as const), key }),
  fc.record({ type: fc.constant('response' as const), id: maybe(text), model: maybe(text) }),
  { arbitrary: call, weight: 3 },
  fc.record({
    type: fc.constant('part' as const),
    key: maybe(key),
    kind: maybe(fc.constantFrom('text' as const, 'reasoning' as const, 'tool-call' as const, 'opaque' as const)),
    data: fc.dictionary(fc.constantFrom('signature', 'list'), fc.constantFrom<'x' | string[]>('x', ['y'])),
  }),
  fc.record({ type: fc.constant('usage' as const), counters: fc.record({ input: maybe(fc.nat()), output: maybe(fc.nat()) }) }),
  fc.record({ type: fc.constant('finish' as const), reason: fc.constantFrom('stop' as const, 'length' as const), raw: text }),
);
const deltas = fc.array(delta, { maxLength: 24 });
const places = fc.array(fc.nat(), { maxLength: 12 });
const LAST: Delta = { type: 'finish', reason: 'stop', raw: 'stop' };

/** A list or bytes in pieces; some of them may be empty. */
function cut<T extends { length: number; slice(from?: number, to?: number): T }>(whole: T, at: readonly number[]): T[] {
  const ends = [...at.map((place) => place % (whole.length + 1)), whole.length].sort((a, b) => a - b);
  return ends.map((end, index) => whole.slice(ends[index - 1] ?? 0, end));
}

function sseOf(events: readonly (readonly Delta[])[], newline = '\n'): Uint8Array {
  const lines = [...events, [LAST]].map((group) => `data: ${JSON.stringify(group)}`);
  return Buffer.from([...lines, 'data: [DONE]', ''].join(newline + newline));
}

function withoutTimes({ meta, raw, ...rest }: CompletionResponse) {
  return rest;
}

const timeless = (events: readonly StreamEvent[]): unknown[] =>
  events.map((event) => (event.type === 'finish' ? { ...event, response: withoutTimes(event.response) } : event));

describe('a stream of any deltas', () => {
  let transport = new FakeTransport();
  // One client for all: its schema is compiled once.
  const client = deltaClient({ send: (...sent: Parameters<FakeTransport['send']>) => transport.send(...sent) } as FakeTransport);
  const streamed = async (chunks: Uint8Array[]): Promise<StreamEvent[]> => {
    transport = new FakeTransport({ chunks });
    const events: StreamEvent[] = [];
    for await (const event of client.stream('Hi')) events.push(event);
    return events;
  };

  it('folds to the same events and response wherever its bytes are cut, framed with LF or CRLF', async () => {
    await fc.assert(
      fc.asyncProperty(deltas, places, places, async (all, groups, at) => {
        const events = cut(all, groups);
        const whole = timeless(await streamed([sseOf(events)]));
        expect(timeless(await streamed(cut(sseOf(events), at)))).toEqual(whole);
        expect(timeless(await streamed(cut(sseOf(events, '\r\n'), at)))).toEqual(whole);
      }),
    );
  });

  it('folds to the same events and response however its deltas are grouped into events', async () => {
    await fc.assert(
      fc.asyncProperty(deltas, places, async (all, groups) => {
        const single = timeless(await streamed([sseOf(all.map((one) => [one]))]));
        expect(timeless(await streamed([sseOf([all])]))).toEqual(single);
        expect(timeless(await streamed([sseOf(cut(all, groups))]))).toEqual(single);
      }),
    );
  });

  it('folds to the same response one byte at a time', async () => {
    await fc.assert(
      fc.asyncProperty(deltas, async (all) => {
        const bytes = sseOf([all], '\r\n');
        const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
        expect(timeless(await streamed(single))).toEqual(timeless(await streamed([bytes])));
      }),
      { numRuns: 10 },
    );
  });

  it('folds to the same response as a whole answer of the same deltas', async () => {
    await fc.assert(
      fc.asyncProperty(deltas, async (all) => {
        transport = new FakeTransport({ chunks: [JSON.stringify([...all, LAST])] });
        const whole = await client.complete('Hi');
        const last = (await streamed([sseOf([all])])).at(-1);
        expect(last?.type === 'finish' && withoutTimes(last.response)).toEqual(withoutTimes(whole));
      }),
    );
  });

  it('tells in its events what the response holds', async () => {
    await fc.assert(
      fc.asyncProperty(deltas, async (all) => {
        const events = await streamed([sseOf([all])]);
        const finish = events.at(-1);
        if (finish?.type !== 'finish') throw new Error('there is no finish event');
        const { response } = finish;
        const said = (type: 'text' | 'reasoning') => events.map((event) => (event.type === type ? event.text : '')).join('');
        expect(said('text').length).toBe(response.content.length);
        expect(said('reasoning').length).toBe(response.reasoning?.length ?? 0);
        expect(events.filter(({ type }) => type === 'finish')).toHaveLength(1);
      }),
    );
  });

  it('tells the citations of its response, wherever its text is cut, each within the text', async () => {
    const said = fc.record({ type: fc.constant('text' as const), text: cited });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(said, citation), { maxLength: 16 }), async (all) => {
        const events = await streamed([sseOf(all.map((one) => [one]))]);
        const finish = events.at(-1);
        if (finish?.type !== 'finish') throw new Error('there is no finish event');
        const { citations = [], content } = finish.response;
        const told = events.flatMap((event) => (event.type === 'citation' ? [JSON.stringify(event.citation)] : []));
        expect(told.toSorted()).toEqual(citations.map((one) => JSON.stringify(one)).toSorted());
        for (const { start = 0, end = start + 1 } of citations)
          expect(end > start && end <= Math.max(1, content.length)).toBe(true);
        const letters = all.flatMap((one): Delta[] =>
          one.type === 'text' ? [...one.text].map((text) => ({ ...one, text })) : [one],
        );
        const last = (await streamed([sseOf(letters.map((one) => [one]))])).at(-1);
        expect(last?.type === 'finish' && last.response.citations).toEqual(finish.response.citations);
      }),
      { numRuns: 150 },
    );
  });

  it('tells of each call its start, then all of it, once, by the index that it has in the response', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof({ arbitrary: call, weight: 4 }, delta), { maxLength: 16 }), async (all) => {
        const events = await streamed([sseOf(all.map((one) => [one]))]);
        const finish = events.at(-1);
        const calls = finish?.type === 'finish' ? finish.response.toolCalls : [];
        expect(events.filter(({ type }) => type === 'tool-call')).toHaveLength(calls.length);
        for (const [index, { id, name, argumentsText }] of calls.entries()) {
          const [start, ...others] = events.filter((event) => 'index' in event && event.index === index);
          expect(start).toEqual({ type: 'tool-call-start', index, id, name });
          expect(others.filter(({ type }) => type === 'tool-call')).toMatchObject([{ toolCall: { id, name } }]);
          const pieces = others.map((event) => (event.type === 'tool-call-delta' ? event.argumentsText : '')).join('');
          // A whole that contradicts its pieces is believed, and events can't be taken back.
          if (!all.some((one) => one.type === 'tool-call' && one.mode === 'whole')) expect(pieces).toBe(argumentsText);
        }
      }),
      { numRuns: 150 },
    );
  });
});
