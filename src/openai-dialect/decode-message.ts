import type { Delta, PartKey } from '../delta.ts';
import type { ChatMessage, ChatToolCall, ContentPart, ReasoningDetail, ToolFunction } from './api.ts';
import { addAnnotations, addReference } from './citations.ts';
import { joinedText, listOf, objectOf, textOf, toldIn, writtenOut } from './values.ts';

/** Whether a message is a piece of one. */
type Mode = 'append' | 'whole';

/** Adds what a message or a piece of one says. */
export function decodeMessage(deltas: Delta[], message: ChatMessage, mode: Mode): void {
  addReasoning(deltas, message, mode);
  addContent(deltas, message.content, mode);
  addRefusal(deltas, textOf(message.refusal));
  addToolCalls(deltas, message, mode);
  addAnnotations(deltas, message.annotations);
  const { extra_content, thought_signature } = message;
  const signed = extra_content || thought_signature ? toldIn({ extra_content, thought_signature }) : undefined;
  if (signed) deltas.push({ type: 'part', key: 'message', kind: 'opaque', data: signed });
}

function addText(deltas: Delta[], type: 'text' | 'reasoning', text: string): void {
  if (text !== '') deltas.push({ type, text });
}

/** The details have the text too, and beside it what the model needs back. */
function addReasoning(deltas: Delta[], message: ChatMessage, mode: Mode): void {
  const { reasoning_content, reasoning, reasoning_details } = message;
  const told = textOf(reasoning_content) || textOf(reasoning);
  if (!reasoning_details) {
    addText(deltas, 'reasoning', told);
    return;
  }
  const details = listOf<ReasoningDetail>(reasoning_details).filter((detail) => objectOf(detail));
  if (details.length === 0 || joinedText(details) === '') addText(deltas, 'reasoning', told);
  for (const [position, detail] of details.entries()) {
    addDetail(deltas, detail, mode === 'whole' ? `detail ${position}` : keyOfDetail(detail));
  }
}

/** Its text is the part's; where that was is marked by an empty one. */
function addDetail(deltas: Delta[], detail: ReasoningDetail, key: PartKey): void {
  const text = textOf(detail.text) || textOf(detail.summary);
  if (text !== '') deltas.push({ type: 'reasoning', key, text });
  const { text: _text, summary: _summary, ...others } = detail;
  const places = { text: emptied(detail.text), summary: emptied(detail.summary) };
  deltas.push({ type: 'part', key, kind: 'reasoning', data: { detail: toldIn({ ...others, ...places }) } });
}

/** The pieces of a text share type and index; what is encrypted comes whole. */
function keyOfDetail({ type, index, id, data }: ReasoningDetail): string {
  return `${type} ${index} ${data ? id : ''}`;
}

function emptied(text: unknown): '' | undefined {
  return typeof text === 'string' ? '' : undefined;
}

function addContent(deltas: Delta[], content: unknown, mode: Mode): void {
  if (Array.isArray(content)) for (const part of listOf<ContentPart | string>(content)) addContentPart(deltas, part, mode);
  // An object is structured output that the server has parsed.
  else addText(deltas, 'text', writtenOut(content));
}

/** What of a part is not its text goes back with it; a part of another kind as it is. */
function addContentPart(deltas: Delta[], part: ContentPart | string, mode: Mode): void {
  const { type, text, refusal, thinking, summary, ...others } = typeof part === 'string' ? { text: part } : part;
  if (type === 'thinking' || type === 'reasoning') {
    addText(deltas, 'reasoning', joinedText(thinking ?? summary ?? text));
    const lists = { thinking: restOf(thinking, mode), summary: restOf(summary, mode) };
    deltas.push({ type: 'part', kind: 'reasoning', data: { type, ...toldIn({ ...others, ...lists }) } });
  } else if (refusal) {
    addRefusal(deltas, textOf(refusal));
  } else if (typeof text === 'string') {
    addText(deltas, 'text', text);
    const more = text !== '' && toldIn(others);
    if (more) deltas.push({ type: 'part', kind: 'text', data: more });
  } else if (typeof type === 'string') {
    deltas.push({ type: 'part', kind: 'opaque', data: { type, ...toldIn(others) } });
    if (/^(tool_)?reference$/.test(type)) addReference(deltas, { type, ...others });
  }
}

/** What a list of texts holds beside the one text that a part has: nothing, mostly. Of a whole answer its order is kept too. */
function restOf(list: unknown, mode: Mode): unknown {
  if (!Array.isArray(list)) return undefined;
  const rest = list.filter((item) => Object.keys(item ?? {}).some((key) => key !== 'type' && key !== 'text'));
  return mode === 'whole' && (rest.length > 0 || list.length > 1) ? list : rest;
}

/** Text like any other, but for its place in the message. */
function addRefusal(deltas: Delta[], text: string): void {
  if (text === '') return;
  deltas.push({ type: 'text', key: 'refusal', text }, { type: 'part', key: 'refusal', kind: 'text', data: { refusal: true } });
}

function addToolCalls(deltas: Delta[], { tool_calls, function_call: legacy }: ChatMessage, mode: Mode): void {
  if (!tool_calls && !legacy) return;
  const calls = listOf<ChatToolCall>(tool_calls);
  calls.forEach((call, position) => {
    addToolCall(deltas, call, mode === 'whole' ? position : keyOf(call, position, calls), mode);
  });
  if (legacy?.name || legacy?.arguments) {
    deltas.push({ type: 'tool-call', key: 'function_call', ...readFunction(legacy), mode });
  }
}

function addToolCall(deltas: Delta[], call: ChatToolCall, key: PartKey | undefined, mode: Mode): void {
  const { index: _index, id, type, function: named, custom, ...others } = call;
  const isFunction = type !== 'custom' && named;
  const called = isFunction ? named : { name: custom?.name, arguments: custom?.input };
  deltas.push({ type: 'tool-call', key, id: textOf(id), ...readFunction(called), mode });
  const { name: _name, arguments: _arguments, ...beside } = named ?? {};
  const more = toldIn({
    ...others,
    type: type === 'function' ? undefined : textOf(type) || undefined,
    function: isFunction ? toldIn(beside) : undefined,
  });
  if (more) deltas.push({ type: 'part', key, kind: 'tool-call', data: more });
}

/**
 * Without an index the place in the list is the key; a lone piece without an id goes on with the last call. What has a name is a
 * call of its own, even where all that come together have the same index, as from gateways to Gemini.
 */
function keyOf(
  { index, id, function: named }: ChatToolCall,
  position: number,
  calls: readonly ChatToolCall[],
): PartKey | undefined {
  if (index === undefined || index === null) return calls.length === 1 && !id ? undefined : position;
  const isNext = position > 0 && textOf(named?.name) !== '' && calls.findIndex((call) => call.index === index) < position;
  return isNext ? `${index} ${position}` : index;
}

function readFunction({ name, arguments: written }: ToolFunction): { name: string; argumentsText: string } {
  return { name: textOf(name), argumentsText: writtenOut(written) };
}
