import assert from 'node:assert/strict';
import { assertSame, comparable } from '../checks.ts';
import type { Fixture } from '../fixture.ts';
import type { Chunk, FixtureSubject, Played, StreamFixture } from '../fixture-subject.ts';
import type { Rule } from '../rule.ts';

/** More places than these, in streams that are not long, are too many for the time that a test has. */
const MOST_PLACES = 400;
const MANY_FRAMES = 200;

/** What ends a stream is always looked at. */
const LAST_PLACES = 5;

/** Less than an event, and no divisor of what events are often as long as. */
const PIECE = 7;

const SSE_LINE = /^(data|event|id|retry)?:/;

/** How the bytes of a stream come means nothing. */
export const deliveries: readonly Rule<FixtureSubject>[] = [
  {
    rule: 'gives the same answer wherever the bytes of a stream are cut in two',
    run: (subject) =>
      subject.each(subject.streams, async (fixture) => {
        const expected = await whole(subject, fixture);
        const bytes = bytesOf(fixture.frames);
        for (const at of placesIn(subject, fixture, bytes.length).slice(1)) {
          const played = await subject.play(fixture, [bytes.subarray(0, at), bytes.subarray(at)]);
          assertPlayed(played, expected, `cut in two after ${at} of ${bytes.length} bytes, the stream`);
        }
      }),
  },
  {
    rule: 'gives the same answer when a stream comes byte by byte, or all at once',
    run: (subject) =>
      subject.each(subject.streams, async (fixture) => {
        const expected = await whole(subject, fixture);
        const bytes = bytesOf(fixture.frames);
        const each = Array.from(bytes, (byte) => Uint8Array.of(byte));
        assertPlayed(await subject.play(fixture, each), expected, 'byte by byte, the stream');
        assertPlayed(await subject.play(fixture, [bytes]), expected, 'all at once, the stream');
      }),
  },
  {
    rule: 'gives the same answer when the lines of a stream end in CRLF',
    run: (subject) =>
      subject.each(subject.streams.filter(isSse), async (fixture) => {
        const expected = await whole(subject, fixture);
        const lines = fixture.frames.map((frame) => String(frame).replaceAll(/\r?\n/g, '\r\n'));
        assertPlayed(await subject.play(fixture, lines), expected, 'with CRLF line ends, the stream');
      }),
  },
  {
    rule: 'gives the same answers when streams are read side by side',
    async run(subject) {
      const fixtures = [...subject.streams, ...subject.streams];
      const expected = await Promise.all(fixtures.map((fixture) => whole(subject, fixture)));
      const played = await Promise.all(fixtures.map((fixture) => subject.play(fixture, piecesOf(bytesOf(fixture.frames)))));
      for (const [index, { name }] of fixtures.entries())
        assertPlayed(played[index] as Played, expected[index] as Played, `side by side with others, the stream of "${name}"`);
    },
  },
];

/** The places of a stream that are tried: all, or where there are too many some, evenly. */
export function placesIn({ streams }: FixtureSubject, { frames }: StreamFixture, count: number): number[] {
  const most = MOST_PLACES / streams.length / (1 + frames.length / MANY_FRAMES);
  const step = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: count }, (_, at) => at).filter((at) => at % step === 0 || at >= count - LAST_PLACES);
}

/** Whether a stream is of server-sent events: those alone may end their lines so. */
export function isSse({ frames = [] }: Fixture): boolean {
  return frames.length > 0 && frames.every((frame) => typeof frame === 'string' && SSE_LINE.test(frame));
}

/** What the stream of a fixture gives, frame by frame. */
export async function whole(subject: FixtureSubject, fixture: StreamFixture): Promise<Played> {
  const played = await subject.play(fixture, fixture.frames);
  if (played.error) throw played.error;
  return played;
}

/** That something gave the same. */
export function assertPlayed({ response, text, error }: Played, expected: Played, what: string): void {
  assert.equal(error, undefined, `${what} fails: ${error?.message}`);
  assert.ok(response && expected.response);
  assert.equal(text, expected.text, `${what} gives another text`);
  assertSame(comparable(response, true), comparable(expected.response, true), `${what} gives another answer`);
}

function bytesOf(chunks: readonly Chunk[]): Buffer {
  return Buffer.concat(chunks.map((chunk) => Buffer.from(chunk as Uint8Array)));
}

function piecesOf(bytes: Buffer): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, at) => bytes.subarray(at * PIECE, (at + 1) * PIECE));
}
