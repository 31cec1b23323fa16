import {
  argumentsOf,
  InvalidInputError,
  type Json,
  type JsonObject,
  type Message,
  type Part,
  resultTextOf,
} from '../../src/plugin.ts';

/** One text; a list of blocks only where one of them carries more, such as `cache_control`. */
export function systemOf(messages: readonly Message[], provider: string): Json | undefined {
  const blocks = messages.filter(({ role }) => role === 'system').flatMap(({ content }) => blocksOf(content, provider));
  if (blocks.some((block) => Object.keys(block).length > 2)) return blocks;
  return blocks.map(({ text }) => text).join('\n\n') || undefined;
}

/** Tool results that follow each other must stand in one user turn, right after the calls. */
export function turnsOf(messages: readonly Message[], provider: string): Json[] {
  const turns: Json[] = [];
  let results: Json[] | undefined;
  for (const message of messages) {
    const { role, content } = message;
    if (role === 'system') continue;
    if (role === 'tool') {
      if (!results) {
        results = [];
        turns.push({ role: 'user', content: results });
      }
      results.push(encodeResult(message, provider));
    } else {
      results = undefined;
      const said = contentOf(content, provider);
      // An answer can be empty, but is refused when it comes back.
      if (said.length > 0) turns.push({ role, content: said });
    }
  }
  return turns;
}

function encodeResult(message: Message, provider: string): JsonObject {
  const { content, toolCallId, isError } = message;
  const said = contentOf(content, provider);
  // A result may be empty, an error may not.
  const told = isError && said.length === 0 ? resultTextOf(message) : said;
  return { type: 'tool_result', tool_use_id: toolCallId, content: told, is_error: isError };
}

function contentOf(content: Message['content'], provider: string): string | JsonObject[] {
  return typeof content === 'string' && content.trim() !== '' ? content : blocksOf(content, provider);
}

function blocksOf(content: Message['content'], provider: string): JsonObject[] {
  const parts: Part[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  return parts.flatMap((part): JsonObject[] => {
    const own = part.providerMetadata?.[provider];
    switch (part.type) {
      case 'text':
        // The model writes blank blocks, but they are refused when they come back.
        return part.text.trim() === '' ? [] : [{ type: 'text', text: part.text, ...own }];
      case 'reasoning':
        // So is thinking without its signature.
        return own?.signature ? [{ type: 'thinking', thinking: part.text, ...own }] : [];
      case 'tool-call':
        return [{ type: 'tool_use', id: part.id, name: part.name, input: argumentsOf(part), ...own }];
      case 'opaque':
        return own ? [own] : [];
      default:
        throw new InvalidInputError(`messages: a part of type "${part.type}" can't be sent`, { provider });
    }
  });
}
