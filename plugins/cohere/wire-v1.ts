import {
  type Call,
  type Delta,
  InvalidInputError,
  type JsonObject,
  jsonLines,
  type Message,
  type Role,
  textOf,
  type Wire,
} from '../../src/plugin.ts';
import type { AnswerV1, CitationV1, CohereConfig, EventV1, ToolCallV1 } from './api.ts';
import { commonWire, decodeEnding, decodeErrorBody, encodeSettings, list, toolCallsOf } from './wire.ts';

/** Long enough for most answers, and the same as elsewhere where an API needs a limit. */
const DEFAULT_MAX_TOKENS = 2000;

const ROLES: Record<Role, string> = { system: 'SYSTEM', user: 'USER', assistant: 'CHATBOT', tool: 'TOOL' };

interface Turn extends JsonObject {
  role: string;
  message?: string;
  tool_results?: JsonObject[];
}

/** Cohere's [Chat API v1](https://docs.cohere.com/v1/reference/chat). */
export const wireV1: Wire<CohereConfig> = {
  ...commonWire,
  capabilities: ['chat', 'stream', 'models'],
  settings: ['maxTokens', 'temperature', 'topP', 'topK', 'stop', 'seed', 'presencePenalty', 'frequencyPenalty'],
  framing: jsonLines,

  encode(call) {
    const history = encodeTurns(call);
    const last = history.pop();
    if (last?.role !== ROLES.user && last?.role !== ROLES.tool) {
      throw refusal(call, 'messages: the last one must be from the user or a tool; v1 of the API answers one message');
    }
    return {
      model: call.model,
      message: last.message ?? '',
      tool_results: last.tool_results,
      chat_history: history,
      max_tokens: call.maxTokens ?? DEFAULT_MAX_TOKENS,
      ...encodeSettings(call),
    };
  },

  decode(body) {
    const answer = (body ?? {}) as AnswerV1;
    const { generation_id, text, tool_calls, citations } = answer;
    const isAnswer = typeof text === 'string' || Array.isArray(tool_calls) || typeof generation_id === 'string';
    if (!isAnswer) return decodeErrorBody(body);
    return [
      { type: 'response', id: generation_id },
      ...(typeof text === 'string' ? [{ type: 'text' as const, text }] : []),
      ...list(tool_calls).map(decodeToolCall),
      ...list(citations).map(decodeCitation),
      ...decodeEnd(answer),
    ];
  },

  decodeEvent(data) {
    const event = (data ?? {}) as EventV1;
    switch (event.event_type) {
      case 'stream-start':
        return [{ type: 'response', id: event.generation_id }];
      case 'text-generation':
        return [{ type: 'text', text: event.text ?? '' }];
      case 'tool-calls-chunk':
        return decodeChunk(event);
      case 'tool-calls-generation':
        return list(event.tool_calls).map(decodeToolCall);
      case 'citation-generation':
        return list(event.citations).map(decodeCitation);
      case 'stream-end':
        // It repeats the whole answer; only its end is new.
        return [...decodeEnd({ ...event.response, ...event }), { type: 'end' }];
      case undefined:
        return decodeErrorBody(data);
      default:
        return [];
    }
  },
};

/** The conversation as turns; an empty one is refused, so it is left out. */
function encodeTurns(call: Call<CohereConfig>): Turn[] {
  const turns: Turn[] = [];
  const calls = new Map<string, JsonObject>();
  for (const message of call.messages) {
    if (message.role === 'tool') {
      addResult(turns, encodeResult(call, message, calls));
      continue;
    }
    const text = textOf(message.content);
    const toolCalls = toolCallsOf(message).map(({ id, name, arguments: parameters }) => {
      const encoded = { name, parameters: parameters ?? {} };
      calls.set(id, encoded);
      return encoded;
    });
    if (toolCalls.length > 0) turns.push({ role: ROLES[message.role], message: text, tool_calls: toolCalls });
    else if (text !== '') turns.push({ role: ROLES[message.role], message: text });
  }
  return turns;
}

/** The results of parallel calls are one turn. */
function addResult(turns: Turn[], result: JsonObject): void {
  const last = turns.at(-1);
  if (last?.tool_results) last.tool_results.push(result);
  else turns.push({ role: ROLES.tool, tool_results: [result] });
}

/** v1 has no call ids: a result repeats its call. */
function encodeResult(call: Call<CohereConfig>, message: Message, calls: ReadonlyMap<string, JsonObject>): JsonObject {
  const { toolCallId = '' } = message;
  const answered = calls.get(toolCallId);
  if (!answered) throw refusal(call, `messages: no earlier message has the tool call "${toolCallId}"`);
  return { call: answered, outputs: [{ output: textOf(message.content) }] };
}

function refusal({ provider, model }: Call<CohereConfig>, message: string): InvalidInputError {
  return new InvalidInputError(message, { provider, model });
}

/** A piece of the text that comes before the calls, or of a call. The first call has no index where there is only one. */
function decodeChunk({ text, tool_call_delta: piece }: EventV1): Delta[] {
  if (!piece) return [{ type: 'text', text: text ?? '' }];
  const { index = 0, name, parameters = '' } = piece;
  return [{ type: 'tool-call', key: index, name, argumentsText: parameters, mode: 'append' }];
}

/** A whole call: in a stream it repeats its pieces, or comes without any. */
function decodeToolCall({ name, parameters }: ToolCallV1, key: number): Delta {
  return { type: 'tool-call', key, name, argumentsText: JSON.stringify(parameters ?? {}), mode: 'whole' };
}

function decodeCitation(raw: CitationV1): Delta {
  const { start, end, text } = raw;
  return { type: 'citation', citation: { start, end, text, raw } };
}

function decodeEnd(answer: AnswerV1): Delta[] {
  return [{ type: 'usage', counters: { ...answer.meta, token_count: answer.token_count } }, decodeEnding(answer)];
}
