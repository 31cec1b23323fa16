import type { Turn } from '../answer.ts';
import { flag, like, list, members, part, type Rule, record, text, textOr } from '../check.ts';
import { textOf } from '../wire.ts';
import { mediaIn, mediaRules, type Source } from './anthropic-media.ts';

/** A content block of a message. */
export interface Block {
  type: string;
  text?: string;
  thinking?: string;
  signature?: string;
  id?: string;
  tool_use_id?: string;
  content?: string | Block[];
  is_error?: boolean;
  source?: Source;
  cache_control?: unknown;
}

/** A message as it was sent. */
export interface AskedMessage {
  role: 'user' | 'assistant';
  content: string | Block[];
}

const callId = like(/^[a-zA-Z0-9_-]+$/);
const blockRules: Record<string, Rule> = {
  ...mediaRules,
  tool_use: members({ type: text, id: callId, name: text, input: record, cache_control: record, caller: record }, [
    'id',
    'name',
    'input',
  ]),
  tool_result: members({ type: text, tool_use_id: callId, content: textOr(list(part)), is_error: flag, cache_control: record }, [
    'tool_use_id',
  ]),
};

/** A content block; those of tools and those with bytes are looked at closely. */
export const block: Rule = (value, path) => {
  const { type } = (value ?? {}) as { type?: string };
  return part(value, path) ?? blockRules[type ?? '']?.(value, `${path}.${type}`);
};

/** Why calls and results do not belong together: each call must have one result, in the very next message. */
export function turnsFlaw(messages: readonly AskedMessage[]): string | undefined {
  const used = new Set<string>();
  let open: string[] = [];
  for (const [index, message] of messages.entries()) {
    const flaw = resultsFlaw(message, index, open);
    if (flaw) return flaw;
    open = idsOf(message, 'tool_use');
    if (open.some((id) => used.has(id)) || new Set(open).size < open.length) return 'messages: `tool_use` ids must be unique';
    for (const id of open) used.add(id);
  }
  return open.length > 0 ? unanswered(messages.length - 1, open) : undefined;
}

function resultsFlaw(message: AskedMessage, index: number, open: readonly string[]): string | undefined {
  const results = idsOf(message, 'tool_result');
  for (const [place, { type, tool_use_id: id = '', is_error, content = '' }] of blocksOf(message).entries()) {
    if (type !== 'tool_result') continue;
    const at = `messages.${index}.content.${place}`;
    if (!open.includes(id)) {
      const rule = 'Each `tool_result` block must have a corresponding `tool_use` block in the previous message.';
      return `${at}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. ${rule}`;
    }
    if (is_error && content.length === 0) return `${at}: content cannot be empty if \`is_error\` is true`;
  }
  const twice = results.find((id, place) => results.indexOf(id) < place);
  if (twice !== undefined) {
    return `messages.${index}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${twice}`;
  }
  const missing = open.filter((id) => !results.includes(id));
  return missing.length > 0 ? unanswered(index - 1, missing) : undefined;
}

function unanswered(index: number, ids: readonly string[]): string {
  const found = `\`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids.join(', ')}`;
  return `messages.${index}: ${found}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`;
}

/** The turns of a message: each result in it is one of its own. */
export function turnsOf(message: AskedMessage): Turn[] {
  const { role, content } = message;
  const blocks = blocksOf(message);
  const results = blocks.filter(({ type }) => type === 'tool_result');
  const media = mediaIn(blocks);
  const told = results.map((result): Turn => ({ role: 'tool', text: resultText(result) }));
  return told.length > 0 && told.length === blocks.length
    ? told
    : [...told, { role, text: textOf(content), ...(media.length > 0 && { media }) }];
}

function resultText({ content, is_error }: Block): string {
  const told = textOf(content);
  return is_error && !/^error\b/i.test(told) ? `Error: ${told}` : told;
}

function idsOf(message: AskedMessage, wanted: 'tool_use' | 'tool_result'): string[] {
  return blocksOf(message).flatMap(({ type, id, tool_use_id }) => (type === wanted ? [id ?? tool_use_id ?? ''] : []));
}

function blocksOf({ content }: AskedMessage): readonly Block[] {
  return typeof content === 'string' ? [] : content;
}
