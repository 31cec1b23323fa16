import type { Json, JsonObject } from '../../../src/message.ts';
import type { ChatHabits } from './chat-habits.ts';
import {
  type CountedUsage,
  countOf,
  emptyReading,
  objectOf,
  objectsOf,
  type ReadCall,
  type Reading,
  stringOf,
} from './dialect.ts';

/** A call with what else it has; one that is being told has an index. */
export interface ChatCall extends ReadCall {
  index?: Json | undefined;
  others: JsonObject;
}

/** What a chat message says. */
export interface ChatReading extends Reading {
  calls: ChatCall[];
  /** Where the text is cited, in code points. */
  spans: (readonly [start: number, end: number])[];
  /** The addresses beside the answer. */
  sources: string[];
}

/** A reading without anything yet. */
export function emptyChat(): ChatReading {
  return { ...emptyReading(), calls: [], cited: [], spans: [], sources: [] };
}

/** Adds a whole message, or a piece of one. */
export function addMessage(reading: ChatReading, message: JsonObject, extent: 'whole' | 'piece'): void {
  const { content, reasoning, reasoning_content, reasoning_details, refusal, annotations, function_call } = message;
  reading.reasoning += stringOf(reasoning_content) || stringOf(reasoning) || spoken(reasoning_details);
  addContent(reading, content);
  reading.text += stringOf(refusal);
  const calls = objectsOf(message.tool_calls);
  const legacy = objectOf(function_call);
  if (legacy.name || legacy.arguments) calls.push({ index: 'function_call', function: legacy });
  if (extent === 'whole') reading.calls = calls.map(callOf);
  else for (const [position, call] of calls.entries()) addPiece(reading.calls, call, calls.length > 1 ? position : undefined);
  for (const { url_citation } of objectsOf(annotations)) {
    const { url, start_index: start, end_index: end } = objectOf(url_citation);
    if (url) reading.cited?.push(stringOf(url));
    if (typeof start === 'number' && typeof end === 'number' && start < end) reading.spans.push([start, end]);
  }
}

/** What is cited, and where. A source whose number stands in the text is cited behind each statement that has it: where those begin is not read here. */
export function withCitations(reading: ChatReading, { numbered }: ChatHabits): ChatReading {
  const { text, spans, sources, cited = [] } = reading;
  const points = [...text];
  const marks = (index: number) => text.match(new RegExp(`[\\p{L}\\p{N}].*?\\[${index + 1}\\]`, 'gu'))?.length ?? 0;
  const times = sources.map((_url, index) => (numbered ? marks(index) : 0));
  return {
    ...reading,
    cited: [...cited, ...sources.flatMap((url, index) => Array(Math.max(1, times[index] ?? 0)).fill(url))],
    citedWords: times.some(Boolean) ? undefined : spans.map(([start, end]) => points.slice(start, end).join('')),
  };
}

/** Text; or parts, where thinking lies among the text; or the object that was asked for. */
function addContent(reading: Reading, content: Json | undefined): void {
  if (Array.isArray(content)) {
    for (const { type, text, thinking, refusal } of objectsOf(content)) {
      if (type === 'thinking') reading.reasoning += spoken(thinking);
      else reading.text += stringOf(text) || stringOf(refusal);
    }
  } else reading.text += written(content);
}

/** The text of a list of parts. */
function spoken(parts: Json | undefined): string {
  if (typeof parts === 'string') return parts;
  return objectsOf(parts).reduce((said, { text, summary }) => said + (stringOf(text) || stringOf(summary)), '');
}

/** What should be text but may be JSON that the server has parsed. */
function written(value: Json | undefined): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : stringOf(value);
}

function callOf({ id, index: _index, custom, function: called, ...others }: JsonObject): ChatCall {
  const { name, arguments: given, input } = objectOf(others.type === 'custom' ? custom : called);
  return { id: stringOf(id), name: stringOf(name), argumentsText: written(given ?? input), others };
}

/** A piece goes on with the call of its index; without one, a piece that has neither id nor name goes on with the last call. */
function addPiece(calls: ChatCall[], piece: JsonObject, position: number | undefined): void {
  const told = callOf(piece);
  const { id, name, argumentsText, others } = told;
  const index = piece.index ?? position;
  const open = index === undefined ? calls.at(-1) : calls.findLast((known) => known.index === index);
  const isOther = id ? open?.id && id !== open.id : index === undefined && name !== '';
  if (!open || isOther) calls.push({ ...told, index });
  else {
    open.name ||= name;
    open.argumentsText += argumentsText;
    Object.assign(open.others, others);
  }
}

/** xAI and Gemini count reasoning beside the completion tokens, but all count it in the total. */
export function usageOf(usage: JsonObject): CountedUsage {
  const [input, output] = [objectOf(usage.prompt_tokens_details), objectOf(usage.completion_tokens_details)];
  const promptTokens = countOf(usage.prompt_tokens);
  const told = countOf(usage.completion_tokens);
  const total = countOf(usage.total_tokens);
  const completionTokens = total === undefined || promptTokens === undefined ? told : Math.max(told ?? 0, total - promptTokens);
  return {
    promptTokens,
    completionTokens,
    cachedTokens: [
      input.cached_tokens,
      usage.cached_tokens,
      usage.prompt_cache_hit_tokens,
      usage.cache_read_input_tokens,
      usage.num_cached_tokens,
    ]
      .map(countOf)
      .find((count) => count !== undefined),
    cacheWriteTokens: countOf(input.cache_write_tokens) ?? countOf(usage.cache_creation_input_tokens),
    reasoningTokens: countOf(output.reasoning_tokens) ?? countOf(usage.reasoning_tokens),
  };
}
