import type { Json, JsonObject, Message, ToolCall } from './message.ts';
import { textOf } from './message-text.ts';

/** The arguments of a call as an object, for APIs that take no text: what is no object is kept in a member, cut text too. */
export function argumentsOf(call: ToolCall): JsonObject {
  const { value = call.argumentsText } = read(call);
  if (value === null) return {};
  return typeof value === 'object' && !Array.isArray(value) ? value : { arguments: value };
}

/** The arguments of a call as text that is JSON, for APIs that take no other: what is none is kept in a member. */
export function argumentsTextOf(call: ToolCall): string {
  const { value } = read(call);
  return value === undefined || value === null || call.argumentsText.trim() === ''
    ? JSON.stringify(argumentsOf(call))
    : call.argumentsText;
}

/** The text of a tool's result, for APIs that have no other way to tell that it is an error. */
export function resultTextOf({ content, isError }: Message): string {
  const text = textOf(content);
  return isError && !/^error\b/i.test(text) ? `Error: ${text}` : text;
}

/** The text counts, as that is what the model wrote; without any there is what was parsed. */
function read({ arguments: parsed, argumentsText }: ToolCall): { value?: Json } {
  if (argumentsText.trim() === '') return { value: parsed ?? {} };
  try {
    return { value: JSON.parse(argumentsText) };
  } catch {
    return {};
  }
}
