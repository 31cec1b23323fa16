import type { Message, Part } from '../message.ts';
import type { Wire } from '../provider.ts';
import { isMedia, prepareMedia } from './media.ts';
import { OpenCalls } from './open-calls.ts';

/**
 * A conversation as a wire gets it: without what only other providers understand, each tool message with its tool's name, with ids
 * of calls that the API takes, images and files as a URL or as base64 with its type, and with marks for the cache only if the
 * wire has a place for them. A message with nothing of all that stays the same object.
 */
export function prepareMessages(
  messages: readonly Message[],
  provider: string,
  { toolCallIds, cacheMarks = false }: Pick<Wire, 'toolCallIds' | 'cacheMarks'>,
): Message[] {
  const calls = new OpenCalls(toolCallIds);
  return messages.map((message) => {
    const own = moveMark(ownParts(message, provider, cacheMarks), cacheMarks);
    if (own.role === 'tool') return calls.answer(own);
    return own.role === 'assistant' ? calls.open(own) : own;
  });
}

/** Leaves out what only other providers understand, and the marks of a wire without any. */
function ownParts(message: Message, provider: string, cacheMarks: boolean): Message {
  const { content } = message;
  if (typeof content === 'string' || content.every(isPlain)) return message;
  const own = content.filter((part) => part.type !== 'opaque' || part.providerMetadata?.[provider]);
  return { ...message, content: own.map((part) => ownPart(isMedia(part) ? prepareMedia(part) : part, provider, cacheMarks)) };
}

function isPlain(part: Part): boolean {
  return part.type !== 'opaque' && !isMedia(part) && !part.providerMetadata && !('cache' in part);
}

function ownPart(part: Part, provider: string, cacheMarks: boolean): Part {
  const { providerMetadata, cache, ...rest } = part as Part & { cache?: boolean };
  const own = providerMetadata?.[provider];
  return {
    ...rest,
    ...(own && { providerMetadata: { [provider]: own } }),
    ...(cache && cacheMarks && { cache }),
  } as Part;
}

/** The mark of a message is that of its last part; the result of a tool is one block, whose marks are the message's. */
function moveMark(message: Message, cacheMarks: boolean): Message {
  const { content, role } = message;
  if (role === 'tool' && typeof content !== 'string' && content.some(isMarked))
    return { ...message, content: content.map(withoutMark), cache: true };
  if (!('cache' in message) || (role === 'tool' && cacheMarks && message.cache)) return message;
  const { cache, ...rest } = message;
  return cache && cacheMarks ? { ...rest, content: marked(content) } : rest;
}

/** Only what a caller can mark is marked: reasoning, calls and opaque blocks have no place for it. */
function marked(content: Message['content']): Message['content'] {
  if (typeof content === 'string') return content === '' ? content : [{ type: 'text', text: content, cache: true }];
  const last = content.findLastIndex((part) => (part.type === 'text' && part.text !== '') || isMedia(part));
  return content.map((part, index) => (index === last ? ({ ...part, cache: true } as Part) : part));
}

function isMarked(part: Part): boolean {
  return 'cache' in part && part.cache === true;
}

function withoutMark(part: Part): Part {
  const { cache, ...rest } = part as Part & { cache?: boolean };
  return rest as Part;
}
