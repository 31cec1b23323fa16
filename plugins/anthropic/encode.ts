import { type Call, InvalidInputError, type JsonObject, type ToolDefinition } from '../../src/plugin.ts';
import type { AnthropicConfig } from './api.ts';
import { systemOf, turnsOf } from './turns.ts';

type AnthropicCall = Call<AnthropicConfig>;

/** What an answer gets beyond its thinking where nobody says: the API demands a number. */
const ANSWER_TOKENS = 2000;

/** The body of a [request](https://platform.claude.com/docs/en/api/messages). */
export function encode(call: AnthropicCall): JsonObject {
  const { model, messages, provider, stop, temperature, topP, topK, user, stream } = call;
  const turns = turnsOf(messages, provider);
  if (turns.length === 0) throw refusal(call, 'messages: must say more than white space');
  if (temperature !== undefined && temperature > 1) throw refusal(call, `temperature: must be at most 1 (given: ${temperature})`);
  return {
    model,
    system: systemOf(messages, provider),
    messages: turns,
    max_tokens: maxTokensOf(call),
    ...thinkingOf(call),
    tools: call.tools?.map(encodeTool),
    tool_choice: toolChoiceOf(call),
    stop_sequences: stop,
    temperature,
    top_p: topP,
    top_k: topK,
    metadata: user === undefined ? undefined : { user_id: user },
    stream,
  };
}

/** `max_tokens` counts the thinking too. */
function maxTokensOf(call: AnthropicCall): number {
  const { reasoning, maxTokens } = call;
  const budget = reasoning && 'budgetTokens' in reasoning ? reasoning.budgetTokens : 0;
  if (maxTokens === undefined) return budget + ANSWER_TOKENS;
  if (maxTokens > budget) return maxTokens;
  throw refusal(call, `maxTokens: must be over reasoning.budgetTokens, which is ${budget} (given: ${maxTokens})`);
}

function isThinking({ reasoning }: AnthropicCall): boolean {
  if (!reasoning) return false;
  return 'effort' in reasoning ? reasoning.effort !== 'none' : reasoning.budgetTokens > 0;
}

/** Models up to Claude 4.6 take a budget, those from there on an effort. */
function thinkingOf(call: AnthropicCall): JsonObject {
  const { reasoning } = call;
  if (!reasoning) return {};
  if (!isThinking(call)) return { thinking: { type: 'disabled' } };
  if ('budgetTokens' in reasoning) return { thinking: { type: 'enabled', budget_tokens: reasoning.budgetTokens } };
  const { effort } = reasoning;
  if (effort === 'minimal') throw refusal(call, 'reasoning: effort must be one of none, low, medium, high, xhigh, max');
  return { thinking: { type: 'adaptive' }, output_config: { effort } };
}

function encodeTool({ name, description, parameters }: ToolDefinition): JsonObject {
  return { name, description, input_schema: parameters };
}

function toolChoiceOf(call: AnthropicCall): JsonObject | undefined {
  const { toolChoice } = call;
  if (toolChoice === undefined) return undefined;
  if (toolChoice === 'auto' || toolChoice === 'none') return { type: toolChoice };
  // Some models answer with a 400, others with text as if no tool had been asked for.
  if (isThinking(call)) {
    throw refusal(
      call,
      'toolChoice: must be auto or none together with reasoning; a model that thinks can not be made to call a tool',
    );
  }
  return toolChoice === 'required' ? { type: 'any' } : { type: 'tool', name: toolChoice.name };
}

function refusal({ provider, model }: AnthropicCall, message: string): InvalidInputError {
  return new InvalidInputError(message, { provider, model });
}
