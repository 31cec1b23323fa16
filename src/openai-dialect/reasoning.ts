import { InvalidInputError } from '../errors.ts';
import type { JsonObject } from '../message.ts';
import type { Call } from '../provider.ts';
import type { ReasoningParameter } from './facts.ts';

/**
 * What a request says of the reasoning.
 *
 * @throws {InvalidInputError} for a budget, where the API takes none, and for an effort that is not one of `efforts`.
 */
export function encodeReasoning(
  call: Call,
  parameter: ReasoningParameter = 'reasoning_effort',
  efforts?: readonly string[],
): JsonObject {
  const { reasoning } = call;
  if (!reasoning) return {};
  if ('budgetTokens' in reasoning) return encodeBudget(reasoning.budgetTokens, parameter, call);
  const { effort } = reasoning;
  if (efforts && !efforts.includes(effort)) {
    const { provider, model } = call;
    throw new InvalidInputError(`reasoning: effort must be one of ${efforts.join(', ')} (given: ${effort})`, { provider, model });
  }
  if (parameter === 'reasoning') return { reasoning: { effort } };
  if (parameter === 'thinking' && effort === 'none') return { thinking: { type: 'disabled' } };
  if (parameter === 'enable_thinking' && effort === 'none') return { enable_thinking: false };
  return { reasoning_effort: effort };
}

function encodeBudget(tokens: number, parameter: ReasoningParameter, { provider, model }: Call): JsonObject {
  if (parameter === 'reasoning') return { reasoning: tokens > 0 ? { max_tokens: tokens } : { effort: 'none' } };
  if (parameter === 'enable_thinking') return tokens > 0 ? { thinking_budget: tokens } : { enable_thinking: false };
  throw new InvalidInputError('reasoning: this API takes { effort }, not { budgetTokens }', { provider, model });
}
