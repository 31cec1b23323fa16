import type { HttpAnswer, HttpRequest, Transport } from '../../src/http/transport.ts';

type Chunk = string | Uint8Array;

/** What a fake server does with one request. */
export interface FakeAnswer {
  status?: number | undefined;
  headers?: Record<string, string> | undefined;
  /** The body's chunks; an error among them breaks the body, a promise holds it up. */
  chunks?: readonly (Chunk | Error | Promise<Chunk>)[] | undefined;
  /** Whether the socket stays open after the last chunk. */
  open?: boolean | undefined;
}

/** A transport without a network: the answers are used one for each request, the last one again and again. */
export class FakeTransport implements Transport {
  readonly requests: HttpRequest[] = [];
  readonly #answers: readonly (FakeAnswer | Error)[];
  /** How many chunks were read by the client. */
  read = 0;
  /** How many bodies were left before their end. */
  closed = 0;

  constructor(...answers: (FakeAnswer | Error)[]) {
    this.#answers = answers;
  }

  async send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    signal.throwIfAborted();
    const answer = this.#answers[Math.min(this.requests.length, this.#answers.length - 1)];
    this.requests.push(request);
    if (answer instanceof Error) throw answer;
    if (!answer) return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    return { status: answer.status ?? 200, headers: answer.headers ?? {}, body: this.#body(answer, signal) };
  }

  async *#body({ chunks = [], open }: FakeAnswer, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
    aborted.catch(() => {});
    let ended = false;
    try {
      for (const chunk of chunks) {
        signal.throwIfAborted();
        if (chunk instanceof Error) throw chunk;
        const bytes = await Promise.race([chunk, aborted]);
        this.read += 1;
        yield typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
      }
      if (open) await aborted;
      ended = true;
    } finally {
      if (!ended) this.closed += 1;
    }
  }
}
