import { type Delta, sse, type Wire } from '../../src/plugin.ts';
import type { AnswerV2, Block, CohereConfig, EventV2, MessageV2, ToolCallV2 } from './api.ts';
import { decodeCitationV2 } from './citation.ts';
import { encodeV2 } from './encode-v2.ts';
import { commonSettings, commonWire, decodeEnding, decodeErrorBody, list } from './wire.ts';

/** Cohere's [Chat API v2](https://docs.cohere.com/v2/reference/chat). */
export const wireV2: Wire<CohereConfig> = {
  ...commonWire,
  capabilities: ['chat', 'stream', 'tools', 'json', 'vision', 'reasoning', 'embed', 'rerank', 'models'],
  settings: [...commonSettings, 'reasoning'],
  framing: sse,
  // Any that is not empty, but none twice.
  toolCallIds: /./,
  media: { image: { sources: ['url', 'data'], types: /^image\/(png|jpeg|webp|gif)$/ } },

  encode: encodeV2,

  decode(body) {
    const answer = (body ?? {}) as AnswerV2;
    const { id, message } = answer;
    // A body whose message is a text is an error body.
    if (typeof message !== 'object' || message === null) return decodeErrorBody(body);
    return [{ type: 'response', id }, ...decodeMessage(message, 0), ...decodeEnd(answer)];
  },

  decodeEvent(data, event) {
    const { type, id, index, delta } = (data ?? {}) as EventV2;
    switch (type ?? event) {
      case 'message-start':
        return [{ type: 'response', id }, ...decodeMessage(delta?.message, 0)];
      case 'content-start':
      case 'content-delta':
      case 'tool-plan-delta':
      case 'tool-call-start':
      case 'tool-call-delta':
      case 'citation-start':
        return decodeMessage(delta?.message, index);
      case 'tool-call-end':
        return index === undefined ? [] : [{ type: 'stop', key: index }];
      case 'message-end':
        return [...decodeEnd(delta ?? {}), { type: 'end' }];
      default:
        return type === undefined ? decodeErrorBody(data) : [];
    }
  },
};

/** A message or what an event adds to it. In a list, the first has the index and each further one the next. */
function decodeMessage(message: MessageV2 | null | undefined, index: number | undefined): Delta[] {
  const { content, tool_plan, tool_calls, citations } = message ?? {};
  const keyAt = (place: number) => (index === undefined ? undefined : index + place);
  return [
    ...list(content).flatMap((block, place) => decodeContent(block, keyAt(place))),
    ...decodePlan(tool_plan),
    ...list(tool_calls).map((call, place) => decodeToolCall(call, keyAt(place))),
    ...list(citations).flatMap(decodeCitationV2),
  ];
}

/** A block or a piece of one. What is neither text nor thinking is kept as it is, to go back unchanged. */
function decodeContent(content: Block | string, key: number | undefined): Delta[] {
  if (typeof content === 'string') return [{ type: 'text', key, text: content }];
  if (typeof content.thinking === 'string') return [{ type: 'reasoning', key, text: content.thinking }];
  if (typeof content.text === 'string') return [{ type: 'text', key, text: content.text }];
  return content.type ? [{ type: 'part', key, data: content }] : [];
}

/**
 * What a model without thinking blocks says of the tools that it is about to call. Reasoning models say the same in a thinking
 * block, so it is reasoning here too; the mark lets it go back as the plan that it was.
 */
function decodePlan(text: string | undefined): Delta[] {
  if (!text) return [];
  return [
    { type: 'reasoning', key: 'tool_plan', text },
    { type: 'part', key: 'tool_plan', kind: 'reasoning', data: { tool_plan: true } },
  ];
}

function decodeToolCall({ id, function: called }: ToolCallV2, key: number | undefined): Delta {
  const { name, arguments: given } = called ?? {};
  // It should be text.
  const argumentsText = typeof given === 'object' && given !== null ? JSON.stringify(given) : (given ?? '');
  return { type: 'tool-call', key, id, name, argumentsText, mode: 'append' };
}

function decodeEnd(answer: AnswerV2): Delta[] {
  return [{ type: 'usage', counters: answer.usage ?? {} }, decodeEnding(answer)];
}
