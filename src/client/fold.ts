import type { Delta, PartKey } from '../delta.ts';
import type { AssistantMessage, FinishReason, JsonObject, ReasoningPart, TextPart } from '../message.ts';
import type { Citation, StreamEvent } from '../types.ts';
import type { AnswerTool } from './answer-tool.ts';
import { Citations } from './citations.ts';
import { merge } from './merge.ts';
import { lacking } from './repeat.ts';
import type { Kind, Slot } from './slot.ts';
import { GrowingCall, isText, parseArguments, type ToolCallDelta } from './tool-call.ts';

/**
 * Turns deltas into events and, at the end, an answer. All state of a stream is here, so that wires need none; a whole answer
 * goes through it too. Each delta costs constant time, save that text grows by what it adds.
 */
export class Fold {
  readonly #provider: string;
  readonly #createId: () => string;
  readonly #answerTool: AnswerTool | undefined;
  readonly #slots: Slot[] = [];
  readonly #byKey = new Map<string, Slot>();
  #lastCall: Slot | undefined;
  /** A call that is at its end without arguments: whether they were cut off is told by what comes next. */
  #doubtful: GrowingCall | undefined;
  #calls = 0;
  #reason: FinishReason | undefined;
  #events: StreamEvent[] = [];
  readonly #citations = new Citations((citation) => this.#events.push({ type: 'citation', citation }));

  readonly counters: JsonObject = {};
  id = '';
  model: string;
  rawFinishReason = '';
  /** The wire's own end was seen. */
  ended = false;
  failure: Extract<Delta, { type: 'error' }> | undefined;

  constructor(options: { provider: string; model: string; createId: () => string; answerTool?: AnswerTool | undefined }) {
    this.#provider = options.provider;
    this.#answerTool = options.answerTool;
    this.#createId = options.createId;
    this.model = options.model;
  }

  /** Whether the provider said why it stopped. */
  get finished(): boolean {
    return this.#reason !== undefined;
  }

  /** How far the answer has come: silence means something else in each phase. */
  get phase(): 'open' | 'finished' | 'ended' {
    return this.ended ? 'ended' : this.finished ? 'finished' : 'open';
  }

  /** Whether nothing of an answer was seen. */
  get isEmpty(): boolean {
    return this.#slots.length === 0 && !this.finished && this.id === '';
  }

  get finishReason(): FinishReason {
    const reason = this.#reason ?? 'other';
    const answers = this.#answerTool?.calls ?? 0;
    if (this.#calls > answers) return reason === 'stop' || !this.finished ? 'tool_calls' : reason;
    return answers > 0 && reason === 'tool_calls' ? 'stop' : reason;
  }

  /** What the tool that the answer is asked for by was given, if it was called. */
  get answer(): string | undefined {
    for (const { part } of this.#slots) {
      const read = this.#answerTool?.read(part);
      if (read) return read.text;
    }
    return undefined;
  }

  /** The citations of an answer that is closed. */
  get citations(): Citation[] {
    return this.#citations.list();
  }

  /** The events that have come since the last time this was asked. */
  take(): StreamEvent[] {
    if (this.#events.length === 0) return this.#events;
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Adds one delta. Returns whether it was content: something of the answer, not a sign of life. */
  push(delta: Delta): boolean {
    switch (delta.type) {
      case 'text':
      case 'reasoning':
        return this.#addText(delta);
      case 'tool-call':
        return this.#addToolCall(delta);
      case 'part':
        return this.#addPart(delta);
      case 'citation':
        // What is given to the tool of the answer is text that no place counts.
        this.#citations.add(delta.citation, this.#answerTool ? undefined : delta.place, delta.source);
        return true;
      case 'sources':
        this.#citations.learn(delta.sources);
        return false;
      case 'response':
        if (isText(delta.id)) this.id = delta.id;
        if (isText(delta.model)) this.model = delta.model;
        return false;
      case 'start':
        this.#release(delta.key);
        return false;
      case 'stop':
        this.#stop(this.#byKey.get(`tool-call:${delta.key}`)?.call);
        this.#citations.stop(delta.key);
        return false;
      case 'usage':
        merge(this.counters, delta.counters, { skipNull: true });
        return false;
      case 'finish':
        this.#addFinish(delta.reason, isText(delta.raw) ? delta.raw : '');
        return false;
      case 'repeat':
        return lacking(delta.deltas, this.#slots, this.#byKey).filter((one) => this.push(one)).length > 0;
      case 'end':
        this.ended = true;
        return false;
      case 'error':
        this.failure = delta;
        return false;
    }
  }

  /** Completes what is open: after it every tool call has had its `tool-call` event. */
  close(): void {
    for (const slot of this.#slots) this.#complete(slot);
    this.#citations.close();
  }

  /** The message so far, a copy. */
  message(): AssistantMessage {
    return { role: 'assistant', content: this.#slots.map(({ part }) => this.#answerTool?.read(part) ?? structuredClone(part)) };
  }

  /** The last one that says something wins. */
  #addFinish(reason: FinishReason, raw: string): void {
    if (this.finished && raw === '') return;
    this.#reason = reason;
    this.rawFinishReason = raw;
  }

  #stop(call: GrowingCall | undefined): void {
    if (call?.isEmpty && !this.finished) this.#doubtful = call;
    else call?.complete(this.#reason);
  }

  /** What was told stays: of a whole that says something else than its pieces nothing is added. */
  #addText({ type, key, text, mode }: Extract<Delta, { type: 'text' | 'reasoning' }>): boolean {
    if (!isText(text)) return false;
    const slot = this.#open(type, key);
    const part = slot.part as TextPart | ReasoningPart;
    const added = mode !== 'whole' ? text : text.startsWith(part.text) ? text.slice(part.text.length) : '';
    if (added === '') return false;
    part.text += added;
    this.#events.push({ type, text: added });
    if (slot.cited) this.#citations.grow(slot.cited, added);
    return true;
  }

  #addPart(delta: Extract<Delta, { type: 'part' }>): boolean {
    const slot = this.#open(delta.kind ?? 'opaque', delta.key);
    if (delta.argumentsInto) slot.argumentsInto = delta.argumentsInto;
    if (delta.mode === 'whole' || !slot.part.providerMetadata) slot.part.providerMetadata = { [this.#provider]: {} };
    merge(slot.part.providerMetadata[this.#provider] as JsonObject, delta.data, { appendArrays: true });
    return Object.keys(delta.data).length > 0;
  }

  #addToolCall(delta: ToolCallDelta): boolean {
    const opaque = this.#opaqueFor(delta);
    if (opaque?.argumentsInto) {
      opaque.argumentsText += delta.argumentsText;
      return delta.argumentsText !== '';
    }
    const call = this.#callFor(delta);
    call?.add(delta);
    return call !== undefined;
  }

  /** The opaque part that a text belongs to. Text under a key that nothing has, and that opens nothing, is the last part's. */
  #opaqueFor({ key, id, name }: ToolCallDelta): Slot | undefined {
    if (key === undefined) return undefined;
    const own = this.#byKey.get(`opaque:${key}`);
    return own || id || name || this.#byKey.has(`tool-call:${key}`) ? own : this.#slots.at(-1);
  }

  /** Text that belongs to no call, with neither id nor name to open one, has no place in an answer. */
  #callFor(delta: ToolCallDelta): GrowingCall | undefined {
    const { key, id, name } = delta;
    const known = key === undefined ? this.#lastCall : this.#byKey.get(`tool-call:${key}`);
    if (known?.call && !known.call.isOther(key, delta)) return known.call;
    return id || name ? this.#add('tool-call', key).call : undefined;
  }

  /** Without a key the last part goes on, if it is of this kind; an opaque part never does. */
  #open(kind: Kind, key: PartKey | undefined): Slot {
    if (key !== undefined) return this.#byKey.get(`${kind}:${key}`) ?? this.#add(kind, key);
    const last = this.#slots.at(-1);
    return last?.part.type === kind && kind !== 'opaque' ? last : this.#add(kind, key);
  }

  #add(kind: Kind, key: PartKey | undefined): Slot {
    this.#doubtful?.complete(undefined);
    this.#doubtful = undefined;
    const slot = kind === 'tool-call' ? this.#createCall() : this.#createSlot(kind);
    this.#slots.push(slot);
    if (key !== undefined) this.#byKey.set(`${kind}:${key}`, slot);
    if (slot.part.type === 'text') slot.cited = this.#citations.open(slot.part, key);
    return slot;
  }

  #createSlot(kind: Exclude<Kind, 'tool-call'>): Slot {
    return { part: kind === 'opaque' ? { type: kind } : { type: kind, text: '' }, argumentsText: '' };
  }

  #createCall(): Slot {
    const call = new GrowingCall(this.#calls++, this.#createId, (event) => this.#tell(event));
    this.#lastCall = { part: call.part, call, argumentsText: '' };
    return this.#lastCall;
  }

  #tell(event: StreamEvent): void {
    const told = this.#answerTool ? this.#answerTool.tell(event) : event;
    if (told) this.#events.push(told);
  }

  #release(key: PartKey): void {
    for (const kind of ['text', 'reasoning', 'tool-call', 'opaque']) {
      const slot = this.#byKey.get(`${kind}:${key}`);
      if (slot) this.#complete(slot);
      this.#byKey.delete(`${kind}:${key}`);
    }
    this.#citations.release(key);
  }

  #complete({ part, call, argumentsInto, argumentsText }: Slot): void {
    call?.complete(this.#reason);
    const data = part.providerMetadata?.[this.#provider];
    if (argumentsInto && argumentsText !== '' && data) data[argumentsInto] = parseArguments(argumentsText) ?? argumentsText;
  }
}
