import { budgetOf, effortOf, isThinking, type JsonObject, type Reasoning } from '../../src/plugin.ts';
import type { AnthropicCall } from './api.ts';
import { ANSWER_TOKENS, factsOf, type ModelFacts } from './models.ts';
import { refusal } from './refusal.ts';

/** The least budget that the API takes. */
const LEAST_BUDGET = 1024;

/** The least that the API takes where a model thinks. */
const LEAST_TOP_P = 0.95;

/** What a body says of [thinking](https://platform.claude.com/docs/en/build-with-claude/thinking), and the limit that counts it too. */
export interface Thinking {
  readonly max_tokens: number;
  readonly thinking?: JsonObject | undefined;
  readonly effort?: string | undefined;
}

/**
 * A budget where the model takes one, an effort where that is what it has; of the other measure the nearest.
 *
 * @throws {InvalidInputError} where `maxTokens` leaves no room for thoughts, and for settings that the API refuses beside them.
 */
export function thinkingOf(call: AnthropicCall): Thinking {
  const { reasoning, maxTokens, model } = call;
  if (!reasoning) return { max_tokens: maxTokens ?? ANSWER_TOKENS };
  const facts = factsOf(model);
  if (!isThinking(reasoning)) return silent(call, facts);
  refuseSampling(call);
  const takesIt = 'budgetTokens' in reasoning ? facts.mostBudget !== undefined : facts.efforts.length === 0;
  return takesIt ? budgeted(call, reasoning, facts) : adaptive(call, reasoning, facts);
}

/** A model that can't be silenced thinks as little as it can. */
function silent({ maxTokens }: AnthropicCall, { silence }: ModelFacts): Thinking {
  if (silence) return { max_tokens: maxTokens ?? ANSWER_TOKENS, thinking: { type: silence } };
  return { max_tokens: maxTokens ?? budgetOf({ effort: 'low' }) + ANSWER_TOKENS, effort: 'low' };
}

function adaptive(call: AnthropicCall, reasoning: Reasoning, { efforts, hidesThoughts }: ModelFacts): Thinking {
  const tokens = budgetOf(reasoning);
  if ('budgetTokens' in reasoning) refuseLimit(call, tokens);
  return {
    max_tokens: call.maxTokens ?? tokens + ANSWER_TOKENS,
    thinking: { type: 'adaptive', ...(hidesThoughts && { display: 'summarized' }) },
    effort: effortOf(reasoning, efforts),
  };
}

/** A budget of the caller's is kept, one of ours leaves room for an answer. */
function budgeted(call: AnthropicCall, reasoning: Reasoning, { mostBudget }: ModelFacts): Thinking {
  const { maxTokens } = call;
  const isOurs = 'effort' in reasoning;
  const room =
    maxTokens === undefined ? Number.POSITIVE_INFINITY : maxTokens - Math.min(ANSWER_TOKENS, Math.floor(maxTokens / 2));
  const most = isOurs ? Math.max(LEAST_BUDGET, Math.min(room, mostBudget ?? room)) : Number.POSITIVE_INFINITY;
  const budget = budgetOf(reasoning, { least: LEAST_BUDGET, most });
  refuseLimit(call, budget);
  return { max_tokens: maxTokens ?? budget + ANSWER_TOKENS, thinking: { type: 'enabled', budget_tokens: budget } };
}

/** `max_tokens` counts the thinking too. */
function refuseLimit(call: AnthropicCall, budget: number): void {
  const { maxTokens, reasoning } = call;
  if (maxTokens === undefined || maxTokens > budget) return;
  const isAsked = reasoning && 'budgetTokens' in reasoning && reasoning.budgetTokens === budget;
  const what = isAsked
    ? `reasoning.budgetTokens, which is ${budget}`
    : `${budget}, the least that this model takes for reasoning`;
  throw refusal(call, `maxTokens: must be over ${what} (given: ${maxTokens})`);
}

/** What the API refuses where a model thinks. */
function refuseSampling(call: AnthropicCall): void {
  const { temperature = 1, topP = 1, topK } = call;
  const beside = 'together with reasoning';
  if (temperature !== 1) throw refusal(call, `temperature: must be left out, or 1, ${beside} (given: ${temperature})`);
  if (topP < LEAST_TOP_P) throw refusal(call, `topP: must be left out, or at least ${LEAST_TOP_P}, ${beside} (given: ${topP})`);
  if (topK !== undefined) throw refusal(call, `topK: must be left out ${beside} (given: ${topK})`);
}
