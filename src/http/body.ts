import type { HttpAnswer } from './transport.ts';

/** A body that is larger than what is read of one. */
export class TooLargeError extends RangeError {}

/**
 * The whole body as text. A byte order mark is left out and invalid UTF-8 becomes U+FFFD.
 *
 * @throws {TooLargeError} when it is larger than `limitBytes`; the connection is closed then.
 */
export async function readBody(answer: HttpAnswer, limitBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body) {
    length += chunk.length;
    if (length > limitBytes) throw new TooLargeError(`the answer is larger than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(join(chunks));
}

/**
 * The beginning of an error's body, or as much of it as has come when `enough` is settled. It never fails: the status says more
 * than a second failure would.
 */
export async function readErrorBody(answer: HttpAnswer, limitBytes: number, enough: Promise<unknown>): Promise<string> {
  const chunks: Uint8Array[] = [];
  await Promise.race([collect(answer, limitBytes, chunks), enough]).catch(() => {});
  // As of a stream, so that half a character at the cut is left out.
  return new TextDecoder().decode(join(chunks), { stream: true });
}

async function collect(answer: HttpAnswer, limitBytes: number, chunks: Uint8Array[]): Promise<void> {
  let room = limitBytes;
  for await (const chunk of answer.body) {
    chunks.push(chunk.subarray(0, room));
    room -= chunk.length;
    if (room <= 0) break;
  }
}

function join(chunks: Uint8Array[]): Uint8Array {
  const [first] = chunks;
  return first && chunks.length === 1 ? first : Buffer.concat(chunks);
}
