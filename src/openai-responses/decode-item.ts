import type { Delta, PartKey } from '../delta.ts';
import type { JsonObject } from '../message.ts';
import { listOf, objectOf, textOf, writtenOut } from '../openai-dialect/values.ts';
import type { Annotation, Block, Item } from './api.ts';

/** The key of a message's block: its item's, for the first. */
export function keyOfBlock(key: PartKey | undefined, index: unknown): PartKey | undefined {
  return key !== undefined && typeof index === 'number' && index > 0 ? `${key}.${index}` : key;
}

/** The kind of part that an item becomes. What holds text is a message, whatever its type. */
export function kindOf({ type, role, content }: Item): 'text' | 'reasoning' | 'tool-call' | 'opaque' {
  if (type === 'reasoning') return 'reasoning';
  if (type === 'function_call') return 'tool-call';
  return type === 'message' || (role === 'assistant' && Array.isArray(content)) ? 'text' : 'opaque';
}

/** What a whole item says. After its pieces it adds what they have left out, and all that goes back with them. */
export function addItem(deltas: Delta[], item: Item, key: PartKey | undefined): void {
  const kind = kindOf(item);
  if (kind === 'text') addMessage(deltas, item, key);
  else if (kind === 'tool-call') addCall(deltas, item, key);
  else {
    if (kind === 'reasoning') deltas.push({ type: 'reasoning', key, text: thoughtsIn(item), mode: 'whole' });
    addOwn(deltas, kind, key, item);
  }
}

/** The summary, or where there is none the thoughts themselves, as paragraphs. */
function thoughtsIn({ summary, content }: Item): string {
  return paragraphsIn(summary) || paragraphsIn(content);
}

function paragraphsIn(blocks: unknown): string {
  return listOf<Block>(blocks)
    .map(({ text }) => textOf(text))
    .join('\n\n');
}

function addCall(deltas: Delta[], item: Item, key: PartKey | undefined): void {
  const { type: _type, call_id: _id, name: _name, arguments: _arguments, ...others } = item;
  deltas.push(callOf(item, key));
  addOwn(deltas, 'tool-call', key, others);
}

/** A call as far as it is told. */
export function callOf({ id, call_id, name, arguments: written }: Item, key: PartKey | undefined): Delta {
  const told = { id: textOf(call_id) || textOf(id), name: textOf(name), argumentsText: writtenOut(written) };
  return { type: 'tool-call', key, ...told, mode: 'whole' };
}

function addMessage(deltas: Delta[], { content, ...message }: Item, key: PartKey | undefined): void {
  const blocks = listOf<Block>(content);
  for (const [index, block] of blocks.entries()) addBlock(deltas, block, { message, index }, keyOfBlock(key, index));
  if (blocks.length === 0) addOwn(deltas, 'text', key, { message });
}

function addBlock(deltas: Delta[], block: Block, place: { message: Item; index: number }, key: PartKey | undefined): void {
  const { [block.type === 'refusal' ? 'refusal' : 'text']: said, ...others } = block;
  if (typeof said !== 'string') {
    addOwn(deltas, 'opaque', key, { ...place, block });
    return;
  }
  deltas.push({ type: 'text', key, text: said, mode: 'whole' });
  addOwn(deltas, 'text', key, { ...place, block: others });
  for (const annotation of listOf<Annotation>(block.annotations)) addCitation(deltas, annotation, key);
}

/** Files are cited by their names, and at no place but their containers'. */
function addCitation(deltas: Delta[], annotation: Annotation, part: PartKey | undefined): void {
  const { url, title, filename, start_index: start, end_index: end } = annotation;
  const raw = objectOf(annotation);
  if (!raw) return;
  const citation = { url: textOf(url) || undefined, title: textOf(title) || textOf(filename) || undefined, raw };
  const isPlaced = typeof start === 'number' && typeof end === 'number' && start < end;
  deltas.push({ type: 'citation', citation, ...(isPlaced && { place: { part, start, end, unit: 'codepoint' as const } }) });
}

/** In a member of its own, as chat completions of the same provider have metadata of another shape. */
function addOwn(deltas: Delta[], kind: ReturnType<typeof kindOf>, key: PartKey | undefined, data: object): void {
  deltas.push({ type: 'part', key, kind, data: { responses: data as JsonObject }, mode: 'whole' });
}
