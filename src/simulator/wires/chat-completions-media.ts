import type { ChatMessage } from './chat-completions-body.ts';

/** Which blocks a message of the user may have, and how its images come. */
export interface MediaFacts {
  /** Default: texts and images. */
  blocks?: readonly string[];
  /** Whether an image is fetched from where it is. Default `true`. */
  fetchesImages?: boolean;
}

/** What is wrong with what is no text. */
export type MediaFlaw =
  | { kind: 'no such block'; path: string; type: string; index: number; types: readonly string[] }
  | { kind: 'bad media'; path: string; type: string; value: string };

interface Block {
  type: string;
  image_url?: string | { url?: string };
  file?: { file_data?: string; file_id?: string };
}

const IMAGE = /^data:image\/(png|jpe?g|gif|webp);base64,([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const FILE = /^data:application\/pdf;base64,([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What of the images and files the API does not take. */
export function mediaFlaw(messages: readonly ChatMessage[], facts: MediaFacts): MediaFlaw | undefined {
  const { blocks: types = ['text', 'image_url'], fetchesImages = true } = facts;
  for (const [index, { role, content }] of messages.entries()) {
    if (role !== 'user') continue;
    for (const [place, block] of blocksOf(content).entries()) {
      const path = `messages.${index}.content.${place}`;
      const { type } = block;
      if (!types.includes(type)) return { kind: 'no such block', path: `${path}.type`, type, index, types };
      const value = addressOf(block) ?? '';
      const isFetched = type === 'image_url' && fetchesImages && /^https?:\/\/./.test(value);
      const isGiven = (type === 'image_url' ? IMAGE : FILE).test(value) && !value.endsWith(',');
      if ((type === 'image_url' || (type === 'file' && !block.file?.file_id)) && !isFetched && !isGiven)
        return { kind: 'bad media', path: `${path}.${type}`, type, value };
    }
  }
  return undefined;
}

/** The images and files of a message: their addresses, or their bytes. */
export function mediaIn(content: unknown): string[] {
  return blocksOf(content).flatMap((block) => addressOf(block)?.replace(/^data:[^,]*,/, '') ?? []);
}

function addressOf({ image_url: image, file }: Block): string | undefined {
  return typeof image === 'string' ? image : (image?.url ?? file?.file_data);
}

function blocksOf(content: unknown): Block[] {
  return Array.isArray(content) ? content : [];
}
