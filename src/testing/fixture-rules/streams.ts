import assert from 'node:assert/strict';
import { assertSame, comparable } from '../checks.ts';
import type { Fixture } from '../fixture.ts';
import type { Chunk, FixtureSubject, Played, StreamFixture } from '../fixture-subject.ts';
import type { Rule } from '../rule.ts';

/** More places than this are too many for the time that a test has; then some are left out, evenly. */
const MOST_PLACES = 600;

const SSE_LINE = /^(data|event|id|retry)?:/;

/** How the bytes of a stream come means nothing. */
export const deliveries: readonly Rule<FixtureSubject>[] = [
  {
    rule: 'gives the same answer wherever the bytes of a stream are cut in two',
    run: (subject) =>
      subject.each(subject.streams, async (fixture) => {
        const expected = await whole(subject, fixture);
        const bytes = bytesOf(fixture.frames);
        const step = Math.max(1, Math.ceil(bytes.length / MOST_PLACES));
        for (let at = step; at < bytes.length; at += step) {
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
];

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
function assertPlayed({ response, text, error }: Played, expected: Played, what: string): void {
  assert.equal(error, undefined, `${what} fails: ${error?.message}`);
  assert.ok(response && expected.response);
  assert.equal(text, expected.text, `${what} gives another text`);
  assertSame(comparable(response, true), comparable(expected.response, true), `${what} gives another answer`);
}

function bytesOf(chunks: readonly Chunk[]): Buffer {
  return Buffer.concat(chunks.map((chunk) => Buffer.from(chunk as Uint8Array)));
}
