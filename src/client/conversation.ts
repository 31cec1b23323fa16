import { inspect } from 'node:util';
import { nearest } from '../config/nearest.ts';
import type { Message } from '../message.ts';
import { checkMedia } from './media.ts';
import { isObject } from './merge.ts';
import { callsOf } from './open-calls.ts';
import { isText } from './tool-call.ts';
import { isJson } from './validate.ts';

const ROLES = ['system', 'user', 'assistant', 'tool'];
const PARTS = ['text', 'reasoning', 'tool-call', 'image', 'file', 'opaque'];
const RESULT_MEMBERS = ['role', 'content', 'name', 'toolCallId', 'isError', 'cache'];

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
  /** How many results each id of the turn still lacks. */
  let open = new Map<string, number>();
  const closeTurn = (at: string) => {
    const ids = [...open].flatMap(([id, lacking]) => Array<string>(lacking).fill(shown(id)));
    if (ids.length > 0) problems.push(`${at} without a result of the tool call ${ids.join(', ')}; add a tool message for each`);
    open = new Map();
  };
  for (const [index, message] of messages.entries()) {
    const at = `messages[${index}]`;
    if (message.role !== 'tool') {
      closeTurn(`${at}: comes`);
      if (message.role === 'assistant') for (const { id } of callsOf(message)) open.set(id, (open.get(id) ?? 0) + 1);
      continue;
    }
    const { toolCallId = '' } = message;
    const lacking = open.get(toolCallId);
    if (lacking) open.set(toolCallId, lacking - 1);
    else if (lacking === 0) problems.push(`${at}.toolCallId: the call ${shown(toolCallId)} has a result already`);
    else problems.push(`${at}.toolCallId: no call of the message before it has the id ${shown(toolCallId)}`);
  }
  closeTurn('messages: end');
  return problems;
}

/** A bad value as short as an error can bear. */
function shown(value: unknown): string {
  return inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 40 });
}

function checkMessage(message: unknown, at: string): string[] {
  if (!isObject(message)) return [`${at}: must be an object with role and content`];
  const { role, content } = message as unknown as Message;
  if (!ROLES.includes(role)) return [`${at}.role: must be one of ${ROLES.join(', ')} (given: ${shown(role)})`];
  const problems = role === 'tool' ? checkResult(message, at) : [];
  if (message.name !== undefined && !isText(message.name)) problems.push(`${at}.name: must be a string that is not empty`);
  problems.push(...checkMark(message, at));
  if (typeof content === 'string') {
    if (content === '' && role === 'user') problems.push(`${at}.content: must not be empty`);
    return problems;
  }
  if (!Array.isArray(content)) return [...problems, `${at}.content: must be a string or a list of parts`];
  if (content.length === 0 && role === 'user') problems.push(`${at}.content: must not be empty`);
  return [...problems, ...Array.from(content).flatMap((part, index) => checkPart(part, role, `${at}.content[${index}]`))];
}

/** What only a tool message has. A misspelt member would be lost without a word, and the model would take an error for a result. */
function checkResult({ toolCallId, isError, ...others }: Record<string, unknown>, at: string): string[] {
  const problems: string[] = [];
  for (const key of Object.keys(others)) {
    const near = RESULT_MEMBERS.includes(key) ? undefined : nearest(key, RESULT_MEMBERS);
    if (near) problems.push(`${at}.${key}: is not known; did you mean "${near}"?`);
  }
  if (problems.length > 0) return problems;
  if (!isText(toolCallId)) problems.push(`${at}.toolCallId: must name the call that this message answers`);
  if (isError !== undefined && typeof isError !== 'boolean') problems.push(`${at}.isError: must be true or false`);
  return problems;
}

function checkPart(part: unknown, role: string, at: string): string[] {
  if (!isObject(part)) return [`${at}: must be an object with a type`];
  const { type } = part;
  if (!PARTS.includes(type as string)) return [`${at}.type: must be one of ${PARTS.join(', ')} (given: ${shown(type)})`];
  if (role === 'tool' && type !== 'text') return [`${at}.type: the result of a tool is text (given: ${shown(type)})`];
  if ((type === 'text' || type === 'reasoning') && typeof part.text !== 'string') return [`${at}.text: must be a string`];
  if (type === 'tool-call') return checkCall(part, role, at);
  const isMedia = type === 'image' || type === 'file';
  return [...(isMedia || type === 'text' ? checkMark(part, at) : []), ...(isMedia ? checkMedia(part, role, at) : [])];
}

/** A mark in another API's words would be lost, and each call cost more than it should. */
function checkMark(marked: Record<string, unknown>, at: string): string[] {
  const foreign = ['cache_control', 'cacheControl', 'cachePoint'].find((name) => Object.hasOwn(marked, name));
  if (foreign) return [`${at}.${foreign}: is not known; a mark for the provider's cache is "cache: true"`];
  const { cache } = marked;
  return cache === undefined || typeof cache === 'boolean' ? [] : [`${at}.cache: must be true or false`];
}

function checkCall({ id, name, arguments: parsed, argumentsText }: Record<string, unknown>, role: string, at: string): string[] {
  if (role !== 'assistant') return [`${at}.type: a tool call belongs into a message of the assistant`];
  if (!isText(id) || !isText(name) || typeof argumentsText !== 'string')
    return [`${at}: a tool call needs an id, a name and its argumentsText`];
  // Where there is text, that is what is sent.
  return argumentsText.trim() !== '' || isJson(parsed) ? [] : [`${at}.arguments: must be JSON`];
}
