import { expect } from '@jest/globals';
import type { Json, JsonObject } from '../../../src/message.ts';
import { canonical, isSilent } from './asking.ts';
import type { ChatHabits } from './chat-habits.ts';
import { addMessage, type ChatCall, emptyChat } from './chat-reading.ts';
import { objectsOf, stringOf } from './dialect.ts';

/** The message as which an answer goes back, made of the message or the pieces of it that its body has. */
export function turnOf(pieces: readonly JsonObject[], extent: 'whole' | 'piece', { reasoning, ids }: ChatHabits): JsonObject {
  const told = emptyChat();
  // A refusal has a member of its own.
  for (const { refusal: _refusal, ...piece } of pieces) addMessage(told, piece, extent);
  const refusal = pieces.reduce((said, piece) => said + stringOf(piece.refusal), '');
  const blocks = joined(pieces.flatMap(({ content }) => blocksOf(content)));
  const thought = blocks.some(({ type }) => type === 'thinking');
  const content = thought ? blocks : told.text;
  const isEmpty = content === '';
  return {
    role: 'assistant',
    // It must be there, but for calls.
    ...(isEmpty && told.calls.length > 0 ? {} : { content: isEmpty && refusal ? null : content }),
    ...said({
      refusal,
      ...(reasoning && !thought && { [reasoning]: told.reasoning }),
      reasoning_details: canonical(joined(pieces.flatMap(({ reasoning_details }) => objectsOf(reasoning_details)))),
      tool_calls: told.calls.map((call) => sentCall(call, ids)),
      ...signatureOf(pieces),
    }),
  };
}

/** The same message in a request. What is `null` in its details says nothing, nor do empty content and a stand-in for reasoning beside calls. */
export function sentTurns({ messages }: JsonObject): Json {
  return objectsOf(messages)
    .slice(1, 2)
    .map(({ reasoning_details, reasoning_content, content, ...message }) => ({
      ...message,
      reasoning_details: canonical(reasoning_details),
      ...(message.tool_calls && isStandIn(reasoning_content) ? {} : { reasoning_content }),
      ...(content === '' && message.tool_calls ? {} : { content }),
    }));
}

/** What the project puts where DeepSeek and Kimi refuse calls that have no reasoning beside them. */
export function isStandIn(reasoning: Json | undefined): boolean {
  return reasoning === '' || reasoning === ' ';
}

/** Gemini signs a whole message. */
function signatureOf(pieces: readonly JsonObject[]): JsonObject {
  return Object.assign({}, ...pieces.map(({ extra_content, thought_signature }) => said({ extra_content, thought_signature })));
}

/** Where the API gave no id, or one that it would not take, the project has made one up. */
function sentCall({ id = '', name, argumentsText, others }: ChatCall, ids = /./): Json {
  const { type = 'function', ...more } = others;
  const called =
    type === 'custom'
      ? { custom: { name, input: argumentsText } }
      : { function: { name, arguments: sentArguments(argumentsText) } };
  const sent = ids.test(id) ? id : (expect.any(String) as unknown as string);
  return { id: sent, type: type || 'function', ...called, ...said(more) };
}

/** Text that was cut off is refused by servers that parse it, so it goes back in a member of an object. */
function sentArguments(text: string): string {
  if (text.trim() === '') return '{}';
  try {
    return JSON.parse(text) === null ? '{}' : text;
  } catch {
    return JSON.stringify({ arguments: text });
  }
}

function blocksOf(content: Json | undefined): JsonObject[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : objectsOf(content);
}

/** Puts the pieces together that a stream has made of one block: what has neither an end nor another index goes on. */
function joined(pieces: readonly JsonObject[]): JsonObject[] {
  const blocks: JsonObject[] = [];
  for (const piece of pieces) {
    const last = blocks.at(-1);
    if (last && last.type === piece.type && last.index === piece.index && !last.signature && !last.data && !piece.data)
      add(last, piece);
    else if (piece.text !== '') blocks.push(structuredClone(piece));
  }
  return blocks;
}

function add(block: JsonObject, { text, summary, thinking, ...others }: JsonObject): void {
  if (text) block.text = stringOf(block.text) + stringOf(text);
  if (summary) block.summary = stringOf(block.summary) + stringOf(summary);
  if (thinking) block.thinking = joined([...objectsOf(block.thinking), ...objectsOf(thinking)]);
  Object.assign(block, said(others));
}

function said(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== '' && !isSilent(value)));
}
