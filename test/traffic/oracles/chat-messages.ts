import type { Json, JsonObject, Message, Part, Role, ToolCallPart } from '../../../src/message.ts';
import { isSilent } from './asking.ts';
import type { ChatHabits } from './chat-asking.ts';
import { objectOf, objectsOf, stringOf } from './dialect.ts';

/** Thrown where the project has no words for what was recorded; its message says for what. */
export class Unsaid extends Error {}

const ROLES = ['system', 'user', 'assistant', 'tool'];

/** A recorded message as one of ours. @throws {Unsaid} */
export function chatMessageOf(message: JsonObject, habits: ChatHabits): Message {
  const { role, content, name, tool_call_id, tool_calls, reasoning, reasoning_content, ...others } = message;
  if (!ROLES.includes(role as string)) throw new Unsaid(`${role} message`);
  const other = Object.keys(others).find((key) => !isSilent(others[key]));
  if (other) throw new Unsaid(`${other} of a message`);
  const parts = partsOf(content);
  // The project has one text there.
  if (role !== 'user' && parts.length > 1) throw new Unsaid(`${role} message of several parts`);
  if (role === 'user' && parts.length === 0) throw new Unsaid('empty message');
  const text = typeof content === 'string' ? content : stringOf(parts.map((part) => (part.type === 'text' ? part.text : ''))[0]);
  if (role === 'tool') return { role, content: text, toolCallId: stringOf(tool_call_id) };
  const said: Message = { role: role as Role, content: role === 'user' && typeof content !== 'string' ? parts : text };
  if (name) said.name = stringOf(name);
  if (role !== 'assistant') return said;
  const thought = reasoningOf({ reasoning, reasoning_content }, habits);
  const calls = objectsOf(tool_calls).map(callOf);
  return { ...said, content: [...thought, ...(text === '' ? [] : parts), ...calls] };
}

function partsOf(content: Json | undefined): Part[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  return objectsOf(content).map(({ type, text, ...others }) => {
    if (type !== 'text') throw new Unsaid(`${type} block`);
    const other = Object.keys(others).find((key) => !isSilent(others[key]));
    if (other) throw new Unsaid(`${other} of a block`);
    return { type, text: stringOf(text) };
  });
}

/** Reasoning that the provider does not want back is nothing that a caller could send. */
function reasoningOf(told: JsonObject, { reasoning }: ChatHabits): Part[] {
  const members = Object.keys(told).filter((key) => !isSilent(told[key]));
  const other = members.find((key) => key !== reasoning);
  if (other) throw new Unsaid(`${other} of an earlier answer`);
  return members.map((key) => ({ type: 'reasoning', text: stringOf(told[key]) }));
}

function callOf({ id, function: called, type, index: _index, ...others }: JsonObject): ToolCallPart {
  const { name, arguments: given } = objectOf(called);
  const other = Object.keys(others).find((key) => !isSilent(others[key]));
  if (type !== 'function' || other) throw new Unsaid(`${other ?? type} of a tool call`);
  const argumentsText = stringOf(given);
  return { type: 'tool-call', id: stringOf(id), name: stringOf(name), arguments: undefined, argumentsText };
}
