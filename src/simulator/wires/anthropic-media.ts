import { anything, choice, like, list, members, part, type Rule, record, text } from '../check.ts';
import type { AskedMessage, Block } from './anthropic-turns.ts';

/** Where an image or a document comes from. */
export interface Source {
  type: string;
  media_type?: string;
  data?: string;
  url?: string;
}

const address = like(/^https?:\/\/./);
const base64 = like(/^[A-Za-z0-9+/]+={0,2}$/);

function sourceOf(types: readonly string[], ofText: Record<string, Rule> = {}): Rule {
  const bytes = members({ type: text, media_type: choice(...types), data: base64 }, ['media_type', 'data']);
  const rules: Record<string, Rule> = {
    base64: bytes,
    url: members({ type: text, url: address }, ['url']),
    file: members({ type: text, file_id: text }, ['file_id']),
    ...ofText,
  };
  return (value, path) => {
    const { type = '' } = (value ?? {}) as Partial<Source>;
    return part(value, path) ?? choice(...Object.keys(rules))(type, `${path}.type`) ?? rules[type]?.(value, `${path}.${type}`);
  };
}

/** The rules of the blocks that hold bytes. */
export const mediaRules: Record<string, Rule> = {
  image: members(
    { type: text, source: sourceOf(['image/jpeg', 'image/png', 'image/gif', 'image/webp']), cache_control: record },
    ['source'],
  ),
  document: members(
    {
      type: text,
      source: sourceOf(['application/pdf'], {
        text: members({ type: text, media_type: choice('text/plain'), data: text }, ['media_type', 'data']),
        content: members({ type: text, content: list(part) }, ['content']),
      }),
      title: text,
      context: text,
      citations: anything,
      cache_control: record,
    },
    ['source'],
  ),
};

/** What images begin with; the letters of a webp stand after four bytes of length. */
const SIGNATURES: readonly (readonly [type: string, head: string, at?: number])[] = [
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/gif', 'GIF8'],
  ['image/webp', 'WEBP', 8],
];

/** Why an image or a document can't be read. */
export function mediaFlaw(messages: readonly AskedMessage[]): string | undefined {
  const flaws = messages.flatMap(({ role, content }, index) =>
    typeof content === 'string'
      ? []
      : content.map((block, place) => blockFlaw(block, role, `messages.${index}.content.${place}`)),
  );
  return flaws.find((flaw) => flaw !== undefined);
}

function blockFlaw({ type, source }: Block, role: string, at: string): string | undefined {
  if (type !== 'image' && type !== 'document') return undefined;
  if (role !== 'user') return `${at}: \`${type}\` blocks are not permitted in assistant messages`;
  const flaw = source?.type === 'base64' ? bytesFlaw(source) : undefined;
  return flaw?.startsWith('Image') ? `${at}.image.source.base64.data: ${flaw}` : flaw;
}

function bytesFlaw({ media_type = '', data = '' }: Source): string | undefined {
  const head = Buffer.from(data.slice(0, 2048), 'base64').toString('latin1');
  if (media_type === 'application/pdf') return head.includes('%PDF-') ? undefined : 'The PDF specified was not valid.';
  const found = SIGNATURES.find(([, signature, at = 0]) => head.startsWith(signature, at))?.[0];
  if (!found || data.length % 4 !== 0) return 'Could not process image';
  return found === media_type ? undefined : `Image does not match the provided media type ${media_type}`;
}

/** The images and documents among some blocks: their URLs, or their bytes in base64. */
export function mediaIn(blocks: readonly Block[]): string[] {
  return blocks.flatMap(({ type, source }) => {
    if ((type !== 'image' && type !== 'document') || !source) return [];
    const { url, data = '' } = source;
    return url ?? (source.type === 'text' ? Buffer.from(data).toString('base64') : data);
  });
}
