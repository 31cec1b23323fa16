import type { Json, JsonObject, Part, TextPart } from '../../../src/message.ts';
import { isSilent } from './asking.ts';
import type { ChatHabits } from './chat-habits.ts';
import { objectOf, objectsOf, stringOf } from './dialect.ts';
import { Unsaid } from './unsaid.ts';

/** The parts of a recorded message. @throws {Unsaid} where the project would refuse them. */
export function partsOf(content: Json | undefined, role: string, habits: ChatHabits): Part[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  return objectsOf(content).map((block) => {
    const said = partOf(block, habits);
    if (said.type !== 'text' && role !== 'user') throw new Unsaid(`${block.type} block of ${role}`);
    return said;
  });
}

/** The caller adds what is this provider's own, and a block that is no part of ours as it is. */
function partOf({ type, ...block }: JsonObject, habits: ChatHabits): Part {
  switch (type) {
    case 'text': {
      const { text, ...others } = block;
      return { type, text: stringOf(text), ...withOwn(others, habits) };
    }
    case 'image_url': {
      const { image_url: image, ...others } = block;
      const { url, ...beside } = objectOf(imageOf(image));
      const own = Object.keys(beside).length > 0 ? { image_url: beside } : {};
      return { type: 'image', ...sourceOf(stringOf(url), habits), ...withOwn({ ...others, ...own }, habits) };
    }
    case 'file': {
      const { file_data, filename, ...others } = objectOf(block.file);
      if (!file_data || Object.keys(others).length > 0) break;
      return { type, ...sourceOf(stringOf(file_data), habits), ...(filename ? { name: stringOf(filename) } : {}) };
    }
    case 'document_url': {
      const { document_url: url, document_name: name } = block;
      return { type: 'file', ...sourceOf(stringOf(url), habits), ...(name ? { name: stringOf(name) } : {}) };
    }
  }
  if (typeof type !== 'string') throw new Unsaid('block without a type');
  return { type: 'opaque', providerMetadata: { [habits.provider ?? '']: { type, ...block } } };
}

function withOwn(
  { cache_control: mark, ...others }: JsonObject,
  { provider = '', marks }: ChatHabits,
): Pick<TextPart, 'cache' | 'providerMetadata'> {
  const isPlain = marks && JSON.stringify(mark) === '{"type":"ephemeral"}';
  const own = Object.entries({ ...others, ...(!isPlain && { cache_control: mark }) }).filter(([, value]) => !isSilent(value));
  return {
    ...(isPlain && { cache: true }),
    ...(own.length > 0 && { providerMetadata: { [provider]: Object.fromEntries(own) } }),
  };
}

function sourceOf(url: string, { blind }: ChatHabits): { url: string } | { base64: string; mediaType: string } {
  if (blind) throw new Unsaid('media for an API that takes none');
  const [, mediaType = '', base64 = ''] = /^data:([^;,]+);base64,(.*)$/s.exec(standIn(url)) ?? [];
  if (mediaType === '') return { url };
  if (!Object.values(BEGINNINGS).some((beginning) => base64.startsWith(beginning.slice(0, 4))))
    throw new Unsaid('bytes that are none of their type');
  return { base64, mediaType };
}

/** What bytes begin with: enough to be told apart. */
const BEGINNINGS: Readonly<Record<string, string>> = {
  'image/png': 'iVBORw0KGgo=',
  'image/jpeg': '/9j/',
  'image/gif': 'R0lGODlh',
  'image/webp': 'UklGRgAAAABXRUJQ',
  'application/pdf': 'JVBERi0=',
};

/** Long bytes are left out of the recordings. */
function standIn(url: string): string {
  return url.replace(/^(data:([^;,]+);base64,)<elided .*$/, (whole, head, type) =>
    type in BEGINNINGS ? head + BEGINNINGS[type] : whole,
  );
}

/** Mistral takes an address alone too. */
function imageOf(image: Json | undefined): Json | undefined {
  return typeof image === 'string' ? { url: image } : image;
}

/** A block in the form in which requests are compared. */
export function canonicalBlock(block: JsonObject): JsonObject {
  const { image_url, file, document_url } = block;
  const image = objectOf(imageOf(image_url));
  const { filename, file_data, ...others } = objectOf(file);
  return {
    ...block,
    ...(image_url && { image_url: { ...image, url: standIn(stringOf(image.url)) } }),
    // Who gives a file no name gives it this one.
    ...(file && {
      file: { ...others, filename: filename === 'document.pdf' ? undefined : filename, file_data: standIn(stringOf(file_data)) },
    }),
    ...(document_url && { document_url: standIn(stringOf(document_url)) }),
  };
}
