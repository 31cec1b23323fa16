import { argumentsOf, type Json, type JsonObject, type Message, type Part, resultTextOf } from '../../src/plugin.ts';
import type { AnthropicCall } from './api.ts';
import { mark } from './marks.ts';
import { encodeMedia } from './media.ts';

/** What of a call the encoding of its messages depends on. */
type Talk = Pick<AnthropicCall, 'messages' | 'provider' | 'model'>;

/** One text; a list of blocks only where one of them carries more, such as `cache_control`. */
export function systemOf(call: Talk): Json | undefined {
  const blocks = call.messages.filter(({ role }) => role === 'system').flatMap(({ content }) => blocksOf(content, call));
  if (blocks.some((block) => Object.keys(block).length > 2)) return blocks;
  return blocks.map(({ text }) => text).join('\n\n') || undefined;
}

/** Tool results that follow each other must stand in one user turn, right after the calls. */
export function turnsOf(call: Talk): JsonObject[] {
  const turns: JsonObject[] = [];
  let results: Json[] | undefined;
  for (const message of call.messages) {
    const { role, content } = message;
    if (role === 'system') continue;
    if (role === 'tool') {
      if (!results) {
        results = [];
        turns.push({ role: 'user', content: results });
      }
      results.push(encodeResult(message, call));
    } else {
      results = undefined;
      const said = contentOf(content, call);
      // An answer can be empty, but is refused when it comes back.
      if (said.length > 0) turns.push({ role, content: said });
    }
  }
  return turns;
}

/** What is in a result can't be marked, so that its marks are its own. */
function encodeResult(message: Message, call: Talk): JsonObject {
  const { content, toolCallId, isError, cache } = message;
  const said = contentOf(content, call);
  // A result may be empty, an error may not.
  const told = isError && said.length === 0 ? resultTextOf(message) : said;
  const result = { type: 'tool_result', tool_use_id: toolCallId, content: told, is_error: isError };
  return { ...result, cache_control: cache ? { type: 'ephemeral' } : undefined };
}

function contentOf(content: Message['content'], call: Talk): string | JsonObject[] {
  return typeof content === 'string' && content.trim() !== '' ? content : blocksOf(content, call);
}

/** A mark on what is not sent is put on what is before it. */
function blocksOf(content: Message['content'], call: Talk): JsonObject[] {
  const parts: readonly Part[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  const blocks: JsonObject[] = [];
  for (const part of parts) {
    blocks.push(...encodePart(part, call));
    if ('cache' in part && part.cache) mark(blocks);
  }
  return blocks;
}

function encodePart(part: Part, call: Talk): JsonObject[] {
  const own = part.providerMetadata?.[call.provider];
  switch (part.type) {
    case 'text':
      // The model writes blank blocks, but they are refused when they come back.
      return part.text.trim() === '' ? [] : [{ type: 'text', text: part.text, ...own }];
    case 'reasoning':
      // So is thinking without its signature.
      return own?.signature ? [{ type: 'thinking', thinking: part.text, ...own }] : [];
    case 'tool-call':
      return [{ type: 'tool_use', id: part.id, name: part.name, input: argumentsOf(part), ...own }];
    case 'image':
    case 'file':
      return [{ ...encodeMedia(part, call), ...own }];
    case 'opaque':
      return own ? [{ ...own }] : [];
  }
}
