import type { FinishReason, Json, JsonObject } from '../message.ts';
import type { Delta, PartKey } from '../provider.ts';
import type { ChatAnswer, ChatMessage, ChatToolCall, Choice, ContentPart, ToolFunction, UrlCitation } from './api.ts';
import { failureOf, tellsFailure } from './failure.ts';

const FINISH_REASONS = new Map<string, FinishReason>([
  ['stop', 'stop'],
  ['eos', 'stop'],
  ['eos_token', 'stop'],
  ['stop_sequence', 'stop'],
  ['end_turn', 'stop'],
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['model_length', 'length'],
  ['tool_calls', 'tool_calls'],
  ['tool_use', 'tool_calls'],
  ['function_call', 'tool_calls'],
  ['content_filter', 'content_filter'],
  ['safety', 'content_filter'],
  ['refusal', 'content_filter'],
  ['error', 'error'],
  ['insufficient_system_resource', 'error'],
]);

/** A dialect's word for why the model stopped, in ours. */
export function finishReasonOf(raw: string): FinishReason {
  return FINISH_REASONS.get(raw.toLowerCase()) ?? 'other';
}

/** A whole answer. */
export function decodeAnswer(body: unknown): Delta[] {
  const answer = (body ?? {}) as ChatAnswer;
  return firstChoice(answer) || tellsFailure(body) ? read(answer, 'whole') : [];
}

/** One chunk of a stream. */
export function decodeChunk(data: unknown): Delta[] {
  return read((data ?? {}) as ChatAnswer, 'append');
}

function read(answer: ChatAnswer, mode: 'append' | 'whole'): Delta[] {
  const choice = firstChoice(answer);
  const message = (mode === 'whole' ? choice?.message : choice?.delta) ?? { content: choice?.text };
  const usage = objectOf(answer.usage) ?? objectOf(choice?.usage) ?? objectOf(answer.x_groq?.usage);
  const raw = textOf(choice?.finish_reason);

  const deltas: Delta[] = [{ type: 'response', id: textOf(answer.id), model: textOf(answer.model) }];
  addMessage(deltas, message, mode);
  // A stream that has them repeats them in every chunk.
  if (raw !== '' || mode === 'whole') addSources(deltas, answer.citations);
  if (usage) deltas.push({ type: 'usage', counters: usage });
  if (raw !== '') deltas.push({ type: 'finish', reason: finishReasonOf(raw), raw });
  if (tellsFailure(answer)) deltas.push({ type: 'error', ...failureOf(answer) });
  else if (choice?.error) deltas.push({ type: 'error', ...failureOf(choice) });
  return deltas;
}

/** Of several choices the first counts; one without an index is the first. */
function firstChoice({ choices }: ChatAnswer): Choice | undefined {
  if (!Array.isArray(choices)) return undefined;
  for (const choice of choices as (Choice | null)[]) if (choice && (choice.index ?? 0) === 0) return choice;
  return undefined;
}

function addMessage(deltas: Delta[], message: ChatMessage, mode: 'append' | 'whole'): void {
  addText(deltas, 'reasoning', reasoningOf(message));
  addContent(deltas, message.content);
  addText(deltas, 'text', textOf(message.refusal));
  addToolCalls(deltas, message, mode);
  for (const { type, url_citation: cited } of listOf<{ type?: string; url_citation?: UrlCitation }>(message.annotations)) {
    if (type !== 'url_citation' || !cited) continue;
    const { start_index: start, end_index: end, title, url } = cited;
    deltas.push({ type: 'citation', citation: { start, end, title, url, raw: { ...cited } } });
  }
}

function addText(deltas: Delta[], type: 'text' | 'reasoning', text: string): void {
  if (text !== '') deltas.push({ type, text });
}

function reasoningOf({ reasoning_content, reasoning, reasoning_details }: ChatMessage): string {
  return textOf(reasoning_content) || textOf(reasoning) || joinedText(reasoning_details);
}

function addContent(deltas: Delta[], content: unknown): void {
  if (Array.isArray(content)) {
    for (const { type, text, refusal, thinking, summary } of listOf<ContentPart>(content)) {
      if (type === 'thinking' || type === 'reasoning') addText(deltas, 'reasoning', joinedText(thinking ?? summary ?? text));
      else addText(deltas, 'text', textOf(text) || textOf(refusal));
    }
  } else {
    // An object is structured output that the server has parsed.
    addText(deltas, 'text', writtenOut(content));
  }
}

function addToolCalls(deltas: Delta[], { tool_calls, function_call: legacy }: ChatMessage, mode: 'append' | 'whole'): void {
  if (!tool_calls && !legacy) return;
  const calls = listOf<ChatToolCall>(tool_calls);
  calls.forEach((call, position) => {
    const key = mode === 'whole' ? position : keyOf(call, position, calls.length);
    const { type, custom } = call;
    const called = type === 'custom' || !call.function ? { name: custom?.name, arguments: custom?.input } : call.function;
    deltas.push({ type: 'tool-call', key, id: textOf(call.id), ...readFunction(called), mode });
    if (type === 'custom') deltas.push({ type: 'part', key, kind: 'tool-call', data: { type } });
  });
  if (legacy?.name || legacy?.arguments) {
    deltas.push({ type: 'tool-call', key: 'function_call', ...readFunction(legacy), mode });
  }
}

/** Without an index the place in the list is the key; a lone piece without an id goes on with the last call. */
function keyOf({ index, id }: ChatToolCall, position: number, count: number): PartKey | undefined {
  return index ?? (count === 1 && !id ? undefined : position);
}

function readFunction({ name, arguments: written }: ToolFunction): { name: string; argumentsText: string } {
  return { name: textOf(name), argumentsText: writtenOut(written) };
}

function addSources(deltas: Delta[], citations: unknown): void {
  for (const url of listOf<Json>(citations)) {
    if (typeof url === 'string') deltas.push({ type: 'citation', citation: { url, raw: url } });
  }
}

/** The text of a string, or of a list of objects that hold `text` or a `summary`. */
function joinedText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!value) return '';
  const pieces = listOf<{ text?: unknown; summary?: unknown }>(value);
  return pieces.map(({ text, summary }) => textOf(text) || textOf(summary)).join('');
}

/** A string as it is, anything else as JSON. */
function writtenOut(value: unknown): string {
  if (typeof value === 'string') return value;
  return isPresent(value) ? JSON.stringify(value) : '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

// Shared, because most chunks have nearly nothing, and there are thousands.
const NONE: readonly never[] = [];

function listOf<T>(value: unknown): readonly T[] {
  return Array.isArray(value) ? value.filter(isPresent) : NONE;
}

function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined;
}
