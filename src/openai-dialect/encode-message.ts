import type { JsonObject, Message, Part, ToolCallPart } from '../message.ts';
import { argumentsTextOf, resultTextOf } from '../tool-message.ts';
import type { DialectFacts } from './facts.ts';
import { mediaBlock, withOwn } from './media-blocks.ts';
import { objectOf } from './values.ts';

/** One message of ours in the dialect. */
export function encodeMessage(message: Message, provider: string, facts: DialectFacts = {}): JsonObject {
  const { role, content, toolCallId } = message;
  const name = facts.speakerNames === false ? undefined : message.name;
  if (role === 'assistant') return { role, name, ...encodeAnswer(partsOf(content), provider, facts) };
  // The tool's name is told by its call.
  if (role === 'tool') return { role, content: resultOf(message), tool_call_id: toolCallId };
  if (typeof content === 'string') return { role, name, content };
  const blocks = content.flatMap((part) => blockSaid(part, ownIn(part, provider), facts));
  return { role, name, content: role === 'user' ? blocks : joinBlocks(blocks) };
}

function resultOf(message: Message): string | JsonObject[] {
  return joinBlocks([{ type: 'text', text: resultTextOf(message), ...marked(message) }]);
}

/** What is not the model's is sent as the caller has it, with what the caller adds for this provider, such as the detail of an image. */
function blockSaid(part: Part, own: JsonObject, facts: DialectFacts): JsonObject[] {
  switch (part.type) {
    case 'text':
      return [{ type: 'text', text: part.text, ...marked(part), ...own }];
    case 'image':
    case 'file':
      return [withOwn({ ...mediaBlock(part, facts), ...marked(part) }, own)];
    default:
      return part.type === 'opaque' && isBlock(own) ? [own] : [];
  }
}

/** The mark is there only where the API takes it. */
function marked({ cache }: { cache?: boolean | undefined }): JsonObject {
  return cache ? { cache_control: { type: 'ephemeral' } } : {};
}

function partsOf(content: Message['content']): readonly Part[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

/** An answer as it came: what our parts have no place for lies in their metadata, and goes back from there. */
function encodeAnswer(parts: readonly Part[], provider: string, facts: DialectFacts): JsonObject {
  const { reasoningField, reasoningBesideCalls } = facts;
  const ownOf = (part: Part) => ownIn(part, provider);
  const content = joinBlocks(parts.flatMap((part) => blockOf(part, ownOf(part))));
  const refusal = joinTexts(parts.filter((part) => part.type === 'text' && ownOf(part).refusal));
  const thoughts = joinTexts(parts.filter((part) => part.type === 'reasoning' && !isBlock(ownOf(part))));
  const details = parts.flatMap((part) => (part.type === 'reasoning' ? detailsOf(part.text, ownOf(part)) : []));
  const calls = parts.filter((part) => part.type === 'tool-call').map((part) => encodeToolCall(part, ownOf(part)));
  const members = parts.filter((part) => part.type === 'opaque' && !isBlock(ownOf(part)));
  const reasoning = thoughts || (calls.length > 0 ? reasoningBesideCalls : undefined);
  return {
    content: content === '' ? nothingBeside(calls, refusal, facts) : content,
    ...(refusal && { refusal }),
    ...(reasoningField && reasoning !== undefined && { [reasoningField]: reasoning }),
    ...(details.length > 0 && { reasoning_details: details }),
    ...(calls.length > 0 && { tool_calls: calls }),
    ...Object.assign({}, ...members.map(ownOf)),
  };
}

/** What OpenAI's other API needs back lies in a member of its own. */
function ownIn({ providerMetadata }: Part, provider: string): JsonObject {
  const { responses: _other, ...own } = providerMetadata?.[provider] ?? {};
  return own;
}

/** Content may be missing beside calls for most, and must be `null` beside a refusal. */
function nothingBeside(
  calls: readonly JsonObject[],
  refusal: string,
  { contentBesideCalls }: DialectFacts,
): '' | null | undefined {
  if (calls.length > 0 && !contentBesideCalls) return undefined;
  return refusal ? null : '';
}

/** Whether metadata is of a part of the content, and not of the message. */
function isBlock({ type }: JsonObject): boolean {
  return typeof type === 'string';
}

/** What a part is in content that is a list. */
function blockOf(part: Part, own: JsonObject): JsonObject[] {
  if (part.type === 'text')
    return part.text === '' || own.refusal ? [] : [{ type: 'text', text: part.text, ...marked(part), ...own }];
  if (!isBlock(own)) return [];
  if (part.type === 'opaque') return [own];
  return part.type === 'reasoning' ? [thinkingOf(part.text, own)] : [];
}

/** With its text where the API had it: in a list, or alone. */
function thinkingOf(text: string, own: JsonObject): JsonObject {
  for (const key of ['thinking', 'summary']) {
    const list = own[key];
    if (!Array.isArray(list)) continue;
    const isWhole = list.some((item) => objectOf(item)?.text);
    return isWhole ? own : { ...own, [key]: [{ type: key === 'summary' ? 'summary_text' : 'text', text }, ...list] };
  }
  return { ...own, [own.type === 'thinking' ? 'thinking' : 'text']: text };
}

/** The thought that a part is, with its text in its place. */
function detailsOf(text: string, { detail }: JsonObject): JsonObject[] {
  const whole = objectOf(detail);
  if (!whole) return [];
  return [{ ...whole, ...(whole.text === '' && { text }), ...(whole.summary === '' && { summary: text }) }];
}

/** One text; a list only where one of the blocks says more than its text. */
function joinBlocks(blocks: readonly JsonObject[]): string | JsonObject[] {
  const isPlain = blocks.every((block) => block.type === 'text' && Object.keys(block).length === 2);
  return isPlain ? blocks.map(({ text }) => text).join('') : [...blocks];
}

function joinTexts(parts: readonly Part[]): string {
  return parts.map((part) => ('text' in part ? part.text : '')).join('');
}

function encodeToolCall(part: ToolCallPart, own: JsonObject): JsonObject {
  const { id, name } = part;
  const { type = 'function', function: called, ...others } = own;
  if (type === 'custom') return { id, type, custom: { name, input: part.argumentsText }, ...others };
  return { id, type, function: { name, arguments: argumentsTextOf(part), ...(called as JsonObject | undefined) }, ...others };
}
