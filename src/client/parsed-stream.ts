import type { LLMError } from '../errors.ts';
import type { CompletionResponse, StreamEvent } from '../types.ts';
import type { EventReader } from './completion-stream.ts';

/** An answer that is being read, whose end is in the form that was asked for or fails. */
export class ParsedStream implements EventReader {
  readonly #reader: EventReader;
  readonly #parse: (response: CompletionResponse) => Promise<CompletionResponse>;
  #failure: LLMError | undefined;

  constructor(reader: EventReader, parse: (response: CompletionResponse) => Promise<CompletionResponse>) {
    this.#reader = reader;
    this.#parse = parse;
  }

  async read(): Promise<StreamEvent[]> {
    if (this.#failure) throw this.#failure;
    const events = await this.#reader.read();
    const last = events.at(-1);
    if (last?.type !== 'finish') return events;
    const before = events.slice(0, -1);
    try {
      return [...before, { ...last, response: await this.#parse(last.response) }];
    } catch (error) {
      this.#failure = this.cancel(error as LLMError);
      if (before.length === 0) throw this.#failure;
      return before;
    }
  }

  cancel(error: LLMError): LLMError {
    return this.#reader.cancel(error);
  }
}
