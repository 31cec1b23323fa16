import type { Json, JsonObject } from '../../../src/message.ts';
import type { Recording } from '../recordings.ts';
import { askMessages } from './anthropic-asking.ts';
import { canonicalMessages } from './anthropic-blocks.ts';
import { isSilent } from './asking.ts';
import {
  answerOf,
  type CountedUsage,
  countOf,
  type Dialect,
  eventsOf,
  objectOf,
  objectsOf,
  type Reading,
  stringOf,
} from './dialect.ts';

/** What the body comes to: several messages in one stream are one answer. */
interface Turn {
  blocks: JsonObject[];
  usage: JsonObject;
  stopReason: string;
  failure?: Reading['failure'];
}

/** https://platform.claude.com/docs/en/api/messages and .../build-with-claude/streaming */
export const anthropic: Dialect = {
  endpoints: ['messages'],
  config: {},
  finishReasons: {
    end_turn: 'stop',
    stop_sequence: 'stop',
    max_tokens: 'length',
    model_context_window_exceeded: 'length',
    tool_use: 'tool_calls',
    refusal: 'content_filter',
  },
  failureStatuses: { invalid_request_error: 400, rate_limit_error: 429, api_error: 500, overloaded_error: 529 },
  defaults: { max_tokens: 2000 },

  read(recording) {
    const { blocks, usage, stopReason, failure } = turnOf(recording);
    const joined = (type: string, member: string) =>
      blocks.filter((block) => block.type === type).reduce((text, block) => text + stringOf(block[member]), '');
    const calls = blocks.filter((block) => block.type === 'tool_use');
    return {
      text: joined('text', 'text'),
      reasoning: joined('thinking', 'thinking'),
      calls: calls.map(({ id, name, input }) => ({
        id: stringOf(id),
        name: stringOf(name),
        argumentsText: typeof input === 'string' ? input : JSON.stringify(input),
      })),
      rawFinishReason: stopReason,
      citedWords: blocks.flatMap(({ type, text, citations }) =>
        type === 'text' ? objectsOf(citations).map(() => stringOf(text)) : [],
      ),
      usage: usageOf(usage),
      failure,
    };
  },

  /** The API refuses text of nothing but white space. */
  blocks: (recording) =>
    turnOf(recording)
      .blocks.filter(({ type, text }) => type !== 'text' || stringOf(text).trim() !== '')
      .map(({ citations, ...block }) => (isSilent(citations) ? block : { ...block, citations })),

  ask: askMessages,
  canonical: canonicalMessages,
};

function turnOf(recording: Recording): Turn {
  if (recording.kind !== 'json') return rebuild(recording);
  const { content, usage, stop_reason } = objectOf(answerOf(recording));
  return { blocks: objectsOf(content), usage: objectOf(usage), stopReason: stringOf(stop_reason) };
}

/** A block that is still being told; the input of a tool is text until the block ends. */
interface OpenBlock {
  block: JsonObject;
  input: string;
}

function rebuild(recording: Recording): Turn {
  const turn: Turn = { blocks: [], usage: {}, stopReason: '' };
  const open = new Map<Json | undefined, OpenBlock>();
  const { events, done, cut } = eventsOf(recording);
  let ended = done;
  for (const event of events) {
    if (event.type === 'error') return { ...turn, failure: { type: stringOf(objectOf(event.error).type) } };
    if (event.type === 'message_stop') ended = true;
    else if (stringOf(event.type).startsWith('message_')) addToMessage(turn, event);
    else addToBlock(turn, open, event);
  }
  const truncated = cut || !(ended || turn.stopReason);
  return truncated ? { ...turn, failure: {} } : turn;
}

function addToMessage(turn: Turn, { message, delta, usage }: JsonObject): void {
  turn.blocks.push(...objectsOf(objectOf(message).content));
  turn.stopReason = stringOf(objectOf(delta).stop_reason) || stringOf(objectOf(message).stop_reason) || turn.stopReason;
  addUsage(turn, objectOf(message).usage);
  addUsage(turn, usage);
}

function addToBlock(turn: Turn, open: Map<Json | undefined, OpenBlock>, { type, index, content_block, delta }: JsonObject): void {
  if (type === 'content_block_start') {
    const block = objectOf(content_block);
    open.delete(index);
    open.set(index, { block, input: '' });
    turn.blocks.push(block);
  }
  const at = open.get(index) ?? [...open.values()].at(-1);
  if (!at) return;
  if (type === 'content_block_delta') grow(at, objectOf(delta));
  if (type === 'content_block_stop' && at.input !== '') at.block.input = parsed(at.input);
}

/** Cut input stays what it is: text. */
function parsed(input: string): Json {
  try {
    return JSON.parse(input);
  } catch {
    return input;
  }
}

/** Adds what one delta tells to the block that it belongs to. */
function grow(open: OpenBlock, { type, ...told }: JsonObject): void {
  const { block } = open;
  if (type === 'text_delta') block.text = stringOf(block.text) + stringOf(told.text);
  else if (type === 'thinking_delta') block.thinking = stringOf(block.thinking) + stringOf(told.thinking);
  else if (type === 'input_json_delta') open.input += stringOf(told.partial_json);
  else if (type === 'citations_delta') block.citations = [...objectsOf(block.citations), told.citation as Json];
  else Object.assign(block, told);
}

function addUsage(turn: Turn, counters: Json | undefined): void {
  for (const [name, value] of Object.entries(objectOf(counters))) if (value !== null) turn.usage[name] = value;
}

function usageOf(usage: JsonObject): CountedUsage {
  const cachedTokens = countOf(usage.cache_read_input_tokens);
  const cacheWriteTokens = countOf(usage.cache_creation_input_tokens);
  const input = countOf(usage.input_tokens);
  return {
    promptTokens: input === undefined ? undefined : input + (cachedTokens ?? 0) + (cacheWriteTokens ?? 0),
    completionTokens: countOf(usage.output_tokens),
    cachedTokens,
    cacheWriteTokens,
    reasoningTokens: countOf(objectOf(usage.output_tokens_details).thinking_tokens),
  };
}
