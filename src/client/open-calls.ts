import type { Message, Part, ToolCallPart } from '../message.ts';

/** A call as it is sent. */
interface SentCall {
  id: string;
  name: string;
}

/** The calls of a message. */
export function callsOf({ content }: Message): ToolCallPart[] {
  return typeof content === 'string' ? [] : content.filter((part) => part.type === 'tool-call');
}

/**
 * The calls that wait for their results. Ids that an API would refuse or mix up are replaced, in the calls and in their results:
 * those of another form than its own, if it has one, which then must not repeat either; and the second of the same within a
 * turn, for all, as some models give each call the same. The same conversation gets the same ids, however long it grows.
 */
export class OpenCalls {
  readonly #pattern: RegExp | undefined;
  #used = new Set<string>();
  /** By the id that the caller knows; where several share one, their results come in the order of the calls. */
  #turn = new Map<string, SentCall[]>();
  #made = 0;

  constructor(pattern?: RegExp) {
    this.#pattern = pattern;
  }

  /** A message of the model's, as it is sent. Without calls it stays as it is. */
  open(message: Message): Message {
    this.#turn = new Map();
    const { content } = message;
    if (typeof content === 'string' || !content.some(({ type }) => type === 'tool-call')) return message;
    if (!this.#pattern) this.#used = new Set();
    return { ...message, content: content.map((part) => (part.type === 'tool-call' ? this.#openOne(part) : part)) };
  }

  /** A tool message with the id that its call is sent with, and the tool's name. */
  answer(message: Message): Message {
    const { toolCallId = '', name } = message;
    const call = this.#turn.get(toolCallId)?.shift();
    return { ...message, toolCallId: call?.id ?? toolCallId, name: name ?? call?.name };
  }

  #openOne(part: ToolCallPart): Part {
    const id = this.#fits(part.id) ? part.id : this.#make();
    this.#used.add(id);
    const sent = { id, name: part.name };
    const others = this.#turn.get(part.id);
    if (others) others.push(sent);
    else this.#turn.set(part.id, [sent]);
    return id === part.id ? part : { ...part, id };
  }

  #fits(id: string): boolean {
    // `test` would begin where it last left off, if the pattern has a flag that makes it so.
    return !this.#used.has(id) && (!this.#pattern || id.search(this.#pattern) >= 0);
  }

  /** Nine letters and digits: no API asks for less. */
  #make(): string {
    let id: string;
    do id = `call${String(++this.#made).padStart(5, '0')}`;
    while (this.#used.has(id));
    return id;
  }
}
