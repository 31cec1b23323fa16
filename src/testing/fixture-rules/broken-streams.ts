import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { LLMError } from '../../errors.ts';
import { comparable, eventually, readThrough } from '../checks.ts';
import type { ErrorFixture } from '../fixture.ts';
import type { Chunk, FixtureSubject, Middle, Played, StreamFixture } from '../fixture-subject.ts';
import type { Rule } from '../rule.ts';
import { placesIn, whole } from './streams.ts';

const BRACE = 0x7d;
const SPACE = 0x20;

const NO_MIDDLE =
  'no fixture can show it: give one with "frames" of which the first ones hold some of the text, and the last the end';

/** A stream that breaks is never a success, and loses nothing of what it gave. */
export const broken: readonly Rule<FixtureSubject>[] = [
  {
    rule: 'throws, with the answer so far, when a stream ends before it tells its end',
    async run(subject) {
      await subject.each(subject.streams, (fixture) => endsEarly(subject, fixture));
      await middleOf(subject);
    },
  },
  {
    rule: 'throws, with the answer so far, when an event of a stream is garbled',
    run: (subject) => subject.each(subject.streams, (fixture) => garbled(subject, fixture)),
  },
  ...(['cut', 'cut-inside'] as const).map(
    (fault): Rule<FixtureSubject> => ({
      rule: `throws, with the answer so far, when the connection is cut ${fault === 'cut' ? 'between two events' : 'inside an event'}`,
      async run(subject) {
        const { fixture, after, text } = await middleOf(subject);
        subject.serve(fixture, { break: fault, after });
        const reading = await readThrough(subject.client().stream(fixture.request));
        assertBroken(reading, /^STREAM_READ$/, text);
        assert.equal(subject.simulator.requests.length, 1, 'a stream is never tried again after its first content');
      },
    }),
  ),
  {
    rule: 'throws, with the answer so far, when a stream falls silent',
    async run(subject) {
      const { fixture, after, text } = await middleOf(subject);
      subject.serve(fixture, { break: 'stall', after });
      const reading = await readThrough(subject.client({ idleTimeoutMs: 60 }).stream(fixture.request));
      const error = assertBroken(reading, /^LLM_TIMEOUT$/, text);
      assert.equal(error.phase, 'idle');
      assert.match(error.message, /idleTimeoutMs/, 'the message must name the setting');
      await eventually('the connection must be closed', () => subject.simulator.openConnections === 0);
    },
  },
  {
    rule: 'throws when nothing of a stream comes',
    async run(subject) {
      for (const fixture of subject.streams.slice(0, 1)) {
        subject.serve(fixture, { break: 'stall' });
        const client = subject.client({ firstContentTimeoutMs: 40, retry: { attempts: 2 } });
        const { events, error } = await readThrough(client.stream(fixture.request));
        assert.equal(events.length, 0);
        assert.equal(error?.code, 'LLM_TIMEOUT');
        assert.equal(error.phase, 'first-content');
        assert.equal(error.attempts, 2, 'a time-out before the first content is tried again');
      }
    },
  },
  {
    rule: 'throws what an error event says, with the answer so far',
    async run(subject) {
      const middle = await middleOf(subject);
      for (const error of subject.errors) if (error.frame !== undefined) await tells(subject, middle, error.frame, error.expect);
    },
  },
];

/** The place where a stream can break with something given. */
export async function middleOf(subject: FixtureSubject): Promise<Middle> {
  const middle = await subject.middle();
  return middle ?? assert.fail(NO_MIDDLE);
}

/** Each beginning of a stream. Only where the finish reason has come already, and all before it, may it end well. */
async function endsEarly(subject: FixtureSubject, fixture: StreamFixture): Promise<void> {
  const expected = await whole(subject, fixture);
  const { frames } = fixture;
  for (const after of placesIn(subject, fixture, frames.length)) {
    const what = `with ${after} of its ${frames.length} frames`;
    const played = await subject.play(fixture, frames.slice(0, after));
    if (played.error) assertCutOff(played, expected, what);
    else assert.ok(saysSame(played, expected, false), `${what}, and less of the answer, the stream seems to end well`);
  }
}

/** The JSON of each event in turn lacks its last brace. It fails, or nothing is lost by it. */
async function garbled(subject: FixtureSubject, fixture: StreamFixture): Promise<void> {
  const expected = await whole(subject, fixture);
  for (const index of placesIn(subject, fixture, fixture.frames.length)) {
    const spoilt = spoil(fixture.frames[index] as Chunk);
    if (!spoilt) continue;
    const what = `with frame ${index + 1} of ${fixture.frames.length} garbled`;
    const played = await subject.play(fixture, fixture.frames.with(index, spoilt));
    if (played.error) assertCutOff(played, expected, what);
    else assert.ok(saysSame(played, expected, true), `${what}, and so lost, the stream seems to end well`);
  }
}

/** As long as before, for framings that count. Nothing, if there is no JSON in it. */
function spoil(frame: Chunk): Uint8Array | undefined {
  const bytes = Uint8Array.from(Buffer.from(frame as Uint8Array));
  const at = bytes.lastIndexOf(BRACE);
  if (at < 0) return undefined;
  bytes[at] = SPACE;
  return bytes;
}

function saysSame({ response }: Played, { response: expected }: Played, counted: boolean): boolean {
  return response !== undefined && expected !== undefined && isDeepStrictEqual(shape(response), shape(expected));
  function shape(answer: NonNullable<Played['response']>): unknown {
    const { rawFinishReason: _word, id: _id, ...told } = comparable(answer, counted) as Record<string, unknown>;
    return JSON.parse(JSON.stringify(told));
  }
}

/** Before anything has come, it may be taken for no stream of this API. */
function assertCutOff(played: Played, expected: Played, what: string): void {
  const { error, text } = played;
  assert.match(
    error?.code ?? '',
    text === '' ? /^(STREAM_READ|LLM_RESPONSE)$/ : /^STREAM_READ$/,
    `${what}, it must be an error of the stream, was ${error?.code}: ${error?.message}`,
  );
  assert.ok(
    expected.text.startsWith(text),
    `${what}, the stream gives a text that is not the beginning of the answer: "${text}"`,
  );
  assert.equal(error?.partial?.content, text, `${what}, partial must hold the answer so far`);
}

function assertBroken({ events, text, error }: Played, code: RegExp, expected: string): LLMError {
  assert.ok(error, 'a broken stream seems to end well');
  assert.ok(!events.some(({ type }) => type === 'finish'), 'a broken stream gives a finish event');
  assert.match(error.code, code);
  assert.equal(text, expected, 'what came before the break must be given, and no more');
  assert.equal(error.partial?.content, expected, 'partial must hold the answer so far');
  return error;
}

/** Whatever comes after the event. */
async function tells(
  subject: FixtureSubject,
  { fixture, after, text }: Middle,
  frame: Chunk,
  { code, message = '', retryable }: ErrorFixture['expect'],
): Promise<void> {
  const before = fixture.frames.slice(0, after);
  const ended = await subject.play(fixture, before);
  for (const rest of [[], fixture.frames.slice(after)]) {
    const reading = await subject.play(fixture, [...before, frame, ...rest]);
    assert.ok(reading.error, `the error event is swallowed: the stream seems to end well (${Buffer.from(frame as Uint8Array)})`);
    assert.notEqual(reading.error.message, ended.error?.message, 'the error event is swallowed: the stream seems just to end');
    const error = assertBroken(reading, new RegExp(`^${code}$`), text);
    assert.ok(error.message.includes(message), `the message must quote "${message}": ${error.message}`);
    if (retryable !== undefined) assert.equal(error.retryable, retryable, 'retryable is not what is expected');
  }
}
