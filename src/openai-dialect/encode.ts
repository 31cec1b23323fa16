import type { JsonObject, ToolChoice, ToolDefinition } from '../message.ts';
import type { Call } from '../provider.ts';
import { encodeMessage } from './encode-message.ts';
import type { DialectConfig, DialectFacts } from './facts.ts';
import { encodeReasoning, isThoughtless } from './reasoning.ts';
import { encodeFormat } from './response-format.ts';

/** The body of a request. */
export function encodeRequest(call: Call<DialectConfig>, facts: DialectFacts): JsonObject {
  const { seedField = 'seed', asksForUsage = true } = facts;
  const maxTokensField = call.config.maxTokensField ?? facts.maxTokensField ?? 'max_tokens';
  const { toolChoice } = call;
  const said = isThoughtless(call, facts) ? { ...facts, reasoningBesideCalls: undefined } : facts;
  return {
    model: call.model,
    messages: call.messages.map((message) => encodeMessage(message, call.provider, said)),
    tools: call.tools?.map(encodeTool),
    tool_choice: toolChoice && encodeChoice(toolChoice),
    [maxTokensField]: call.maxTokens,
    temperature: call.temperature,
    top_p: call.topP,
    top_k: call.topK,
    stop: call.stop,
    [seedField]: call.seed,
    presence_penalty: call.presencePenalty,
    frequency_penalty: call.frequencyPenalty,
    response_format: encodeFormat(call, facts),
    ...encodeReasoning(call, facts),
    user: call.user,
    stream: call.stream,
    ...(call.stream && asksForUsage && { stream_options: { include_usage: true } }),
  };
}

function encodeTool({ name, description, parameters }: ToolDefinition): JsonObject {
  return { type: 'function', function: { name, description, parameters } };
}

function encodeChoice(choice: ToolChoice): string | JsonObject {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } };
}
