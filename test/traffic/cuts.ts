import { frameEdges, randomFrom } from './places.ts';
import type { Recording } from './recordings.ts';
import { Replay } from './replay.ts';
import { clientFor, outcomeOf, type Speaker } from './speaker.ts';

const SMALL = 4096;
const SEEDED = 100;

/** The first cutting after which a recording reads otherwise than whole; `undefined` if there is none. */
export async function differenceIn(speaker: Speaker, recording: Recording): Promise<string | undefined> {
  const transport = new Replay(recording);
  const client = clientFor(speaker, recording, transport);
  const whole = await outcomeOf(client, recording);
  for (const places of cuttings(recording)) {
    transport.cut(places);
    const seen = await outcomeOf(client, recording);
    if (seen !== whole) return `cut at ${places.slice(0, 5)}: ${seen}\nwhole: ${whole}`;
  }
  return undefined;
}

/** The ways in which a body is cut: each is the places of its cuts. */
function* cuttings(recording: Recording): Generator<readonly number[]> {
  const { body, chunks, name } = recording;
  yield Array.from({ length: body.length - 1 }, (_, index) => index + 1);
  if (chunks) yield placesBetween(chunks);
  if (body.length <= SMALL) {
    for (let place = 1; place < body.length; place++) yield [place];
    return;
  }
  const edges = frameEdges(recording);
  for (let shift = -3; shift <= 3; shift++) {
    yield edges.map((edge) => edge + shift).filter((place) => place > 0 && place < body.length);
  }
  const random = randomFrom(name);
  for (let count = 0; count < SEEDED; count++) yield [1 + Math.floor(random() * (body.length - 1))];
}

function placesBetween(lengths: readonly number[]): number[] {
  const places: number[] = [];
  for (const length of lengths.slice(0, -1)) places.push((places.at(-1) ?? 0) + length);
  return places;
}
