import { InvalidInputError } from '../errors.ts';
import type { JsonObject, Message, ToolCallPart } from '../message.ts';
import { textOf } from '../message-text.ts';
import type { Call } from '../provider.ts';

/** The member in which an answer's reasoning goes back to the model. */
export type ReasoningField = 'reasoning_content' | 'reasoning';

/** One message of ours in the dialect. */
export function encodeMessage(message: Message, provider: string, reasoningField?: ReasoningField): JsonObject {
  const { role, content, name, toolCallId } = message;
  if (role === 'assistant') return encodeAnswer(message, provider, reasoningField);
  if (role === 'tool') return { role, content: textOf(content), tool_call_id: toolCallId };
  if (role === 'user' && typeof content !== 'string') {
    return { role, name, content: content.flatMap((part) => (part.type === 'text' ? { type: 'text', text: part.text } : [])) };
  }
  return { role, name, content: textOf(content) };
}

/** What an API that takes only efforts says of the reasoning. */
export function encodeEffort({ reasoning, provider, model }: Call): string | undefined {
  if (!reasoning) return undefined;
  if ('effort' in reasoning) return reasoning.effort;
  throw new InvalidInputError('reasoning: this API takes { effort }, not { budgetTokens }', { provider, model });
}

function encodeAnswer({ role, content, name }: Message, provider: string, reasoningField?: ReasoningField): JsonObject {
  const parts = typeof content === 'string' ? [] : content;
  const text = textOf(content);
  const calls = parts.filter((part) => part.type === 'tool-call').map((part) => encodeToolCall(part, provider));
  const reasoning = parts.map((part) => (part.type === 'reasoning' ? part.text : '')).join('');
  return {
    role,
    name,
    content: text === '' && calls.length > 0 ? undefined : text,
    ...(reasoningField && reasoning && { [reasoningField]: reasoning }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

function encodeToolCall(
  { id, name, arguments: parsed, argumentsText, providerMetadata }: ToolCallPart,
  provider: string,
): JsonObject {
  const type = providerMetadata?.[provider]?.type;
  if (type === 'custom') return { id, type, custom: { name, input: argumentsText } };
  // A tool without arguments is streamed with none, but goes back as JSON.
  return { id, type: 'function', function: { name, arguments: argumentsText || JSON.stringify(parsed ?? {}) } };
}
