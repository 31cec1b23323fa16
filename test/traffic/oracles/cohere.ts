import type { JsonObject } from '../../../src/message.ts';
import type { Recording } from '../recordings.ts';
import { askV1, askV2, canonicalV1, canonicalV2 } from './cohere-asking.ts';
import { messageOfEvents, turnV1, turnV2 } from './cohere-turn.ts';
import {
  answerOf,
  type CountedUsage,
  countOf,
  type Dialect,
  emptyReading,
  eventsOf,
  objectOf,
  objectsOf,
  type Reading,
  stringOf,
} from './dialect.ts';

/** Where the prose goes in which a model plans its tool calls: v2 has a name of its own for it, v1 calls it text. */
const PLAN = { v1: 'text', v2: 'reasoning' } as const;

/** https://docs.cohere.com/reference/chat and .../chat-stream */
export const cohereV2: Dialect = {
  endpoints: ['v2-chat'],
  config: { apiVersion: 'v2' },
  finishReasons: { COMPLETE: 'stop', STOP_SEQUENCE: 'stop', MAX_TOKENS: 'length', TOOL_CALL: 'tool_calls', ERROR: 'error' },
  failureStatuses: { TOO_MANY_TOKENS: 400, INVALID_TOOL_GENERATION: 422 },
  defaults: {},
  read: (recording) => (recording.kind === 'json' ? readV2(objectOf(answerOf(recording))) : readV2Stream(eventsOf(recording))),
  blocks: (recording) => turnV2(recording.kind === 'json' ? messageIn(recording) : messageOfEvents(eventsOf(recording).events)),
  sentBlocks: ({ messages }) => objectsOf(messages).slice(1, 2),
  ask: askV2,
  canonical: canonicalV2,
};

/** https://docs.cohere.com/v1/reference/chat */
export const cohereV1: Dialect = {
  endpoints: ['v1-chat'],
  config: { apiVersion: 'v1' },
  finishReasons: { COMPLETE: 'stop', STOP_SEQUENCE: 'stop', MAX_TOKENS: 'length', ERROR: 'error', ERROR_LIMIT: 'length' },
  failureStatuses: {},
  defaults: { max_tokens: 2000, model: 'command-a-03-2025' },
  read: (recording) => (recording.kind === 'json' ? readV1(objectOf(answerOf(recording))) : readV1Stream(eventsOf(recording))),
  /** A stream ends with the whole answer. */
  blocks: (recording) => turnV1(recording.kind === 'json' ? objectOf(answerOf(recording)) : lastAnswerIn(recording)),
  sentBlocks: ({ chat_history }) => objectsOf(chat_history).slice(1, 2),
  ask: askV1,
  canonical: canonicalV1,
};

function messageIn(recording: Recording): JsonObject {
  return objectOf(objectOf(answerOf(recording)).message);
}

function lastAnswerIn(recording: Recording): JsonObject {
  return objectOf(eventsOf(recording).events.at(-1)?.response);
}

function readV2({ message, finish_reason, usage }: JsonObject): Reading {
  const reading = emptyReading();
  const { content, tool_plan, tool_calls, citations } = objectOf(message);
  for (const block of objectsOf(content)) addContent(reading, block);
  reading[PLAN.v2] += stringOf(tool_plan);
  reading.calls = objectsOf(tool_calls).map((call) => callOf(call));
  reading.citedWords = objectsOf(citations).flatMap(citedV2);
  reading.rawFinishReason = stringOf(finish_reason);
  reading.usage = usageOf(objectOf(usage));
  return reading;
}

function readV2Stream({ events }: { events: JsonObject[] }): Reading {
  const citedWords: string[] = [];
  const reading: Reading = { ...emptyReading(), citedWords, failure: {} };
  for (const { type, delta } of events) {
    const { message, finish_reason, usage, error_type } = objectOf(delta);
    const { content, tool_plan, tool_calls, citations } = objectOf(message);
    if (type === 'citation-start') citedWords.push(...citedV2(objectOf(citations)));
    if (type === 'content-start' || type === 'content-delta') addContent(reading, objectOf(content));
    if (type === 'tool-plan-delta') reading[PLAN.v2] += stringOf(tool_plan);
    if (type === 'tool-call-start') reading.calls.push(callOf(objectOf(tool_calls)));
    const call = reading.calls.at(-1);
    if (type === 'tool-call-delta' && call) call.argumentsText += callOf(objectOf(tool_calls)).argumentsText;
    if (type !== 'message-end') continue;
    reading.rawFinishReason = stringOf(finish_reason);
    reading.usage = usageOf(objectOf(usage));
    reading.failure = finish_reason === 'ERROR' ? { type: stringOf(error_type) } : undefined;
  }
  return reading;
}

/** The words that each source backs. Those of a plan and of thoughts are no words of the answer. */
function citedV2({ text, type, sources }: JsonObject): string[] {
  const isOfText = type === undefined || type === 'TEXT_CONTENT';
  return isOfText ? Array.from({ length: Math.max(1, objectsOf(sources).length) }, () => stringOf(text)) : [];
}

/** Sources are told by their ids. */
function citedV1(citations: JsonObject[string]): string[] {
  return objectsOf(citations).map(({ text }) => stringOf(text));
}

function addContent(reading: Reading, block: JsonObject): void {
  reading.text += stringOf(block.text);
  reading.reasoning += stringOf(block.thinking);
}

function callOf({ id, function: called }: JsonObject): Reading['calls'][number] {
  const { name, arguments: argumentsText } = objectOf(called);
  return { id: stringOf(id), name: stringOf(name), argumentsText: stringOf(argumentsText) };
}

function readV1({ text, tool_calls, citations, finish_reason, meta, token_count }: JsonObject): Reading {
  const reading: Reading = { ...emptyReading(), citedWords: citedV1(citations) };
  reading.calls = callsV1(tool_calls);
  reading[reading.calls.length > 0 ? PLAN.v1 : 'text'] = stringOf(text);
  reading.rawFinishReason = stringOf(finish_reason);
  reading.usage = usageOf(objectOf(meta), objectOf(token_count));
  return reading;
}

/** The last event repeats the whole answer: it is read for the reason and the counts only. */
function readV1Stream({ events }: { events: JsonObject[] }): Reading {
  const citedWords: string[] = [];
  const reading: Reading = { ...emptyReading(), citedWords, failure: {} };
  for (const { event_type, text, tool_calls, citations, finish_reason, response } of events) {
    if (event_type === 'citation-generation') citedWords.push(...citedV1(citations));
    if (event_type === 'text-generation') reading.text += stringOf(text);
    if (event_type === 'tool-calls-chunk') reading[PLAN.v1] += stringOf(text);
    if (event_type === 'tool-calls-generation') reading.calls = callsV1(tool_calls);
    if (event_type !== 'stream-end') continue;
    const { meta, token_count } = objectOf(response);
    reading.rawFinishReason = stringOf(finish_reason);
    reading.usage = usageOf(objectOf(meta), objectOf(token_count));
    reading.failure = undefined;
  }
  return reading;
}

function callsV1(calls: JsonObject[string]): Reading['calls'] {
  return objectsOf(calls).map(({ name, parameters }) => ({ name: stringOf(name), argumentsText: JSON.stringify(parameters) }));
}

/** `tokens` is what the model saw, `token_count` its older name, `billed_units` what is paid. Images are counted apart. */
function usageOf({ tokens, billed_units, cached_tokens }: JsonObject, older: JsonObject = {}): CountedUsage {
  const [seen, billed] = [objectOf(tokens), objectOf(billed_units)];
  const input = countOf(seen.input_tokens) ?? countOf(older.prompt_tokens);
  const images = countOf(seen.image_tokens) ?? 0;
  return {
    promptTokens: input === undefined ? countOf(billed.input_tokens) : input + images,
    completionTokens: countOf(seen.output_tokens) ?? countOf(older.response_tokens) ?? countOf(billed.output_tokens),
    cachedTokens: countOf(cached_tokens),
    reasoningTokens: countOf(seen.reasoning_tokens),
  };
}
