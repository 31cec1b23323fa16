import {
  argumentsTextOf,
  budgetOf,
  type Call,
  InvalidInputError,
  isThinking,
  type Json,
  type JsonObject,
  type Message,
  type Part,
  type Reasoning,
  resultTextOf,
  urlOf,
} from '../../src/plugin.ts';
import type { CohereConfig } from './api.ts';
import { encodeFormat } from './format.ts';
import { encodeSettings, toolCallsOf } from './wire.ts';

/** The body of a [request](https://docs.cohere.com/v2/reference/chat). */
export function encodeV2(call: Call<CohereConfig>): JsonObject {
  const tools = call.tools?.map((tool) => ({ type: 'function', function: { ...tool } }));
  return {
    model: call.model,
    messages: call.messages.flatMap((message) => encodeMessage(message, call.provider)),
    max_tokens: call.maxTokens,
    thinking: encodeThinking(call.reasoning),
    tools,
    response_format: encodeFormat(call, 'json_schema', { tools, documents: call.extraBody?.documents }),
    tool_choice: encodeToolChoice(call),
    ...encodeSettings(call),
  };
}

/**
 * System messages stay where they are: Cohere takes several, anywhere. An empty turn is refused, so it is left out. Citations of
 * earlier answers do not go back: the API takes them, but they repeat whole documents.
 */
function encodeMessage(message: Message, provider: string): JsonObject[] {
  const { role, content } = message;
  if (role === 'tool') return [encodeResult(message)];
  const blocks = typeof content === 'string' ? content : content.flatMap((part) => encodePart(part, provider));
  const toolCalls = toolCallsOf(message).map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: argumentsTextOf(call) },
  }));
  if (blocks.length === 0 && toolCalls.length === 0) return [];
  return [
    {
      role,
      content: blocks.length > 0 ? blocks : undefined,
      tool_plan: planOf(message, provider),
      tool_calls: toolCalls.length > 0 ? toolCalls : undefined,
    },
  ];
}

/** A turn without text is refused, so an empty result is a document. */
function encodeResult(message: Message): JsonObject {
  const output = resultTextOf(message);
  const content = output === '' ? [{ type: 'document', document: { data: { output } } }] : output;
  return { role: 'tool', tool_call_id: message.toolCallId, content };
}

function encodePart(part: Part, provider: string): Json[] {
  const own = part.providerMetadata?.[provider];
  switch (part.type) {
    case 'text':
      return part.text === '' ? [] : [{ type: 'text', text: part.text }];
    case 'reasoning':
      return part.text === '' || isPlan(part, provider) ? [] : [{ type: 'thinking', thinking: part.text }];
    case 'image':
      return [{ type: 'image_url', image_url: { ...(own?.image_url as JsonObject | undefined), url: urlOf(part) } }];
    case 'opaque':
      return own ? [own] : [];
    default:
      return [];
  }
}

function planOf({ content }: Message, provider: string): string | undefined {
  if (typeof content === 'string') return undefined;
  return content.map((part) => (part.type === 'reasoning' && isPlan(part, provider) ? part.text : '')).join('') || undefined;
}

function isPlan({ providerMetadata }: Part, provider: string): boolean {
  return providerMetadata?.[provider]?.tool_plan === true;
}

/** Cohere's thinking is on or off, and only a budget says how much. The two highest efforts have none: its models stop by themselves. */
function encodeThinking(reasoning: Reasoning | undefined): JsonObject | undefined {
  if (!reasoning) return undefined;
  if (!isThinking(reasoning)) return { type: 'disabled' };
  const isUnlimited = 'effort' in reasoning && (reasoning.effort === 'xhigh' || reasoning.effort === 'max');
  return { type: 'enabled', token_budget: isUnlimited ? undefined : budgetOf(reasoning) };
}

/** To leave it out is to let the model choose. */
function encodeToolChoice({ toolChoice, tools, provider, model }: Call<CohereConfig>): string | undefined {
  if (toolChoice === undefined || toolChoice === 'auto') return undefined;
  if (toolChoice === 'none') return 'NONE';
  if (toolChoice === 'required' || tools?.length === 1) return 'REQUIRED';
  const message = `toolChoice: this API can not name one of several tools; offer "${toolChoice.name}" alone, with "required"`;
  throw new InvalidInputError(message, { provider, model });
}
