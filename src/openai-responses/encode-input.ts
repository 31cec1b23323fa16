import { urlOf } from '../media.ts';
import type { FilePart, JsonObject, Message, Part } from '../message.ts';
import { withOwn } from '../openai-dialect/media-blocks.ts';
import { objectOf } from '../openai-dialect/values.ts';
import { resultTextOf } from '../tool-message.ts';
import { encodeAnswer } from './encode-answer.ts';

/** A conversation as a list of items, in its order. */
export function encodeInput(messages: readonly Message[], provider: string): JsonObject[] {
  const items = messages.flatMap((message) => itemsOf(message, provider));
  return items.map((item) => (item.type === 'function_call_output' ? withCaller(item, items) : item));
}

function itemsOf(message: Message, provider: string): JsonObject[] {
  const { role, content, toolCallId } = message;
  if (role === 'tool') return [{ type: 'function_call_output', call_id: toolCallId, output: resultTextOf(message) }];
  if (role === 'assistant') return encodeAnswer(content, provider);
  return typeof content === 'string' ? [{ role, content }] : itemsSaid(role, content, provider);
}

/** A program of the model's that calls a tool is named with the result too. */
function withCaller(output: JsonObject, items: readonly JsonObject[]): JsonObject {
  const { caller } = items.find(({ type, call_id }) => type === 'function_call' && call_id === output.call_id) ?? {};
  return caller ? { ...output, caller } : output;
}

/** Blocks that follow each other are one message; what is no block of a message, such as the result of an opaque call, is an item of its own. */
function itemsSaid(role: Message['role'], parts: readonly Part[], provider: string): JsonObject[] {
  const items: JsonObject[] = [];
  let blocks: JsonObject[] = [];
  for (const part of parts) {
    const block = blockOf(part, objectOf(part.providerMetadata?.[provider]) ?? {});
    if (!block) continue;
    if (!String(block.type).startsWith('input_')) items.push(block);
    else if (blocks.push(block) === 1) items.push({ role, content: blocks });
    if (items.at(-1)?.content !== blocks) blocks = [];
  }
  return role === 'user' ? items : items.map(withPlainText);
}

/** A part with what the caller adds for this provider, such as the detail of an image. */
function blockOf(part: Part, { responses, ...own }: JsonObject): JsonObject | undefined {
  switch (part.type) {
    case 'text':
      return withOwn({ type: 'input_text', text: part.text }, own);
    case 'image':
      return withOwn({ type: 'input_image', image_url: urlOf(part), detail: 'auto' }, own);
    case 'file':
      return withOwn({ type: 'input_file', ...fileOf(part) }, own);
    default: {
      const item = objectOf(responses) ?? own;
      return part.type === 'opaque' && typeof item.type === 'string' ? item : undefined;
    }
  }
}

/** Bytes need a name, by which the API knows their kind too. */
function fileOf(part: FilePart): JsonObject {
  const { url, name, mediaType = '' } = part;
  if (url !== undefined) return { file_url: url };
  const [extension = 'txt'] = /(?<=\/)(pdf|csv|html|json|xml|rtf)$/.exec(mediaType) ?? [];
  return { filename: name ?? `document.${extension}`, file_data: urlOf(part) };
}

function withPlainText(item: JsonObject): JsonObject {
  const blocks = item.content as JsonObject[];
  const isPlain =
    Array.isArray(blocks) && blocks.every((block) => block.type === 'input_text' && Object.keys(block).length === 2);
  return isPlain ? { ...item, content: blocks.map(({ text }) => text).join('') } : item;
}
