import type { HttpAnswer, HttpRequest, Transport } from '../../src/http/transport.ts';
import type { Recording } from './recordings.ts';

/** Serves one recording: first as it was recorded, then with its body cut, and without headers that cost time in each run. */
export class Replay implements Transport {
  readonly #recording: Recording;
  #headers: Record<string, string>;
  #places: readonly number[] = [];
  /** What the last request asked for. */
  accept: string | undefined;

  constructor(recording: Recording) {
    this.#recording = recording;
    this.#headers = recording.headers;
  }

  /** From now on the body comes in pieces that end at these places. */
  cut(places: readonly number[]): void {
    this.#places = places;
    this.#headers = { 'content-type': this.#recording.headers['content-type'] as string };
  }

  async send({ headers }: HttpRequest): Promise<HttpAnswer> {
    this.accept = headers.accept;
    const { status, body } = this.#recording;
    return { status, headers: this.#headers, body: pieces(body, this.#places) };
  }
}

/** No generator: it takes three times as long, and there are millions of pieces. */
function pieces(body: Uint8Array, places: readonly number[]): AsyncIterable<Uint8Array> {
  let index = 0;
  let from = 0;
  const next = (): Promise<IteratorResult<Uint8Array, undefined>> => {
    if (index > places.length) return Promise.resolve({ done: true, value: undefined });
    const to = places[index++] ?? body.length;
    const value = body.subarray(from, to);
    from = to;
    return Promise.resolve({ done: false, value });
  };
  return { [Symbol.asyncIterator]: () => ({ next }) };
}
