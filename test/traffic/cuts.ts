import { type Frame, type Framing, jsonLines, sse } from '../../src/http/framing.ts';
import { frameEdges, randomFrom } from './places.ts';
import type { Recording } from './recordings.ts';
import { Replay } from './replay.ts';
import { clientFor, outcomeOf, type Speaker } from './speaker.ts';

// A stream is read in two steps: its framing makes frames of bytes, and all that lies behind sees frames only. So each single
// place of each body is cut for the framing alone, which is cheap, and the frames have to be those of the whole. What cuts can
// still change then is how many frames a chunk completes: none, one, or several, with or without the beginning of the next. For
// that the whole client reads a body in few ways: with bytes apart, as it was recorded, cut at and near all edges of frames, and
// cut at some places between them. A whole answer is joined before anything looks at it, so it needs even fewer.

/** How many bytes come apart at the beginning and at the end of a body. Between them a long one only repeats itself. */
const APART = 2048;

/** How many single cuts are tried through the whole client: fewer where they would read more bytes than this. */
const SINGLE_CUTS = { answer: 3, least: 5, most: 20, bytes: 1 << 20 };
/** Bodies of no more bytes have few frames, so each edge is a single cut too. */
const SMALL = 4096;

/** For the framing a body is cut in two at each of its places if that costs no more bytes than this. */
const FRAMING_BYTES = 1 << 19;
/** Larger ones come in more pieces than two, but none shorter than this, and each place is the end of a piece once. */
const SHORTEST_PIECE = 64;

/** The first cutting after which a recording reads otherwise than whole; `undefined` if there is none. */
export async function differenceIn(speaker: Speaker, recording: Recording): Promise<string | undefined> {
  const transport = new Replay(recording);
  const client = clientFor(speaker, recording, transport);
  const whole = await outcomeOf(client, recording);
  for (const places of cuttings(recording)) {
    transport.cut(places);
    const seen = await outcomeOf(client, recording);
    if (seen !== whole) return `cut at ${places.slice(0, 5)}: ${firstDifference(seen, whole)}`;
  }
  return recording.kind === 'json' ? undefined : differenceInFrames(framingAskedBy(transport), recording.body);
}

function firstDifference(seen: string, whole: string): string {
  const [lines, expected] = [seen.split('\n'), whole.split('\n')];
  const at = lines.findIndex((line, index) => line !== expected[index]);
  return `${lines[at]}\nwhole: ${expected[at]}`;
}

/** The ways in which a body is cut for the client: each is the places of its cuts. */
function* cuttings(recording: Recording): Generator<readonly number[]> {
  const { body, chunks, name, kind } = recording;
  const { length } = body;
  const places = Array.from({ length: length - 1 }, (_, index) => index + 1);
  yield places.filter((place) => place <= APART || place >= length - APART);
  if (chunks) yield placesBetween(chunks);
  if (kind !== 'json') yield* cutsAtEdges(recording);
  const random = randomFrom(name);
  const { answer, least, most, bytes } = SINGLE_CUTS;
  const count = kind === 'json' ? answer : Math.max(least, Math.min(most, Math.floor(bytes / length)));
  for (let cut = 0; cut < count; cut++) yield [1 + Math.floor(random() * (length - 1))];
}

function* cutsAtEdges(recording: Recording): Generator<readonly number[]> {
  const { length } = recording.body;
  const edges = frameEdges(recording);
  for (let shift = -3; shift <= 3; shift++) {
    yield edges.map((edge) => edge + shift).filter((place) => place > 0 && place < length);
  }
  if (length > SMALL) return;
  for (const edge of edges) yield [edge];
}

function placesBetween(lengths: readonly number[]): number[] {
  const places: number[] = [];
  for (const length of lengths.slice(0, -1)) places.push((places.at(-1) ?? 0) + length);
  return places;
}

function framingAskedBy({ accept }: Replay): Framing {
  const framing = [sse, jsonLines].find((known) => known.accept === accept);
  if (!framing) throw new Error(`no framing here asks for ${accept}`);
  return framing;
}

function differenceInFrames(framing: Framing, body: Uint8Array): string | undefined {
  const whole = framesOf(framing, body, body.length, body.length);
  const step = Math.min(body.length, Math.max(SHORTEST_PIECE, Math.floor(FRAMING_BYTES / body.length)));
  for (let first = 1; first <= step; first++) {
    const frames = framesOf(framing, body, first, step);
    const index = whole.findIndex((frame, at) => frame.data !== frames[at]?.data || frame.event !== frames[at]?.event);
    if (index >= 0 || frames.length !== whole.length) {
      return `cut after ${first} bytes and each further ${step}: frame ${index} of ${whole.length} differs, of ${frames.length}`;
    }
  }
  return undefined;
}

/** The frames of a body whose first piece has `first` bytes and each other `step`. */
function framesOf(framing: Framing, body: Uint8Array, first: number, step: number): Frame[] {
  const reader = framing.open(body.length + 1);
  const frames = reader.read(body.subarray(0, first));
  for (let from = first; from < body.length; from += step) frames.push(...reader.read(body.subarray(from, from + step)));
  frames.push(...reader.end());
  return frames;
}
