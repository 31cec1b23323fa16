import type { JsonObject, Message, Part, Role, ToolCallPart } from '../../../src/message.ts';
import { isSilent } from './asking.ts';
import type { ChatHabits } from './chat-habits.ts';
import { partsOf } from './chat-parts.ts';
import { objectOf, objectsOf, stringOf } from './dialect.ts';
import { Unsaid } from './unsaid.ts';

const ROLES = ['system', 'user', 'assistant', 'tool'];

/** A recorded message as one of ours. @throws {Unsaid} */
export function chatMessageOf(message: JsonObject, habits: ChatHabits): Message {
  const { role, content, name, tool_call_id, tool_calls, reasoning, reasoning_content, ...others } = message;
  if (!ROLES.includes(role as string)) throw new Unsaid(`${role} message`);
  const other = Object.keys(others).find((key) => !isSilent(others[key]));
  if (other) throw new Unsaid(`${other} of a message`);
  const parts = partsOf(content, role as string, habits);
  // The project has one text there.
  if (role !== 'user' && parts.length > 1) throw new Unsaid(`${role} message of several parts`);
  if (role === 'user' && parts.length === 0) throw new Unsaid('empty message');
  const text = typeof content === 'string' ? content : stringOf(parts.map((part) => (part.type === 'text' ? part.text : ''))[0]);
  if (role === 'tool') return { role, content: text, toolCallId: stringOf(tool_call_id) };
  const isList = typeof content !== 'string' && (role === 'user' || parts.some((part) => Object.keys(part).length > 2));
  const said: Message = { role: role as Role, content: isList ? parts : text };
  if (name) said.name = stringOf(name);
  if (role !== 'assistant') return said;
  const thought = reasoningOf({ reasoning, reasoning_content }, habits);
  const calls = objectsOf(tool_calls).map(callOf);
  return { ...said, content: [...thought, ...(text === '' ? [] : parts), ...calls] };
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
