import type { Json, JsonObject, Message, Part, ToolCallPart } from '../message.ts';
import { objectOf } from '../openai-dialect/values.ts';
import { argumentsTextOf } from '../tool-message.ts';

/** A message of the model's as the items that it came as. What has no metadata is of another API: text and calls go, thoughts stay. */
export function encodeAnswer(content: Message['content'], provider: string): JsonObject[] {
  const parts: readonly Part[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  const items: JsonObject[] = [];
  for (const part of parts) {
    const own = objectOf(part.providerMetadata?.[provider]?.responses);
    const message = objectOf(own?.message);
    if (message) addBlock(items, message, own as JsonObject, part);
    else if (part.type === 'text') addText(items, part.text);
    else if (part.type === 'tool-call') items.push(encodeCall(part, own));
    else if (typeof own?.type === 'string') items.push(own);
  }
  return items;
}

/** Its text counts as it is now; all else of a block goes back as it was told. */
function addBlock(items: JsonObject[], message: JsonObject, { block, index }: JsonObject, part: Part): void {
  const item = index ? openMessage(items, message) : undefined;
  const content = (item?.content as Json[] | undefined) ?? [];
  if (!item) items.push({ ...message, content });
  const told = objectOf(block);
  if (told) content.push(part.type === 'text' ? { ...told, [told.type === 'refusal' ? 'refusal' : 'text']: part.text } : told);
}

/** The message that a block goes on, if it is the last item. */
function openMessage(items: readonly JsonObject[], message: JsonObject): JsonObject | undefined {
  const { content, ...last } = items.at(-1) ?? {};
  return Array.isArray(content) && JSON.stringify(last) === JSON.stringify(message) ? items.at(-1) : undefined;
}

/** Texts that follow each other are one message. */
function addText(items: JsonObject[], text: string): void {
  const last = items.at(-1);
  if (text === '') return;
  if (last?.role === 'assistant' && typeof last.content === 'string') last.content += text;
  else items.push({ role: 'assistant', content: text });
}

function encodeCall(part: ToolCallPart, own: JsonObject = {}): JsonObject {
  return { type: 'function_call', call_id: part.id, name: part.name, arguments: argumentsTextOf(part), ...own };
}
