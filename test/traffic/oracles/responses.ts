import type { Json, JsonObject } from '../../../src/message.ts';
import type { Recording } from '../recordings.ts';
import {
  answerOf,
  type Dialect,
  emptyReading,
  eventsOf,
  objectOf,
  objectsOf,
  type ReadFailure,
  type Reading,
  stringOf,
} from './dialect.ts';
import { askResponses, canonicalResponses } from './responses-asking.ts';
import { addEvent, begun, finish, type ReadItem, usageOf } from './responses-reading.ts';

/** OpenAI's Responses API and all that speak it: https://platform.openai.com/docs/api-reference/responses */
export function responses(provider: string): Omit<Dialect, 'endpoints' | 'config'> {
  return {
    finishReasons: { completed: 'stop', max_output_tokens: 'length', content_filter: 'content_filter' },
    failureStatuses: { server_error: 500, rate_limit_exceeded: 429, invalid_prompt: 400 },
    defaults: {},
    refuse,
    read: (recording) => readingOf(readAll(recording)),
    // Written as JSON, where -0 is 0.
    blocks: (recording) => JSON.parse(JSON.stringify(readAll(recording).items.flatMap(sentItem))),
    sentBlocks: ({ input }) =>
      objectsOf(input)
        .slice(1)
        .filter(({ type, role }) => type !== 'function_call_output' && role !== 'user'),
    ask: (body) => askResponses(body, provider),
    canonical: canonicalResponses,
  };
}

/** Some fixtures hold what a test made of an answer, or the answer of another API. */
function refuse(recording: Recording): string | undefined {
  if (recording.status >= 400) return undefined;
  if (recording.kind !== 'json') {
    const isStream = eventsOf(recording).events.some(({ type }) => stringOf(type).startsWith('response.'));
    return isStream ? undefined : 'no stream of the API';
  }
  const { output, object } = objectOf(answerOf(recording));
  return output === undefined && object !== 'response' ? 'no answer of the API' : undefined;
}

interface Read {
  items: ReadItem[];
  /** The answer that the last event, or the body, is. */
  answer: JsonObject;
  failure?: ReadFailure | undefined;
}

function readAll(recording: Recording): Read {
  if (recording.kind !== 'json') return readStream(recording);
  const answer = objectOf(answerOf(recording));
  return { items: wholeItems(answer), answer, failure: failureIn(answer) };
}

const LAST = ['response.completed', 'response.incomplete', 'response.failed'];

/** One recording has several answers in one body, which are read as one. */
function readStream(recording: Recording): Read {
  const read: Read = { items: [], answer: {}, failure: {} };
  for (const event of eventsOf(recording).events) {
    if (event.type === 'error') return { ...read, failure: failureIn({ error: event.error ?? event }) };
    addEvent(read.items, event);
    if (!LAST.includes(stringOf(event.type))) continue;
    read.answer = objectOf(event.response);
    read.failure = failureIn(read.answer);
    if (read.failure) return read;
    if (read.items.length === 0) read.items = wholeItems(read.answer);
  }
  return read;
}

function wholeItems({ output }: JsonObject): ReadItem[] {
  return objectsOf(output).map((item, index) => {
    const read = begun(item, index);
    finish(read, item);
    return read;
  });
}

function failureIn({ error, status }: JsonObject): ReadFailure | undefined {
  if (!error && status !== 'failed') return undefined;
  const { code, type, message } = objectOf(error);
  const name = stringOf(code) || stringOf(type);
  return { type: name || undefined, words: stringOf(message) };
}

function readingOf({ items, answer, failure }: Read): Reading {
  const reading: Reading = { ...emptyReading(), cited: [], citedWords: [], failure };
  for (const { item, texts, thoughts, argumentsText, isDone } of items) {
    reading.text += [...texts.values()].join('');
    reading.reasoning += thoughts;
    if (item.type === 'function_call')
      reading.calls.push({ id: stringOf(item.call_id), name: stringOf(item.name), argumentsText });
    const blocks = isDone && item.type !== 'reasoning' ? objectsOf(item.content) : [];
    for (const [index, { annotations }] of blocks.entries())
      for (const annotation of objectsOf(annotations)) addCitation(reading, annotation, texts.get(index) ?? '');
  }
  reading.usage = usageOf(objectOf(answer.usage));
  reading.rawFinishReason = stringOf(objectOf(answer.incomplete_details).reason) || stringOf(answer.status);
  return reading;
}

/** Places are told in code points. */
function addCitation({ cited, citedWords }: Reading, { url, start_index: from, end_index: to }: JsonObject, text: string): void {
  cited?.push(url as string);
  if (typeof from === 'number' && typeof to === 'number' && from < to) citedWords?.push([...text].slice(from, to).join(''));
}

/** An item as it has to go back: with the text that was told. One that never came to its end stays here, but for its text. */
function sentItem({ item, texts, argumentsText, isDone }: ReadItem): Json[] {
  const told = [...texts.values()].join('');
  if (item.type === 'function_call') {
    const { type, call_id, name, arguments: _arguments, ...others } = item;
    return [{ type, call_id, name, arguments: argumentsText || '{}', ...(isDone ? others : {}) }];
  }
  if (!isDone) return told === '' ? [] : [{ role: 'assistant', content: told }];
  return [item.type === 'reasoning' || texts.size === 0 ? item : { ...item, content: objectsOf(item.content).map(sentBlock) }];

  function sentBlock(block: JsonObject, index: number): JsonObject {
    const text = texts.get(index) as string;
    return 'text' in block ? { ...block, text } : 'refusal' in block ? { ...block, refusal: text } : block;
  }
}
