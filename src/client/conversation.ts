import { inspect } from 'node:util';
import type { Message, Part, ToolCallPart } from '../message.ts';
import { isObject } from './merge.ts';
import { isText } from './tool-call.ts';

const ROLES = ['system', 'user', 'assistant', 'tool'];
const PARTS = ['text', 'reasoning', 'tool-call', 'image', 'file', 'opaque'];

/** What a conversation breaks. */
export function checkMessages(messages: unknown): string[] {
  if (!Array.isArray(messages)) return ['messages: must be a list of messages'];
  if (messages.length === 0) return ['messages: must not be empty'];
  const problems = Array.from(messages).flatMap((message, index) => checkMessage(message, `messages[${index}]`));
  if (problems.length > 0) return problems;
  if (messages.every((message) => message.role === 'system')) return ['messages: need one that is not from the system'];
  return checkToolTurns(messages);
}

/** Every call has one result, right after the message that makes it. An id counts within its turn: some models repeat theirs. */
function checkToolTurns(messages: readonly Message[]): string[] {
  const problems: string[] = [];
  let open: string[] = [];
  let answered: string[] = [];
  const closeTurn = (at: string) => {
    if (open.length > 0) problems.push(`${at} without a result of the tool call ${quoted(open)}; add a tool message for each`);
    open = [];
    answered = [];
  };
  for (const [index, message] of messages.entries()) {
    const at = `messages[${index}]`;
    if (message.role !== 'tool') {
      closeTurn(`${at}: comes`);
      if (message.role === 'assistant') open = callsOf(message).map(({ id }) => id);
      continue;
    }
    const { toolCallId = '' } = message;
    const place = open.indexOf(toolCallId);
    if (place >= 0) answered.push(...open.splice(place, 1));
    else if (answered.includes(toolCallId))
      problems.push(`${at}.toolCallId: the call ${quoted([toolCallId])} has a result already`);
    else problems.push(`${at}.toolCallId: no call of the message before it has the id ${quoted([toolCallId])}`);
  }
  closeTurn('messages: end');
  return problems;
}

function quoted(ids: readonly string[]): string {
  return ids.map((id) => shown(id)).join(', ');
}

/** A bad value as short as an error can bear. */
function shown(value: unknown): string {
  return inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 40 });
}

function callsOf({ content }: Message): ToolCallPart[] {
  return typeof content === 'string' ? [] : content.filter((part) => part.type === 'tool-call');
}

function checkMessage(message: unknown, at: string): string[] {
  if (!isObject(message)) return [`${at}: must be an object with role and content`];
  const { role, content, toolCallId } = message as unknown as Message;
  if (!ROLES.includes(role)) return [`${at}.role: must be one of ${ROLES.join(', ')} (given: ${shown(role)})`];
  if (role === 'tool' && !isText(toolCallId)) return [`${at}.toolCallId: must name the call that this message answers`];
  if (typeof content === 'string') return content === '' && role === 'user' ? [`${at}.content: must not be empty`] : [];
  if (!Array.isArray(content)) return [`${at}.content: must be a string or a list of parts`];
  if (content.length === 0 && role === 'user') return [`${at}.content: must not be empty`];
  return content.flatMap((part, index) => checkPart(part, `${at}.content[${index}]`));
}

function checkPart(part: unknown, at: string): string[] {
  if (!isObject(part)) return [`${at}: must be an object with a type`];
  const { type } = part;
  if (!PARTS.includes(type as string)) return [`${at}.type: must be one of ${PARTS.join(', ')} (given: ${shown(type)})`];
  if ((type === 'text' || type === 'reasoning') && typeof part.text !== 'string') return [`${at}.text: must be a string`];
  if (type === 'tool-call' && (!isText(part.name) || typeof part.id !== 'string' || typeof part.argumentsText !== 'string'))
    return [`${at}: a tool call needs an id, a name and its argumentsText`];
  return [];
}

/**
 * A conversation as a wire gets it: without what only other providers understand, each tool message with its tool's name, and
 * with ids of calls that the API takes.
 */
export function prepareMessages(messages: readonly Message[], provider: string, toolCallIds?: RegExp): Message[] {
  const ids = toolCallIds && new CallIds(toolCallIds);
  let names = new Map<string, string>();
  return messages.map((message) => {
    if (message.role === 'tool') {
      const { toolCallId = '', name = names.get(toolCallId) } = message;
      return { ...ownParts(message, provider), name, toolCallId: ids ? ids.ofResult(toolCallId) : toolCallId };
    }
    const own = ownParts(message, provider);
    const calls = callsOf(own);
    if (message.role !== 'assistant' || calls.length === 0) return own;
    names = new Map(calls.map(({ id, name }) => [id, name]));
    return ids ? { ...own, content: ids.ofCalls(own.content as Part[]) } : own;
  });
}

/** Replaces ids that an API would refuse: of another form than its own, or used before. The same conversation gets the same ones. */
class CallIds {
  readonly #pattern: RegExp;
  readonly #used = new Set<string>();
  /** The replacements of this turn, by id: a model may give several calls the same. */
  #turn = new Map<string, string[]>();
  #made = 0;

  constructor(pattern: RegExp) {
    this.#pattern = pattern;
  }

  ofCalls(content: readonly Part[]): Part[] {
    this.#turn = new Map();
    return content.map((part) => (part.type === 'tool-call' ? { ...part, id: this.#ofCall(part.id) } : part));
  }

  ofResult(id: string): string {
    return this.#turn.get(id)?.shift() ?? id;
  }

  #ofCall(id: string): string {
    const fitting = this.#pattern.test(id) && !this.#used.has(id) ? id : this.#make();
    this.#used.add(fitting);
    this.#turn.set(id, [...(this.#turn.get(id) ?? []), fitting]);
    return fitting;
  }

  /** Nine letters and digits: no API asks for less. */
  #make(): string {
    let id: string;
    do id = `call${String(++this.#made).padStart(5, '0')}`;
    while (this.#used.has(id));
    return id;
  }
}

/** Leaves out what only other providers understand. */
function ownParts(message: Message, provider: string): Message {
  const { content } = message;
  if (typeof content === 'string' || !content.some((part) => part.type === 'opaque' || part.providerMetadata)) return message;
  const own = content.filter((part) => part.type !== 'opaque' || part.providerMetadata?.[provider]);
  return { ...message, content: own.map((part) => ownMetadata(part, provider)) };
}

function ownMetadata(part: Part, provider: string): Part {
  const { providerMetadata, ...rest } = part;
  const own = providerMetadata?.[provider];
  return own ? { ...rest, providerMetadata: { [provider]: own } } : rest;
}
