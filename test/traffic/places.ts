import type { Recording } from './recordings.ts';

const NEWLINE = 10;
const RETURN = 13;

/** The places behind each frame: a line, or a blank line where events have several. */
export function frameEdges({ body, kind }: Recording): number[] {
  const edges: number[] = [];
  for (let at = 1; at < body.length; at++) {
    if (body[at] !== NEWLINE) continue;
    const before = body[at - 1] === RETURN ? body[at - 2] : body[at - 1];
    if (kind !== 'sse' || before === NEWLINE) edges.push(at + 1);
  }
  return edges;
}

/** Numbers from 0 up to 1 that are the same in every run: a linear congruential generator seeded by a name. */
export function randomFrom(name: string): () => number {
  let state = [...name].reduce((hash, character) => (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0, 7);
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
