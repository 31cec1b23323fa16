import type { Json, JsonObject, Message, Role } from '../../../src/message.ts';
import type { CompletionRequest } from '../../../src/types.ts';
import { type Asking, objectOf, objectsOf } from './dialect.ts';

const ALWAYS = ['model', 'messages', 'stream', 'stream_options'];

/** Whether a member says nothing: it is absent, `null`, or an empty list. */
export function isSilent(value: Json | undefined): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/**
 * The project's request for a recorded one: members are renamed, `known` ones are already in `rest`, and any other makes the
 * recorded request one that can't be said.
 */
export function askWith(
  body: JsonObject,
  renames: Readonly<Record<string, keyof CompletionRequest>>,
  known: readonly string[],
  rest: { messages: Message[] | string } | { prompt: string },
): Asking {
  if ('messages' in rest && typeof rest.messages === 'string') return { reason: rest.messages };
  const said = Object.keys(body).filter((key) => !isSilent(body[key]));
  const strange = said.filter((key) => !(key in renames) && !known.includes(key) && !ALWAYS.includes(key));
  if (strange.length > 0) return { reason: strange.sort().at(-1) as string };
  const settings = said.filter((key) => key in renames).map((key) => [renames[key], body[key]]);
  return { request: { ...rest, ...Object.fromEntries(settings), model: body.model } as CompletionRequest };
}

/** Messages of plain text in the shape that most APIs share, or what else they hold. */
export function messagesOf(messages: readonly Json[]): Message[] | string {
  const found: Message[] = [];
  for (const { role, content, ...others } of objectsOf([...messages])) {
    const other = Object.keys(others).find((key) => !isSilent(others[key]));
    const strange = other ?? strangeBlock(content);
    if (strange || role === 'tool') return strange ?? 'tool message';
    found.push({ role: role as Role, content: typeof content === 'string' ? content : textParts(content) });
  }
  return found;
}

function textParts(content: Json | undefined): Message['content'] {
  return objectsOf(content).map(({ text }) => ({ type: 'text', text: text as string }));
}

function strangeBlock(content: Json | undefined): string | undefined {
  if (typeof content === 'string') return undefined;
  for (const { type, text: _text, ...others } of objectsOf(content)) {
    if (type !== 'text') return `${type} block`;
    const other = Object.keys(others).find((key) => !isSilent(others[key]));
    if (other) return other;
  }
  return content ? undefined : 'message without content';
}

/** Drops the members of `encoded` that are silent defaults: equal to `defaults` and not in what was recorded. */
export function withoutDefaults(encoded: JsonObject, recorded: JsonObject, defaults: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(encoded)) {
    const standard = defaults[key];
    if (typeof standard === 'object' && standard !== null) {
      const inner = withoutDefaults(objectOf(value), objectOf(recorded[key]), objectOf(standard));
      if (Object.keys(inner).length > 0 || key in recorded) kept[key] = inner;
    } else if (key in recorded || value !== standard) kept[key] = value;
  }
  return kept;
}

/** The form in which requests are compared: silent members are left out, and a list of one text block is its text. */
export function canonical(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) {
    const [block] = objectsOf(value);
    const isText = value.length === 1 && block?.type === 'text' && Object.keys(block).length === 2;
    return isText ? block.text : value.map((item) => canonical(item) as Json);
  }
  if (typeof value !== 'object' || value === null) return value;
  const said = Object.entries(value).filter(([key, member]) => !isSilent(member) && key !== 'stream' && key !== 'stream_options');
  return Object.fromEntries(said.map(([key, member]) => [key, canonical(member)]));
}
