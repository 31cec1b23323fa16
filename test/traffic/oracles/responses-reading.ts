import type { Json, JsonObject } from '../../../src/message.ts';
import { type CountedUsage, countOf, objectOf, objectsOf, stringOf } from './dialect.ts';

/** An item of the output: what was told of it piece by piece, and at last whole. */
export interface ReadItem {
  item: JsonObject;
  place: Json | undefined;
  /** Text by the index of its block. */
  texts: Map<number, string>;
  thoughts: string;
  argumentsText: string;
  isDone: boolean;
}

/** An item that begins. */
export function begun(item: JsonObject, place: Json | undefined): ReadItem {
  return { item, place, texts: new Map(), thoughts: '', argumentsText: '', isDone: false };
}

/** Adds the whole of an item to what was told of it. Text that was told can't be taken back. */
export function finish(read: ReadItem, item: JsonObject): void {
  read.item = item;
  read.isDone = true;
  for (const [index, block] of objectsOf(item.content).entries()) {
    if (item.type === 'reasoning') continue;
    read.texts.set(index, longer(read.texts.get(index), stringOf(block.text) || stringOf(block.refusal)));
  }
  const summary = objectsOf(item.summary).length > 0 ? item.summary : item.content;
  if (item.type === 'reasoning') read.thoughts = longer(read.thoughts, paragraphs(summary));
  read.argumentsText = stringOf(item.arguments) || read.argumentsText;
}

function longer(told = '', whole: string): string {
  return whole.startsWith(told) ? whole : told;
}

function paragraphs(blocks: Json | undefined): string {
  return objectsOf(blocks)
    .map(({ text }) => stringOf(text))
    .join('\n\n');
}

/** An event that is told of a certain item: the last one that has begun at its place. */
export function addEvent(items: ReadItem[], { type, output_index, content_index, ...event }: JsonObject): void {
  if (type === 'response.output_item.added') items.push(begun(objectOf(event.item), output_index));
  const read = items.findLast(({ place }) => place === output_index);
  const block = Number(content_index);
  if (!read) return;
  if (type === 'response.output_item.done') finish(read, objectOf(event.item));
  if (type === 'response.output_text.delta' || type === 'response.refusal.delta')
    read.texts.set(block, (read.texts.get(block) ?? '') + stringOf(event.delta));
  if (type === 'response.reasoning_summary_text.delta' || type === 'response.reasoning_text.delta')
    read.thoughts += stringOf(event.delta);
  if (type === 'response.reasoning_summary_part.added' && Number(event.summary_index) > 0) read.thoughts += '\n\n';
  if (type === 'response.content_part.added' && objectOf(event.part).type === 'reasoning_text' && block > 0)
    read.thoughts += '\n\n';
  if (type === 'response.function_call_arguments.delta') read.argumentsText += stringOf(event.delta);
  if (type === 'response.function_call_arguments.done') read.argumentsText = stringOf(event.arguments);
}

/** xAI counts some reasoning beside the output, but in the total. */
export function usageOf(usage: JsonObject): CountedUsage {
  const [input, output] = [objectOf(usage.input_tokens_details), objectOf(usage.output_tokens_details)];
  const promptTokens = countOf(usage.input_tokens);
  const total = countOf(usage.total_tokens);
  const told = countOf(usage.output_tokens);
  return {
    promptTokens,
    completionTokens: total === undefined || promptTokens === undefined ? told : Math.max(told ?? 0, total - promptTokens),
    cachedTokens: countOf(input.cached_tokens),
    cacheWriteTokens: countOf(input.cache_write_tokens),
    reasoningTokens: countOf(output.reasoning_tokens),
  };
}
