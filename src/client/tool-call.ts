import type { Delta, PartKey } from '../delta.ts';
import type { FinishReason, Json, ToolCall, ToolCallPart } from '../message.ts';
import type { StreamEvent } from '../types.ts';

/** A tool call or a piece of one, as a wire gives it. */
export type ToolCallDelta = Extract<Delta, { type: 'tool-call' }>;

/** A tool call that grows piece by piece. Each piece costs what it adds. */
export class GrowingCall {
  readonly part: ToolCallPart = { type: 'tool-call', id: '', name: '', arguments: undefined, argumentsText: '' };
  readonly #index: number;
  readonly #createId: () => string;
  readonly #emit: (event: StreamEvent) => void;
  #started = false;
  /** The arguments that were parsed and told as a whole. */
  #toldWhole: string | undefined;
  /** The arguments that no event has told. */
  #untold = '';

  constructor(index: number, createId: () => string, emit: (event: StreamEvent) => void) {
    this.#index = index;
    this.#createId = createId;
    this.#emit = emit;
  }

  /** Without arguments so far: a call of a tool that has none, or one that was cut off before them. */
  get isEmpty(): boolean {
    return this.part.argumentsText === '';
  }

  /** Whether a delta with the same key is of another call: it has another name or id, or, where there are no keys and ids, a name. */
  isOther(key: PartKey | undefined, { id, name }: ToolCallDelta): boolean {
    if (isText(name) && this.part.name !== '' && name !== this.part.name) return true;
    // A call begins with its name. Its id may come late, and old servers of vLLM make a new one up for each piece.
    const isPiece = key !== undefined && !isText(name) && this.part.name !== '';
    if (isText(id) && this.part.id && id !== this.part.id && !isPiece) return true;
    return key === undefined && !isText(id) && isText(name);
  }

  /** An id that was told is kept, whatever comes. */
  add({ id, name, argumentsText, mode }: ToolCallDelta): void {
    const { part } = this;
    if (isText(id) && !this.#started) part.id = id;
    if (isText(name) && !part.name) part.name = name;
    if (isText(argumentsText)) {
      if (mode === 'whole') this.#replace(argumentsText);
      else this.#append(argumentsText);
    }
    if (part.name) this.#tell();
  }

  /** Parses the arguments, and tells the whole call the first time. What comes after that is parsed, but not told again. */
  complete(finishReason: FinishReason | undefined): void {
    const { part } = this;
    if (this.#toldWhole === part.argumentsText) return;
    this.#tell();
    part.arguments = finishReason === 'length' && this.isEmpty ? undefined : parseArguments(part.argumentsText);
    if (this.#toldWhole === undefined) this.#emit({ type: 'tool-call', index: this.#index, toolCall: toolCallOf(part) });
    this.#toldWhole = part.argumentsText;
  }

  #append(text: string): void {
    this.part.argumentsText += text;
    this.#untold += text;
  }

  /** A whole that says something else than its pieces is believed; events tell only what goes on from them. */
  #replace(text: string): void {
    const before = this.part.argumentsText;
    this.#untold = text.startsWith(before) ? this.#untold + text.slice(before.length) : '';
    this.part.argumentsText = text;
  }

  #tell(): void {
    const { part } = this;
    if (!this.#started) {
      part.id ||= this.#createId();
      this.#started = true;
      this.#emit({ type: 'tool-call-start', index: this.#index, id: part.id, name: part.name });
    }
    if (this.#untold === '') return;
    this.#emit({ type: 'tool-call-delta', index: this.#index, argumentsText: this.#untold });
    this.#untold = '';
  }
}

/** A part without its place in the message. */
export function toolCallOf({ id, name, arguments: parsed, argumentsText }: ToolCallPart): ToolCall {
  return { id, name, arguments: parsed, argumentsText };
}

/**
 * The arguments that a model wrote; `undefined` if they are no JSON, or nested so deep that nobody can copy or write them. No text
 * and `null` mean a tool without arguments.
 */
export function parseArguments(text: string): Json | undefined {
  if (text.trim() === '') return {};
  try {
    return structuredClone(JSON.parse(text) as Json) ?? {};
  } catch {
    return undefined;
  }
}

/** Answers are read loosely, so a wire may pass on what is no text at all. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
