import type { Part, TextPart } from '../message.ts';
import type { StreamEvent } from '../types.ts';

/**
 * The tool that an answer is asked for by, where an API has no other way: what the model gives it is the answer's text. A call of it is
 * none to the caller. Told to a fold, which keeps it as a call.
 */
export class AnswerTool {
  readonly #name: string;
  /** Those of its calls among all calls. */
  readonly #indexes: number[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  /** How often it was called. */
  get calls(): number {
    return this.#indexes.length;
  }

  /** An event of a call as the caller hears it, if at all. */
  tell(event: StreamEvent): StreamEvent | undefined {
    if (!('index' in event)) return event;
    if (event.type === 'tool-call-start' && event.name === this.#name) this.#indexes.push(event.index);
    if (this.#indexes.includes(event.index)) return textIn(event);
    const before = this.#indexes.filter((index) => index < event.index).length;
    return before === 0 ? event : { ...event, index: event.index - before };
  }

  /** The text that a call of it is. */
  read(part: Part): TextPart | undefined {
    if (part.type !== 'tool-call' || part.name !== this.#name) return undefined;
    return { type: 'text', text: isEmptyObject(part) ? '{}' : part.argumentsText };
  }
}

function textIn(event: StreamEvent & { index: number }): StreamEvent | undefined {
  if (event.type === 'tool-call-delta') return { type: 'text', text: event.argumentsText };
  return event.type === 'tool-call' && isEmptyObject(event.toolCall) ? { type: 'text', text: '{}' } : undefined;
}

/** Some APIs write no arguments at all where there are none. Those that are cut off before the first are not known. */
function isEmptyObject({ argumentsText, arguments: parsed }: { argumentsText: string; arguments: unknown }): boolean {
  return argumentsText === '' && parsed !== undefined;
}
