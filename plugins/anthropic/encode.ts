import { type Call, InvalidInputError, type Json, type JsonObject, type Message, type Part } from '../../src/plugin.ts';
import type { AnthropicConfig } from './api.ts';

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
    stop_sequences: stop,
    temperature,
    top_p: topP,
    top_k: topK,
    metadata: user === undefined ? undefined : { user_id: user },
    stream,
  };
}

/** One text; a list of blocks only where one of them carries more, such as `cache_control`. */
function systemOf(messages: readonly Message[], provider: string): Json | undefined {
  const blocks = messages.filter(({ role }) => role === 'system').flatMap(({ content }) => blocksOf(content, provider));
  if (blocks.some((block) => Object.keys(block).length > 2)) return blocks;
  return blocks.map(({ text }) => text).join('\n\n') || undefined;
}

/** Tool results that follow each other must stand in one user turn, right after the calls. */
function turnsOf(messages: readonly Message[], provider: string): Json[] {
  const turns: Json[] = [];
  let results: Json[] | undefined;
  for (const { role, content, toolCallId, isError } of messages) {
    if (role === 'system') continue;
    const said = typeof content === 'string' && content.trim() !== '' ? content : blocksOf(content, provider);
    if (role === 'tool') {
      if (!results) {
        results = [];
        turns.push({ role: 'user', content: results });
      }
      results.push({ type: 'tool_result', tool_use_id: toolCallId, content: said, is_error: isError });
    } else {
      results = undefined;
      // An answer can be empty, but is refused when it comes back.
      if (said.length > 0) turns.push({ role, content: said });
    }
  }
  return turns;
}

function blocksOf(content: Message['content'], provider: string): JsonObject[] {
  const parts: Part[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  return parts.flatMap((part): JsonObject[] => {
    const own = part.providerMetadata?.[provider];
    switch (part.type) {
      case 'text':
        // The model writes blank blocks, but they are refused when they come back.
        return part.text.trim() === '' ? [] : [{ type: 'text', text: part.text, ...own }];
      case 'reasoning':
        // So is thinking without its signature.
        return own?.signature ? [{ type: 'thinking', thinking: part.text, ...own }] : [];
      case 'tool-call':
        return [{ type: 'tool_use', id: part.id, name: part.name, input: part.arguments ?? {}, ...own }];
      case 'opaque':
        return own ? [own] : [];
      default:
        throw new InvalidInputError(`messages: a part of type "${part.type}" can't be sent`, { provider });
    }
  });
}

/** `max_tokens` counts the thinking too. */
function maxTokensOf(call: AnthropicCall): number {
  const { reasoning, maxTokens } = call;
  const budget = reasoning && 'budgetTokens' in reasoning ? reasoning.budgetTokens : 0;
  if (maxTokens === undefined) return budget + ANSWER_TOKENS;
  if (maxTokens > budget) return maxTokens;
  throw refusal(call, `maxTokens: must be over reasoning.budgetTokens, which is ${budget} (given: ${maxTokens})`);
}

/** Models up to Claude 4.6 take a budget, those from there on an effort. */
function thinkingOf(call: AnthropicCall): JsonObject {
  const { reasoning } = call;
  if (!reasoning) return {};
  if ('budgetTokens' in reasoning) return { thinking: { type: 'enabled', budget_tokens: reasoning.budgetTokens } };
  const { effort } = reasoning;
  if (effort === 'none') return { thinking: { type: 'disabled' } };
  if (effort === 'minimal') throw refusal(call, 'reasoning: effort must be one of none, low, medium, high, xhigh, max');
  return { thinking: { type: 'adaptive' }, output_config: { effort } };
}

function refusal({ provider, model }: AnthropicCall, message: string): InvalidInputError {
  return new InvalidInputError(message, { provider, model });
}
