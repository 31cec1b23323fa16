import type { Delta, PartKey } from '../delta.ts';
import { tellsFailure } from '../openai-dialect/failure.ts';
import { objectOf, textOf, writtenOut } from '../openai-dialect/values.ts';
import type { Answer, Item, ResponsesEvent } from './api.ts';
import { endOf, identityOf, outputOf, readFailure } from './decode.ts';
import { addItem, callOf, keyOfBlock, kindOf } from './decode-item.ts';

type Reader = (event: ResponsesEvent, key: PartKey | undefined) => Delta[];

const identity: Reader = ({ response }) => [identityOf((objectOf(response) ?? {}) as Answer)];
const piece: Reader = ({ delta, content_index }, key) => [
  { type: 'text', key: keyOfBlock(key, content_index), text: textOf(delta) },
];
const thought: Reader = ({ delta }, key) => [{ type: 'reasoning', key, text: textOf(delta) }];
/** What is thought comes in paragraphs, which nothing else keeps apart. */
const paragraph = (index: unknown, key: PartKey | undefined): Delta[] =>
  typeof index === 'number' && index > 0 ? [{ type: 'reasoning', key, text: '\n\n' }] : [];

const READERS: Readonly<Record<string, Reader>> = {
  'response.created': identity,
  'response.queued': identity,
  'response.in_progress': identity,

  'response.output_item.added': ({ item }, key) => opened((objectOf(item) ?? {}) as Item, key),
  'response.output_item.done': ({ item }, key) => done((objectOf(item) ?? {}) as Item, key),

  'response.output_text.delta': piece,
  'response.output_text.done': ({ text, content_index }, key) => [whole(text, keyOfBlock(key, content_index))],
  'response.refusal.delta': piece,
  'response.refusal.done': ({ refusal, content_index }, key) => [whole(refusal, keyOfBlock(key, content_index))],

  'response.reasoning_summary_part.added': ({ summary_index }, key) => paragraph(summary_index, key),
  'response.reasoning_summary_text.delta': thought,
  'response.content_part.added': ({ part, content_index }, key) =>
    part?.type === 'reasoning_text' ? paragraph(content_index, key) : [],
  'response.reasoning_text.delta': thought,

  'response.function_call_arguments.delta': ({ delta }, key) => [
    { type: 'tool-call', key, argumentsText: textOf(delta), mode: 'append' },
  ],
  'response.function_call_arguments.done': ({ arguments: written }, key) => [
    { type: 'tool-call', key, argumentsText: writtenOut(written), mode: 'whole' },
  ],

  'response.completed': (event) => ended(event, 'completed'),
  'response.incomplete': (event) => ended(event, 'incomplete'),
  'response.failed': (event) => ended(event, 'failed'),
  'response.cancelled': (event) => ended(event, 'cancelled'),
  // Either holds the other: some tell code and message beside the type, some in a member.
  error: ({ error, code, message }) => [{ type: 'error', ...readFailure(error ?? { code, message }) }],
};

/** What a tool of the provider's own does tells that the answer goes on, and nothing else: what it did is told by its item. */
const AT_WORK = /^response\.(?!function_call)\w*(_call|_list_tools)/;

/** One event of a stream: its type is in its data, and its name is the same. */
export function decodeEvent(data: unknown, name?: string): Delta[] {
  const event: ResponsesEvent = objectOf(data) ?? {};
  const type = textOf(event.type) || name || '';
  const key = keyOf(event);
  const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (read) return read(event, key);
  if (key !== undefined && AT_WORK.test(type)) return [{ type: 'part', key, kind: 'opaque', data: { responses: {} } }];
  const isFailure = event.error || (type === '' && tellsFailure(data));
  return isFailure ? [{ type: 'error', ...readFailure(event.error ?? data) }] : [];
}

/** The item's place; some servers tell only its id, and others give it another id in each event. */
function keyOf({ output_index: index, item_id, item }: ResponsesEvent): PartKey | undefined {
  return typeof index === 'number' ? index : textOf(item_id) || textOf(objectOf(item)?.id) || undefined;
}

/** The place of an item among the others is that of its beginning. Without a key only a call, which has an id, can be begun. */
function opened(item: Item, key: PartKey | undefined): Delta[] {
  const kind = kindOf(item);
  const begun: Delta[] = kind === 'tool-call' ? [callOf(item, key)] : [];
  if (key === undefined) return begun;
  return [{ type: 'start', key }, ...(begun.length > 0 ? begun : [{ type: 'part' as const, key, kind, data: {} }])];
}

function done(item: Item, key: PartKey | undefined): Delta[] {
  const deltas: Delta[] = [];
  addItem(deltas, item, key);
  if (kindOf(item) === 'tool-call' && key !== undefined) deltas.push({ type: 'stop', key });
  return deltas;
}

function whole(text: unknown, key: PartKey | undefined): Delta {
  return { type: 'text', key, text: textOf(text), mode: 'whole' };
}

/** The last event repeats the answer; a server that streams nothing tells it only there. */
function ended({ response }: ResponsesEvent, state: string): Delta[] {
  const answer = (objectOf(response) ?? {}) as Answer;
  const end = endOf(answer, state);
  return [identityOf(answer), { type: 'repeat', deltas: outputOf(answer) }, ...end, { type: 'end' }];
}
