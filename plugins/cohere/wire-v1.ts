import { type Delta, jsonLines, type Wire } from '../../src/plugin.ts';
import type { AnswerV1, CohereConfig, EventV1, ToolCallV1 } from './api.ts';
import { decodeCitationV1 } from './citation.ts';
import { encodeV1 } from './encode-v1.ts';
import { commonSettings, commonWire, decodeEnding, decodeErrorBody, list } from './wire.ts';

/** Cohere's [Chat API v1](https://docs.cohere.com/v1/reference/chat). */
export const wireV1: Wire<CohereConfig> = {
  ...commonWire,
  capabilities: ['chat', 'stream', 'tools', 'json', 'embed', 'rerank', 'models'],
  settings: commonSettings,
  framing: jsonLines,
  toolNames: /^[A-Za-z_]\w*$/,

  encode: encodeV1,

  decode(body) {
    const answer = (body ?? {}) as AnswerV1;
    const { generation_id, text, tool_calls, citations } = answer;
    const isAnswer = typeof text === 'string' || Array.isArray(tool_calls) || typeof generation_id === 'string';
    if (!isAnswer) return decodeErrorBody(body);
    return [
      { type: 'response', id: generation_id },
      ...(typeof text === 'string' ? [{ type: 'text' as const, text }] : []),
      ...list(tool_calls).map(decodeToolCall),
      ...list(citations).map(decodeCitationV1),
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
        return list(event.citations).map(decodeCitationV1);
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

function decodeEnd(answer: AnswerV1): Delta[] {
  return [{ type: 'usage', counters: { ...answer.meta, token_count: answer.token_count } }, decodeEnding(answer)];
}
