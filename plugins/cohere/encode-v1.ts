import {
  argumentsOf,
  type Call,
  InvalidInputError,
  type JsonObject,
  type Message,
  type Role,
  resultTextOf,
  textOf,
} from '../../src/plugin.ts';
import type { CohereConfig } from './api.ts';
import { encodeFormat } from './format.ts';
import { encodeTool } from './tools-v1.ts';
import { encodeSettings, toolCallsOf } from './wire.ts';

/** Long enough for most answers, and the same as elsewhere where an API needs a limit. */
const DEFAULT_MAX_TOKENS = 2000;

const ROLES: Record<Role, string> = { system: 'SYSTEM', user: 'USER', assistant: 'CHATBOT', tool: 'TOOL' };

interface Turn extends JsonObject {
  role: string;
  message?: string;
  tool_results?: JsonObject[];
}

/** The body of a [request](https://docs.cohere.com/v1/reference/chat). */
export function encodeV1(call: Call<CohereConfig>): JsonObject {
  const history = encodeTurns(call);
  const last = history.pop();
  if (last?.role !== ROLES.user && last?.role !== ROLES.tool) {
    throw refusal(call, 'messages: the last one must be from the user or a tool; v1 of the API answers one message');
  }
  if (last.role === ROLES.user && history.at(-1)?.role === ROLES.tool) {
    throw refusal(call, 'messages: the last one follows results of tools; v1 of the API must answer those first');
  }
  const tools = encodeTools(call);
  const { tool_results } = last;
  const { connectors, documents } = call.extraBody ?? {};
  return {
    model: call.model,
    message: last.message ?? '',
    tool_results,
    chat_history: history,
    tools,
    response_format: encodeFormat(call, 'schema', { tools, tool_results, connectors, documents }),
    max_tokens: call.maxTokens ?? DEFAULT_MAX_TOKENS,
    ...encodeSettings(call),
  };
}

/** v1 has no word for a choice, but a tool that is not offered is not called. */
function encodeTools(call: Call<CohereConfig>): JsonObject[] | undefined {
  const { tools, toolChoice = 'auto', provider, model } = call;
  if (toolChoice === 'none') return undefined;
  if (toolChoice === 'auto') return tools?.map((tool) => encodeTool(tool, { provider, model }));
  throw refusal(call, 'toolChoice: must be auto or none; v1 of the API can not make the model call a tool');
}

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
    const toolCalls = toolCallsOf(message).map((part) => {
      const encoded = { name: part.name, parameters: argumentsOf(part) };
      calls.set(part.id, encoded);
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
  return { call: answered, outputs: [{ output: resultTextOf(message) }] };
}

function refusal({ provider, model }: Call<CohereConfig>, message: string): InvalidInputError {
  return new InvalidInputError(message, { provider, model });
}
