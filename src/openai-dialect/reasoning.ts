import { budgetOf, effortOf } from '../effort.ts';
import { InvalidInputError } from '../errors.ts';
import type { Effort, JsonObject, Reasoning } from '../message.ts';
import type { Call } from '../provider.ts';
import type { DialectFacts } from './facts.ts';

const EFFORTS: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/**
 * What a request says of the reasoning: the nearest that the API has.
 *
 * @throws {InvalidInputError} for thoughts beside a demanded call, where the API has not both.
 */
export function encodeReasoning(call: Call, facts: DialectFacts): JsonObject {
  const { reasoning } = call;
  if (isForced(call, facts)) return withoutThoughts(call);
  if (!reasoning) return {};
  const { efforts = EFFORTS, budgets } = facts;
  const known = typeof efforts === 'function' ? efforts(call.model) : efforts;
  const effort = effortOf(reasoning, known);
  const isOff = effort === 'none' && known.includes('none');
  switch (facts.reasoning) {
    case 'reasoning':
      return { reasoning: budgetIn(reasoning) ? { max_tokens: budgetOf(reasoning, budgets) } : { effort } };
    case 'enable_thinking':
      if (isOff) return { enable_thinking: false };
      return budgetIn(reasoning) ? { thinking_budget: budgetOf(reasoning, budgets) } : { reasoning_effort: effort };
    case 'thinking':
      if (isOff) return { thinking: { type: 'disabled' } };
      return known.some((one) => one !== 'none') ? { reasoning_effort: effort } : { thinking: { type: 'enabled' } };
    default:
      return { reasoning_effort: effort };
  }
}

/** Whether the request turns the thoughts off. */
export function isThoughtless(call: Call, facts: DialectFacts): boolean {
  const { reasoning } = call;
  return isForced(call, facts) || (reasoning !== undefined && budgetOf(reasoning) === 0);
}

/** A budget that is one; 0 is the effort `none`. */
function budgetIn(reasoning: Reasoning): boolean {
  return 'budgetTokens' in reasoning && reasoning.budgetTokens > 0;
}

/** Whether a call is demanded where the thoughts forbid that. */
function isForced({ toolChoice, model }: Call, { thinksUnlessForced }: DialectFacts): boolean {
  return (toolChoice === 'required' || typeof toolChoice === 'object') && thinksUnlessForced?.(model) === true;
}

/** They are the default there. */
function withoutThoughts({ reasoning, provider, model }: Call): JsonObject {
  if (reasoning && budgetOf(reasoning) > 0) {
    const message = `reasoning: ${provider} can't be made to call a tool, or to fit a schema by one, while the model thinks; leave reasoning out, or let toolChoice be 'auto'`;
    throw new InvalidInputError(message, { provider, model });
  }
  return { thinking: { type: 'disabled' } };
}
