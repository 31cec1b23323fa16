import type { Delta, PartKey } from '../delta.ts';
import type {
  AssistantMessage,
  FinishReason,
  JsonObject,
  OpaquePart,
  ReasoningPart,
  TextPart,
  ToolCallPart,
} from '../message.ts';
import type { Citation, StreamEvent } from '../types.ts';
import { merge } from './merge.ts';
import { GrowingCall, isText, parseArguments, type ToolCallDelta } from './tool-call.ts';

type Kind = 'text' | 'reasoning' | 'opaque' | 'tool-call';

interface Slot {
  part: TextPart | ReasoningPart | OpaquePart | ToolCallPart;
  /** A tool call's own state. */
  call?: GrowingCall | undefined;
  /** Opaque parts: the member of their data that `argumentsText` is parsed into. */
  argumentsInto?: string | undefined;
  argumentsText: string;
}

/**
 * Turns deltas into events and, at the end, an answer. All state of a stream is here, so that wires need none; a whole answer
 * goes through it too. Each delta costs constant time, save that text grows by what it adds.
 */
export class Fold {
  readonly #provider: string;
  readonly #createId: () => string;
  readonly #slots: Slot[] = [];
  readonly #byKey = new Map<string, Slot>();
  #lastCall: Slot | undefined;
  /** A call that is at its end without arguments: whether they were cut off is told by what comes next. */
  #doubtful: GrowingCall | undefined;
  #calls = 0;
  #reason: FinishReason | undefined;
  #events: StreamEvent[] = [];

  readonly citations: Citation[] = [];
  readonly counters: JsonObject = {};
  id = '';
  model: string;
  rawFinishReason = '';
  /** The wire's own end was seen. */
  ended = false;
  failure: Extract<Delta, { type: 'error' }> | undefined;

  constructor(options: { provider: string; model: string; createId: () => string }) {
    this.#provider = options.provider;
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
    return this.#calls > 0 && (reason === 'stop' || !this.finished) ? 'tool_calls' : reason;
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
        return this.#addText(delta.type, delta.key, delta.text);
      case 'tool-call':
        return this.#addToolCall(delta);
      case 'part':
        return this.#addPart(delta);
      case 'citation':
        this.citations.push(delta.citation);
        this.#events.push({ type: 'citation', citation: delta.citation });
        return true;
      case 'response':
        if (isText(delta.id)) this.id = delta.id;
        if (isText(delta.model)) this.model = delta.model;
        return false;
      case 'start':
        this.#release(delta.key);
        return false;
      case 'stop':
        this.#stop(this.#byKey.get(`tool-call:${delta.key}`)?.call);
        return false;
      case 'usage':
        merge(this.counters, delta.counters, { skipNull: true });
        return false;
      case 'finish':
        this.#addFinish(delta.reason, isText(delta.raw) ? delta.raw : '');
        return false;
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
  }

  /** The message so far, a copy. */
  message(): AssistantMessage {
    return { role: 'assistant', content: this.#slots.map(({ part }) => structuredClone(part)) };
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

  #addText(kind: 'text' | 'reasoning', key: PartKey | undefined, text: string): boolean {
    if (!isText(text)) return false;
    const part = this.#open(kind, key).part as TextPart | ReasoningPart;
    part.text += text;
    this.#events.push({ type: kind, text });
    return true;
  }

  #addPart(delta: Extract<Delta, { type: 'part' }>): boolean {
    const slot = this.#open(delta.kind ?? 'opaque', delta.key);
    if (delta.argumentsInto) slot.argumentsInto = delta.argumentsInto;
    slot.part.providerMetadata ??= { [this.#provider]: {} };
    merge(slot.part.providerMetadata[this.#provider] as JsonObject, delta.data, { appendArrays: true });
    return true;
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
    return slot;
  }

  #createSlot(kind: Exclude<Kind, 'tool-call'>): Slot {
    return { part: kind === 'opaque' ? { type: kind } : { type: kind, text: '' }, argumentsText: '' };
  }

  #createCall(): Slot {
    const call = new GrowingCall(this.#calls++, this.#createId, (event) => this.#events.push(event));
    this.#lastCall = { part: call.part, call, argumentsText: '' };
    return this.#lastCall;
  }

  #release(key: PartKey): void {
    for (const kind of ['text', 'reasoning', 'tool-call', 'opaque']) {
      const slot = this.#byKey.get(`${kind}:${key}`);
      if (slot) this.#complete(slot);
      this.#byKey.delete(`${kind}:${key}`);
    }
  }

  #complete({ part, call, argumentsInto, argumentsText }: Slot): void {
    call?.complete(this.#reason);
    const data = part.providerMetadata?.[this.#provider];
    if (argumentsInto && argumentsText !== '' && data) data[argumentsInto] = parseArguments(argumentsText) ?? argumentsText;
  }
}
