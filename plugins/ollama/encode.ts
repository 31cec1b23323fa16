import {
  argumentsOf,
  type Call,
  type Effort,
  effortOf,
  InvalidInputError,
  type Json,
  type JsonObject,
  type Message,
  resultTextOf,
  type ToolCallPart,
  textOf,
} from '../../src/plugin.ts';
import type { OllamaConfig, OllamaToolCall } from './api.ts';

type OllamaCall = Call<OllamaConfig>;

/** https://docs.ollama.com/capabilities/thinking */
const LEVELS: readonly Effort[] = ['none', 'low', 'medium', 'high', 'max'];

/** The body of a [chat](https://docs.ollama.com/api/chat). */
export function encodeChat(call: OllamaCall): JsonObject {
  const { model, messages, provider } = call;
  return {
    model,
    messages: inCallOrder(messages).map((message) => encodeMessage(message, provider)),
    tools: encodeTools(call),
    ...encodeSettings(call),
  };
}

/** The body of a [completion](https://docs.ollama.com/api/generate). */
export function encodeGenerate(call: OllamaCall): JsonObject {
  const { model, prompt, config } = call;
  if (prompt === undefined) {
    throw refusal(call, 'messages: /api/generate takes a prompt alone; give prompt, or set api to "chat" in the config');
  }
  return { model, prompt, raw: config.raw, ...encodeSettings(call) };
}

function encodeSettings(call: OllamaCall): JsonObject {
  const { config, maxTokens, temperature, topP, topK, stop, seed, presencePenalty, frequencyPenalty, stream } = call;
  const options = {
    num_predict: maxTokens,
    temperature,
    top_p: topP,
    top_k: topK,
    stop,
    seed,
    presence_penalty: presencePenalty,
    frequency_penalty: frequencyPenalty,
    num_ctx: config.numCtx,
  };
  return {
    options: Object.values(options).some((option) => option !== undefined) ? options : undefined,
    format: encodeFormat(call),
    think: encodeThink(call),
    keep_alive: config.keepAlive,
    // Left out, it means a stream.
    stream,
  };
}

function encodeFormat({ responseFormat }: OllamaCall): Json | undefined {
  return responseFormat?.type === 'json_schema' ? responseFormat.schema : responseFormat?.type;
}

/** Models that know no levels take any of them as `true`. */
function encodeThink({ reasoning }: OllamaCall): Json | undefined {
  if (!reasoning) return undefined;
  const effort = effortOf(reasoning, LEVELS);
  return effort === 'none' ? false : effort;
}

function encodeTools(call: OllamaCall): JsonObject[] | undefined {
  const { tools, toolChoice = 'auto' } = call;
  if (toolChoice === 'none') return undefined;
  if (toolChoice !== 'auto') {
    throw refusal(call, 'toolChoice: must be auto or none; this API can not be told to call a tool');
  }
  return tools?.map(({ name, description, parameters }) => ({ type: 'function', function: { name, description, parameters } }));
}

/** A result does not say which call it answers but by the tool's name and its place. */
function inCallOrder(messages: readonly Message[]): Message[] {
  let turn = 0;
  let ids: string[] = [];
  const placed = messages.map((message) => {
    if (message.role === 'tool') return { message, turn, place: ids.indexOf(message.toolCallId ?? '') };
    turn += 1;
    ids = toolCallsOf(message).map(({ id }) => id);
    return { message, turn, place: -1 };
  });
  return placed.sort((a, b) => a.turn - b.turn || a.place - b.place).map(({ message }) => message);
}

function encodeMessage(message: Message, provider: string): JsonObject {
  const { role, content, name } = message;
  if (role === 'tool') return { role, content: resultTextOf(message), tool_name: name };
  const toolCalls = toolCallsOf(message).map((call) => encodeToolCall(call, provider));
  return {
    role,
    content: textOf(content),
    thinking: thinkingOf(message) || undefined,
    tool_calls: toolCalls.length > 0 ? toolCalls : undefined,
    ...imagesOf(message, provider),
  };
}

function encodeToolCall(part: ToolCallPart, provider: string): JsonObject {
  const own = part.providerMetadata?.[provider] as OllamaToolCall | undefined;
  return { ...own, function: { ...own?.function, name: part.name, arguments: argumentsOf(part) } };
}

function toolCallsOf({ content }: Message): ToolCallPart[] {
  return typeof content === 'string' ? [] : content.filter((part) => part.type === 'tool-call');
}

function thinkingOf({ content }: Message): string {
  if (typeof content === 'string') return '';
  return content.map((part) => (part.type === 'reasoning' ? part.text : '')).join('');
}

/** What the user shows, and what a model has made. */
function imagesOf({ content }: Message, provider: string): JsonObject {
  if (typeof content === 'string') return {};
  const images = content.flatMap((part): Json[] => {
    if (part.type === 'image') return [part.base64 ?? ''];
    return part.type === 'opaque' ? ((part.providerMetadata?.[provider]?.images ?? []) as Json[]) : [];
  });
  return images.length > 0 ? { images } : {};
}

function refusal({ provider, model }: OllamaCall, message: string): InvalidInputError {
  return new InvalidInputError(message, { provider, model });
}
