import { type HttpAnswer, TransportFailure } from './transport.ts';

/**
 * The whole body as text. A byte order mark is left out and invalid UTF-8 becomes U+FFFD.
 *
 * @throws {RangeError} when it is larger than `limitBytes`; the connection is closed then.
 */
export async function readBody(answer: HttpAnswer, limitBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body) {
    length += chunk.length;
    if (length > limitBytes) throw new RangeError(`the answer is larger than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(join(chunks));
}

/**
 * The beginning of an error's body. It never fails for the network's sake: the status says more than a second failure would.
 */
export async function readErrorBody(answer: HttpAnswer, limitBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let room = limitBytes;
  try {
    for await (const chunk of answer.body) {
      chunks.push(chunk.subarray(0, room));
      room -= chunk.length;
      if (room <= 0) break;
    }
  } catch (error) {
    if (!(error instanceof TransportFailure)) throw error;
  }
  // As of a stream, so that half a character at the cut is left out.
  return new TextDecoder().decode(join(chunks), { stream: true });
}

function join(chunks: Uint8Array[]): Uint8Array {
  const [first] = chunks;
  return first && chunks.length === 1 ? first : Buffer.concat(chunks);
}
