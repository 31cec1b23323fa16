import type { Json, JsonObject } from '../../../src/message.ts';
import { objectOf, objectsOf, stringOf } from './dialect.ts';

/** The message as which an answer of v2 goes back, without its citations; none where nothing is said. */
export function turnV2({ content, tool_plan, tool_calls }: JsonObject): JsonObject[] {
  const blocks = objectsOf(content).filter(({ text, thinking }) => text !== '' && thinking !== '');
  const calls = objectsOf(tool_calls).map(({ id, function: called }) => sentCall(id, objectOf(called)));
  if (blocks.length === 0 && calls.length === 0) return [];
  return [
    {
      role: 'assistant',
      ...(blocks.length > 0 && { content: blocks }),
      ...(tool_plan && { tool_plan }),
      ...(calls.length > 0 && { tool_calls: calls }),
    },
  ];
}

/** The message that the events of a v2 stream make. */
export function messageOfEvents(events: readonly JsonObject[]): JsonObject {
  const content: JsonObject[] = [];
  const tool_calls: JsonObject[] = [];
  let tool_plan = '';
  for (const { type, index, delta } of events) {
    const message = objectOf(objectOf(delta).message);
    const at = index as number;
    if (type === 'content-start') content[at] = objectOf(message.content);
    if (type === 'content-delta') content[at] = joined(content[at], objectOf(message.content));
    if (type === 'tool-plan-delta') tool_plan += stringOf(message.tool_plan);
    if (type === 'tool-call-start') tool_calls[at] = objectOf(message.tool_calls);
    if (type === 'tool-call-delta') {
      const called = joined(objectOf(tool_calls[at]?.function), functionIn(message));
      tool_calls[at] = { ...tool_calls[at], function: called };
    }
  }
  return { content: content.filter(Boolean), tool_plan, tool_calls: tool_calls.filter(Boolean) };
}

/** The message as which an answer of v1 goes back; none where nothing is said. */
export function turnV1({ text, tool_calls }: JsonObject): JsonObject[] {
  const calls = objectsOf(tool_calls).map(({ name, parameters }) => ({ name: stringOf(name), parameters: objectOf(parameters) }));
  if (calls.length > 0) return [{ role: 'CHATBOT', message: stringOf(text), tool_calls: calls }];
  return text ? [{ role: 'CHATBOT', message: stringOf(text) }] : [];
}

/** A tool without parameters may be called with nothing or with `null`, but neither may go back. */
function sentCall(id: Json | undefined, { name, arguments: given }: JsonObject): JsonObject {
  const text = stringOf(given).trim();
  return { id, type: 'function', function: { name, arguments: text === '' || text === 'null' ? '{}' : stringOf(given) } };
}

function functionIn({ tool_calls }: JsonObject): JsonObject {
  return objectOf(objectOf(tool_calls).function);
}

/** Adds the texts of a piece to those of what it is a piece of. */
function joined(whole: JsonObject = {}, piece: JsonObject): JsonObject {
  const texts = Object.entries(piece).map(([key, value]) => [key, stringOf(whole[key]) + stringOf(value)]);
  return { ...whole, ...Object.fromEntries(texts) };
}
