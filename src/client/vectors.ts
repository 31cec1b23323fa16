import type { EmbedAnswer } from '../data-wires.ts';

/** What is wrong with an answer, to be thrown as a `ResponseError` by who knows whose it is. */
export class WrongVectors extends Error {}

const BYTES = Float32Array.BYTES_PER_ELEMENT;

/**
 * The vectors of an answer in the order of the inputs. `from` is the place of the first input among all, so that a message names
 * the caller's.
 *
 * @throws {WrongVectors} where there is not exactly one vector of finite numbers for each input.
 */
export function readVectors({ vectors }: EmbedAnswer, inputs: number, from: number): number[][] {
  if (vectors.length !== inputs) throw new WrongVectors(`there are ${vectors.length} vectors for ${inputs} inputs`);
  const ordered = new Array<number[] | undefined>(inputs).fill(undefined);
  for (const [place, { index = place, values }] of vectors.entries()) {
    if (!Number.isSafeInteger(index) || index < 0 || index >= inputs)
      throw new WrongVectors(`a vector has an index that is none of the ${inputs} inputs`);
    if (ordered[index]) throw new WrongVectors(`input ${from + index} has two vectors`);
    ordered[index] = readVector(values, `input ${from + index}`);
  }
  return ordered as number[][];
}

/** That all vectors have one length, and the one that was asked for. @throws {WrongVectors} where they have not. */
export function checkLengths(vectors: readonly (readonly number[])[], dimensions: number | undefined, from: number): void {
  const length = dimensions ?? vectors[0]?.length;
  const other = vectors.findIndex((vector) => vector.length !== length);
  if (other < 0) return;
  const expected = dimensions === undefined ? `that of input ${from} ${length}` : `${length} were asked for`;
  throw new WrongVectors(`the vector of input ${from + other} has ${vectors[other]?.length} numbers, ${expected}`);
}

function readVector(values: unknown, whose: string): number[] {
  const vector = typeof values === 'string' ? unpack(values, whose) : values;
  if (!Array.isArray(vector) || vector.length === 0) throw new WrongVectors(`${whose} has no vector`);
  // By hand, because there may be millions.
  for (let at = 0; at < vector.length; at += 1)
    if (!Number.isFinite(vector[at])) throw new WrongVectors(`the vector of ${whose} holds ${wrong(vector[at])}`);
  return vector;
}

/** The numbers of base64 of 32-bit floats, the lowest byte first, whatever machine this is. */
function unpack(text: string, whose: string): number[] {
  const bytes = Buffer.from(text, 'base64');
  // Node passes over what is no base64, so that there are then fewer bytes than the text has room for.
  if (bytes.length % BYTES !== 0 || bytes.length !== Buffer.byteLength(text, 'base64'))
    throw new WrongVectors(`the vector of ${whose} is no base64 of 32-bit numbers`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const vector = new Array<number>(bytes.length / BYTES);
  for (let at = 0; at < vector.length; at += 1) vector[at] = view.getFloat32(at * BYTES, true);
  return vector;
}

function wrong(value: unknown): string {
  return typeof value === 'number' ? String(value) : 'what is no number';
}
