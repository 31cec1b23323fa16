import { type Delta, type FinishReason, type JsonObject, type PartKey, tellsFailure, wordsOf } from '../../src/plugin.ts';
import type { AnthropicEvent, AnthropicFailure, AnthropicMessage, Block, BlockDelta, Cited } from './api.ts';

/** A whole answer. */
export function decode(body: unknown): Delta[] {
  const { type, content } = (body ?? {}) as AnthropicMessage;
  if (isFailure(body)) return [failure(body)];
  return type === 'message' || Array.isArray(content) ? message(body as AnthropicMessage) : [];
}

/** One event of a [stream](https://platform.claude.com/docs/en/build-with-claude/streaming). */
export function decodeEvent(data: unknown): Delta[] {
  const { type, index = 0, delta, usage, ...event } = (data ?? {}) as AnthropicEvent;
  switch (type) {
    case 'message_start':
      return message(event.message);
    case 'content_block_start':
      return [{ type: 'start', key: index }, ...block(index, event.content_block)];
    case 'content_block_delta':
      return growth(index, delta ?? {});
    case 'content_block_stop':
      return [{ type: 'stop', key: index }];
    case 'message_delta':
      return [...counters(usage), ...finish(delta?.stop_reason)];
    case 'message_stop':
      return [{ type: 'end' }];
    default:
      return isFailure(data) ? [failure(data)] : [];
  }
}

/** A whole answer, and the first event of a stream, which may bring whole blocks with it. */
function message(answer: AnthropicMessage | null | undefined): Delta[] {
  const { id, model, content, usage, stop_reason } = answer ?? {};
  const blocks = list(content).flatMap((content, key): Delta[] => [
    { type: 'start', key },
    ...block(key, content),
    { type: 'stop', key },
  ]);
  return [{ type: 'response', id, model }, ...blocks, ...counters(usage), ...finish(stop_reason)];
}

/** A block, whole or as a stream opens it. What is neither text, thinking nor a call is kept as it is. */
function block(key: PartKey, content: Block | null | undefined): Delta[] {
  const { type, ...members } = content ?? {};
  switch (type) {
    case undefined:
      return [];
    case 'text': {
      const { text, ...rest } = members;
      const cited = list(rest.citations).map((raw) => citation(key, raw));
      return [{ type: 'text', key, text: text ?? '' }, ...extras(key, 'text', rest), ...cited];
    }
    case 'thinking': {
      const { thinking, ...rest } = members;
      return [{ type: 'reasoning', key, text: thinking ?? '' }, ...extras(key, 'reasoning', rest)];
    }
    case 'tool_use': {
      const { input, ...call } = members;
      // A stream opens a call with empty input; the real one follows as text.
      return Object.keys(input ?? {}).length > 0 ? wholeCall(key, members) : openCall(key, call, '');
    }
    default:
      return [{ type: 'part', key, kind: 'opaque', data: { type, ...members }, argumentsInto: 'input' }];
  }
}

/** Pieces that follow under the key of the block repeat the input, so the call has a key that they do not find. */
function wholeCall(index: PartKey, { input, ...call }: Block): Delta[] {
  const key = `whole:${index}`;
  return [{ type: 'start', key }, ...openCall(key, call, JSON.stringify(input)), { type: 'stop', key }];
}

function openCall(key: PartKey, { id, name, ...rest }: Block, argumentsText: string): Delta[] {
  return [{ type: 'tool-call', key, id, name, argumentsText, mode: 'append' }, ...extras(key, 'tool-call', rest)];
}

/** What a stream adds to an open block. */
function growth(key: PartKey, { type, ...delta }: BlockDelta): Delta[] {
  switch (type) {
    case 'text_delta':
      return [{ type: 'text', key, text: delta.text ?? '' }];
    case 'thinking_delta':
      return [{ type: 'reasoning', key, text: delta.thinking ?? '' }];
    case 'signature_delta':
      return extras(key, 'reasoning', { signature: delta.signature });
    case 'input_json_delta':
      return [{ type: 'tool-call', key, argumentsText: delta.partial_json ?? '', mode: 'append' }];
    case 'citations_delta':
      return block(key, { type: 'text', citations: delta.citation ? [delta.citation] : [] });
    case 'compaction_delta':
      return block(key, { type: 'compaction', ...delta });
    default:
      return [];
  }
}

/** The members that our parts have no place for: they go back with their part. A stream opens a block with empty ones. */
function extras(key: PartKey, kind: 'text' | 'reasoning' | 'tool-call', members: JsonObject): Delta[] {
  const told = Object.entries(members).filter(([, value]) => value != null && (value as { length?: number }).length !== 0);
  return told.length > 0 ? [{ type: 'part', key, kind, data: Object.fromEntries(told) }] : [];
}

/** It stands for all text of its block. */
function citation(part: PartKey, raw: Cited): Delta {
  const { cited_text: text, url, title, document_title, source } = raw ?? {};
  // What the caller gave as search results has a source of any kind.
  const address = url ?? (/^https?:/i.test(source ?? '') ? source : undefined);
  return {
    type: 'citation',
    citation: { text: text ?? undefined, title: title ?? document_title ?? undefined, url: address ?? undefined, raw },
    place: { part },
  };
}

function counters(usage: JsonObject | null | undefined): Delta[] {
  return usage ? [{ type: 'usage', counters: usage }] : [];
}

function finish(raw: string | null | undefined): Delta[] {
  return raw ? [{ type: 'finish', reason: finishReason(raw), raw }] : [];
}

function finishReason(raw: string): FinishReason {
  switch (raw) {
    case 'end_turn':
    case 'stop_sequence':
      return 'stop';
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'tool_use':
      return 'tool_calls';
    case 'refusal':
      return 'content_filter';
    default:
      return 'other';
  }
}

/** The status that each type of error has as an HTTP answer. */
const STATUSES = new Map([
  ['invalid_request_error', 400],
  ['authentication_error', 401],
  ['billing_error', 402],
  ['permission_error', 403],
  ['not_found_error', 404],
  ['request_too_large', 413],
  ['rate_limit_error', 429],
  ['api_error', 500],
  ['timeout_error', 504],
  ['overloaded_error', 529],
]);

/** What has a type of its own may have a `message` that tells no failure. */
function isFailure(body: unknown): boolean {
  const { type, error } = (body ?? {}) as AnthropicFailure;
  return type === 'error' || Boolean(error) || (!type && tellsFailure(body));
}

function failure(body: unknown): Delta {
  const type = (body as AnthropicFailure).error?.type;
  return { type: 'error', message: wordsOf(body), providerType: type, status: STATUSES.get(type ?? '') };
}

/** Answers are read loosely: what should be a list may be missing. */
function list<T>(value: readonly T[] | null | undefined): readonly T[] {
  return Array.isArray(value) ? value : [];
}
