import assert from 'node:assert/strict';
import type { LLMError } from '../../errors.ts';
import type { Chunk, FixtureSubject, StreamFixture } from '../fixture-subject.ts';
import type { Rule } from '../rule.ts';
import { assertPlayed, isSse, whole } from './streams.ts';

/** An event that no API has. */
const UNKNOWN = '{"type":"unknown"';

/** What an API may say tomorrow. */
export const unknown: readonly Rule<FixtureSubject>[] = [
  {
    rule: 'passes over comments and events that it does not know',
    run: (subject) =>
      subject.each(subject.streams, async (fixture) => {
        const frames = fixture.frames.flatMap((frame, index) => [...meaningless(fixture, index), frame]);
        const played = await subject.play(fixture, frames);
        assertPlayed(played, await whole(subject, fixture), 'with events between that it does not know, the stream');
      }),
  },
  {
    rule: 'tells a finish reason that it does not know as "other"',
    run: (subject) =>
      subject.each(subject.fixtures, async (fixture) => {
        const client = subject.client();
        const asks = {
          body: () => client.complete(fixture.request),
          frames: () => client.stream(fixture.request).response,
        };
        for (const kind of ['body', 'frames'] as const) {
          if (fixture[kind] === undefined) continue;
          subject.serve(fixture);
          const { rawFinishReason } = await asks[kind]();
          const word = rawFinishReason.replaceAll(/\w/g, 'z');
          const swap = (text: string) => text.replaceAll(`:"${rawFinishReason}"`, `:"${word}"`);
          subject.serve({
            ...fixture,
            body: fixture.body && JSON.parse(swap(JSON.stringify(fixture.body))),
            frames: fixture.frames?.map((frame) => (typeof frame === 'string' ? swap(frame) : frame)),
          });
          const answer = await asks[kind]().catch(({ code, message }: LLMError) => {
            // Where the word is also what makes an event the last one, there is no end without it.
            assert.equal(code, 'STREAM_READ', `with the finish reason "${word}" it fails: ${message}`);
          });
          if (answer?.rawFinishReason === word)
            assert.equal(answer.finishReason, 'other', `the finish reason "${word}" is told as "${answer.finishReason}"`);
        }
      }),
  },
];

/** What is put before an event: bytes may be counted or summed, so it is as long as one of the API's own, and text alone. */
function meaningless(fixture: StreamFixture, index: number): Chunk[] {
  const frame = fixture.frames[index];
  if (isSse(fixture)) return [': comment\n\n', `event: unknown\ndata: ${UNKNOWN}}\n\n`];
  if (typeof frame !== 'string' || index === 0 || index === fixture.frames.length - 1) return [];
  const [json = ''] = /\{.*\}/s.exec(frame) ?? [];
  const spaces = Buffer.byteLength(json) - UNKNOWN.length - 1;
  return spaces < 0 ? [] : [frame.replace(json, () => `${UNKNOWN}${' '.repeat(spaces)}}`)];
}
