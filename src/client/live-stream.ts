import { InternalError, type LLMError, ResponseError, StreamInterruptedError } from '../errors.ts';
import { readBody } from '../http/body.ts';
import type { Frame, FrameReader } from '../http/framing.ts';
import { type HttpAnswer, isTransportFailure, type TransportFailure } from '../http/transport.ts';
import type { Call } from '../provider.ts';
import type { CompletionResponse, StreamEvent } from '../types.ts';
import { type Exchange, MAX_ANSWER_BYTES } from './exchange.ts';
import type { Fold } from './fold.ts';
import { createResponse } from './response.ts';
import type { Scope } from './scope.ts';
import { foldWhole } from './whole-answer.ts';

/** Some servers keep the socket open after the last event: how long usage is still waited for after a finish reason. */
const LINGER_MS = 5000;

/** After the wire's own end the rest of the body is read, so that the connection can be used again and no event is lost. */
const DRAIN_MS = 100;

const [COLON, LESS_THAN, BRACE, BRACKET] = [0x3a, 0x3c, 0x7b, 0x5b];

/** What an answer is read with. */
export interface LiveStreamParts {
  exchange: Exchange;
  call: Call;
  scope: Scope;
  answer: HttpAnswer;
  fold: Fold;
  /** Ends the limit on the silence before the first content. */
  stopFirstLimit(): void;
}

/** One answer that is being read: bytes in, events out. It reads only when it is asked to. */
export class LiveStream {
  readonly #exchange: Exchange;
  readonly #call: Call;
  readonly #scope: Scope;
  readonly #fold: Fold;
  readonly #answer: HttpAnswer;
  readonly #body: AsyncIterator<Uint8Array>;
  readonly #frames: FrameReader;
  readonly #stopFirstLimit: () => void;
  /** The first byte that is no white space. */
  #first: number | undefined;
  #bytes = 0;
  #begun = false;
  /** An event that is not just the end was seen. */
  #seen = false;
  /** Nobody waits for more, though the socket is open. */
  #lingered = false;
  #ended = false;
  #failure: LLMError | undefined;

  constructor({ exchange, call, scope, answer, fold, stopFirstLimit }: LiveStreamParts) {
    this.#exchange = exchange;
    this.#call = call;
    this.#scope = scope;
    this.#fold = fold;
    this.#answer = answer;
    this.#stopFirstLimit = stopFirstLimit;
    this.#body = answer.body[Symbol.asyncIterator]();
    this.#frames = exchange.parts.wire.framing.open(call.config.maxEventBytes);
  }

  /**
   * Reads on until there is content, and gives the events that it makes, if it makes any. The last ones end with `finish`.
   *
   * @throws {LLMError} once all events before the failure are given.
   */
  async read(): Promise<StreamEvent[]> {
    let { phase } = this.#fold;
    let stopLimit = this.#startLimit();
    try {
      while (!this.#ended && !this.#failure) {
        if (await this.#readChunk()) {
          this.#begun = true;
          this.#stopFirstLimit();
          this.#exchange.firstContent();
          return this.#fold.take();
        }
        if (phase === this.#fold.phase) continue;
        phase = this.#fold.phase;
        stopLimit();
        stopLimit = this.#startLimit();
      }
      if (this.#failure) throw this.#failure;
      return this.#finish();
    } catch (error) {
      throw this.cancel(this.#exchange.toError(error, this.#scope));
    } finally {
      stopLimit();
    }
  }

  /** Closes the connection, and gives the error back, with the answer so far. */
  cancel(error: LLMError): LLMError {
    error.attempts ??= this.#exchange.attempts;
    error.partial ??= this.#partial();
    this.#scope.abort(error);
    this.#scope.close();
    this.#body.return?.().catch(() => {});
    return error;
  }

  /** Nothing, if the plugin's own code can't even read this: the error says more. */
  #partial(): CompletionResponse | undefined {
    try {
      return this.#createResponse();
    } catch {
      return undefined;
    }
  }

  #createResponse(): CompletionResponse {
    this.#fold.close();
    return createResponse(this.#fold, this.#call, this.#exchange.parts.wire, this.#exchange.meta());
  }

  #finish(): StreamEvent[] {
    if (this.#fold.isEmpty && (this.#seen || !this.#fold.ended)) throw this.#foreign();
    const response = this.#createResponse();
    const { finishReason, rawFinishReason, usage } = response;
    this.#scope.close();
    this.#body.return?.().catch(() => {});
    return [...this.#fold.take(), { type: 'finish', finishReason, rawFinishReason, usage, response }];
  }

  /** Silence before the first content is limited by the attempt. After a finish reason silence is an end, not a failure. */
  #startLimit(): () => void {
    const { phase } = this.#fold;
    if (phase === 'open') return this.#begun ? this.#scope.limit('idle', this.#call.config.idleTimeoutMs) : () => {};
    this.#stopFirstLimit();
    return this.#scope.after(phase === 'ended' ? DRAIN_MS : LINGER_MS, () => this.#stopReading());
  }

  #stopReading(): void {
    this.#lingered = true;
    this.#scope.abort(new InternalError('the stream was read to its end', this.#exchange.known));
  }

  async #readChunk(): Promise<boolean> {
    const bytes = await this.#next();
    if (!bytes) return this.#endOfBody();
    this.#bytes += bytes.length;
    if (this.#bytes > MAX_ANSWER_BYTES)
      throw new StreamInterruptedError(
        `the stream has more than ${MAX_ANSWER_BYTES} bytes, which is too much`,
        this.#exchange.told(),
      );
    this.#first ??= bytes.find((byte) => byte > 0x20);
    if (this.#isWhole()) return this.#readWhole(bytes);
    return this.#addFrames(() => this.#frames.read(bytes));
  }

  async #next(): Promise<Uint8Array | undefined> {
    try {
      const { done, value } = await this.#body.next();
      return done ? undefined : value;
    } catch (error) {
      if (this.#lingered || (this.#fold.ended && isTransportFailure(error))) return undefined;
      throw isTransportFailure(error) ? this.#interrupted(`the stream broke: ${error.message}`, error) : error;
    }
  }

  #endOfBody(): boolean {
    // What is unfinished when nobody waits for more is no event.
    const content = !this.#lingered && this.#addFrames(() => this.#frames.end());
    if (this.#fold.phase !== 'open') this.#ended = true;
    else this.#failure ??= this.#endedTooSoon();
    return content;
  }

  /** What began as a stream of this API was interrupted. What did not is no answer, and asking again would not make it one. */
  #endedTooSoon(): LLMError {
    if (!this.#fold.isEmpty || this.#first === COLON) return this.#interrupted('the stream ended without its terminal sign');
    return this.#foreign();
  }

  #foreign(): ResponseError {
    const page = this.#first === LESS_THAN ? 'a web page, not an API; check baseURL' : 'no stream of this API; check baseURL';
    return new ResponseError(`the answer is ${this.#first === undefined ? 'empty' : page}`, this.#exchange.told());
  }

  #addFrames(read: () => Frame[]): boolean {
    let frames: Frame[];
    try {
      frames = read();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const { maxEventBytes } = this.#call.config;
      this.#fail(this.#interrupted(`one event has more than ${maxEventBytes} bytes; raise maxEventBytes if that is right`));
      return false;
    }
    let content = false;
    for (const frame of frames) {
      if (this.#failure) break;
      if (this.#addFrame(frame)) content = true;
    }
    return content;
  }

  #addFrame({ event, data }: Frame): boolean {
    if (data === '') return false;
    const { ended } = this.#fold;
    if (data.startsWith('[DONE]') && data.trim() === '[DONE]') return this.#fold.push({ type: 'end' });
    this.#seen = true;
    let parsed: unknown;
    try {
      parsed = JSON.parse(data);
    } catch {
      const isForeign = this.#exchange.parts.wire.framing.bare && this.#fold.isEmpty;
      this.#fail(isForeign ? this.#foreign() : this.#interrupted('the stream holds an event that is no JSON'));
      return false;
    }
    let content = false;
    for (const delta of this.#exchange.parts.wire.decodeEvent(parsed, event)) {
      if (this.#fold.push(delta)) content = true;
    }
    if (this.#fold.failure && !ended) this.#failure = this.#exchange.failure(this.#fold.failure, 'stream');
    return content;
  }

  /** What comes after the wire's own end can't spoil the answer any more. */
  #fail(error: LLMError): void {
    if (!this.#fold.ended) this.#failure = error;
  }

  /** A JSON body where events were asked for: an error, or the whole answer. */
  #isWhole(): boolean {
    return !this.#exchange.parts.wire.framing.bare && (this.#first === BRACE || this.#first === BRACKET);
  }

  async #readWhole(first: Uint8Array): Promise<boolean> {
    const rest = this.#body;
    async function* body() {
      yield first;
      for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
    }
    foldWhole(this.#fold, await readBody({ ...this.#answer, body: body() }, MAX_ANSWER_BYTES), this.#exchange);
    this.#ended = true;
    return true;
  }

  #interrupted(what: string, cause?: TransportFailure): StreamInterruptedError {
    return new StreamInterruptedError(what, { ...this.#exchange.told(), retryable: true, cause });
  }
}
