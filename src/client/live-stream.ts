import { InternalError, type LLMError, StreamInterruptedError } from '../errors.ts';
import { readBody } from '../http/body.ts';
import type { Frame, FrameReader } from '../http/framing.ts';
import { sse } from '../http/framing.ts';
import { type HttpAnswer, TransportFailure } from '../http/transport.ts';
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

/** One answer that is being read: bytes in, events out. It reads only when it is asked to. */
export class LiveStream {
  readonly fold: Fold;
  readonly #exchange: Exchange;
  readonly #call: Call;
  readonly #scope: Scope;
  readonly #answer: HttpAnswer;
  readonly #body: AsyncIterator<Uint8Array>;
  readonly #frames: FrameReader;
  #begun = false;
  #sniffed = false;
  #lingered = false;
  #ended = false;
  #failure: LLMError | undefined;

  constructor(exchange: Exchange, call: Call, scope: Scope, answer: HttpAnswer, fold: Fold) {
    this.#exchange = exchange;
    this.#call = call;
    this.#scope = scope;
    this.fold = fold;
    const { framing } = exchange.parts.wire;
    this.#answer = answer;
    this.#body = answer.body[Symbol.asyncIterator]();
    this.#frames = framing.open(call.config.maxEventBytes);
    this.#sniffed = framing !== sse;
  }

  /** Reads on until there are events. The last one is `finish`. @throws {LLMError} once all events before the failure are given. */
  async read(): Promise<StreamEvent[]> {
    let stopLimit = this.#startLimit();
    try {
      while (!this.#ended && !this.#failure) {
        if (!(await this.#readChunk())) continue;
        const events = this.fold.take();
        if (events.length > 0) {
          this.#exchange.firstContent();
          return events;
        }
        stopLimit();
        stopLimit = this.#startLimit();
      }
    } catch (error) {
      throw this.cancel(this.#exchange.toError(error, this.#scope));
    } finally {
      stopLimit();
      this.#begun = true;
    }
    if (this.#failure) throw this.cancel(this.#failure);
    return this.#finish();
  }

  /** The answer so far. */
  partial(): CompletionResponse {
    this.fold.close();
    const { parts } = this.#exchange;
    return createResponse(this.fold, this.#call, parts.wire, this.#exchange.meta());
  }

  /** Closes the connection, and gives the error back. */
  cancel(error: LLMError): LLMError {
    error.attempts ??= this.#exchange.attempts;
    this.#scope.abort(error);
    this.#scope.close();
    this.#body.return?.().catch(() => {});
    return error;
  }

  /** Silence before the first content is limited by the attempt. After a finish reason silence is an end, not a failure. */
  #startLimit(): () => void {
    const { ended, finished } = this.fold;
    if (ended || finished) return this.#scope.after(ended ? DRAIN_MS : LINGER_MS, () => this.#stopReading());
    return this.#begun ? this.#scope.limit('idle', this.#call.config.idleTimeoutMs) : () => {};
  }

  #stopReading(): void {
    this.#lingered = true;
    this.#scope.abort(new InternalError('the stream was read to its end', this.#exchange.known));
  }

  async #readChunk(): Promise<boolean> {
    const bytes = await this.#next();
    if (!bytes) return this.#endOfBody();
    if (!this.#sniffed && this.#isWhole(bytes)) return this.#readWhole(bytes);
    return this.#addFrames(() => this.#frames.read(bytes));
  }

  async #next(): Promise<Uint8Array | undefined> {
    try {
      const { done, value } = await this.#body.next();
      return done ? undefined : value;
    } catch (error) {
      if (this.#lingered) return undefined;
      throw error instanceof TransportFailure ? this.#interrupted(`the stream broke: ${error.message}`, error) : error;
    }
  }

  #endOfBody(): boolean {
    const content = this.#addFrames(() => this.#frames.end());
    const { ended, finished } = this.fold;
    if (ended || finished) this.#ended = true;
    else this.#failure ??= this.#interrupted('the stream ended without its terminal sign');
    return content;
  }

  #addFrames(read: () => Frame[]): boolean {
    let frames: Frame[];
    try {
      frames = read();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const { maxEventBytes } = this.#call.config;
      this.#failure = this.#interrupted(`one event has more than ${maxEventBytes} bytes; raise maxEventBytes if that is right`);
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
    if (data.startsWith('[DONE]')) return this.fold.push({ type: 'end' });
    let parsed: unknown;
    try {
      parsed = JSON.parse(data);
    } catch {
      this.#failure = this.#interrupted('the stream holds an event that is no JSON');
      return false;
    }
    let content = false;
    for (const delta of this.#exchange.parts.wire.decodeEvent(parsed, event)) {
      if (this.fold.push(delta)) content = true;
    }
    if (this.fold.failure) this.#failure = this.#exchange.failure(this.fold.failure, 'stream');
    return content;
  }

  /** A JSON body where events were asked for: an error, or the whole answer. White space may come first. */
  #isWhole(bytes: Uint8Array): boolean {
    const first = bytes.find((byte) => byte > 0x20);
    this.#sniffed = first !== undefined;
    return first === 0x7b || first === 0x5b;
  }

  async #readWhole(first: Uint8Array): Promise<boolean> {
    const rest = this.#body;
    async function* body() {
      yield first;
      for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
    }
    foldWhole(this.fold, await readBody({ ...this.#answer, body: body() }, MAX_ANSWER_BYTES), this.#exchange);
    this.#ended = true;
    return true;
  }

  #interrupted(what: string, cause?: TransportFailure): StreamInterruptedError {
    return new StreamInterruptedError(what, { ...this.#exchange.told(), retryable: true, cause });
  }

  #finish(): StreamEvent[] {
    this.fold.close();
    const { parts } = this.#exchange;
    const response = createResponse(this.fold, this.#call, parts.wire, this.#exchange.meta());
    const { finishReason, rawFinishReason, usage } = response;
    this.#scope.close();
    this.#body.return?.().catch(() => {});
    return [...this.fold.take(), { type: 'finish', finishReason, rawFinishReason, usage, response }];
  }
}
