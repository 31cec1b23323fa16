import type { HttpAnswer, Transport } from '../../src/http/transport.ts';
import type { Recording } from './recordings.ts';

/** Serves one recording: first as it was recorded, then with its body cut, and without headers that cost time in each run. */
export class Replay implements Transport {
  readonly #recording: Recording;
  #headers: Record<string, string>;
  #places: readonly number[] = [];

  constructor(recording: Recording) {
    this.#recording = recording;
    this.#headers = recording.headers;
  }

  /** From now on the body comes in pieces that end at these places. */
  cut(places: readonly number[]): void {
    this.#places = places;
    this.#headers = { 'content-type': this.#recording.headers['content-type'] as string };
  }

  async send(): Promise<HttpAnswer> {
    const { status, body } = this.#recording;
    return { status, headers: this.#headers, body: pieces(body, this.#places) };
  }
}

async function* pieces(body: Uint8Array, places: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const place of places) {
    yield body.subarray(from, place);
    from = place;
  }
  yield body.subarray(from);
}
