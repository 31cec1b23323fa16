import type { Effort, Reasoning } from './message.ts';

/** All efforts, the least first. */
const EFFORTS: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/** What an effort is in tokens, for APIs that have only a budget, and the other way round. */
const BUDGETS: Readonly<Record<Effort, number>> = {
  none: 0,
  minimal: 1024,
  low: 4096,
  medium: 8192,
  high: 16_384,
  xhigh: 32_768,
  max: 65_536,
};

/**
 * The nearest of the efforts that an API knows; of two that are as near the lower one. A budget is the least effort that has as
 * many tokens. Who asks for thoughts is never given `none`.
 */
export function effortOf(reasoning: Reasoning, known: readonly Effort[]): Effort {
  const wanted = 'effort' in reasoning ? reasoning.effort : leastWith(reasoning.budgetTokens);
  const candidates = EFFORTS.filter((effort) => known.includes(effort) && (effort !== 'none' || wanted === 'none'));
  const distance = (effort: Effort) => Math.abs(EFFORTS.indexOf(effort) - EFFORTS.indexOf(wanted));
  return candidates.reduce((best, effort) => (distance(effort) < distance(best) ? effort : best), candidates[0] ?? wanted);
}

/** The tokens that an API which knows only budgets gets, inside its limits; 0 for no thoughts at all. */
export function budgetOf(reasoning: Reasoning, { least = 1, most = Number.POSITIVE_INFINITY } = {}): number {
  const tokens = 'effort' in reasoning ? BUDGETS[reasoning.effort] : reasoning.budgetTokens;
  return tokens === 0 ? 0 : Math.min(Math.max(tokens, least), most);
}

/** Whether the model is asked to think at all. */
export function isThinking(reasoning: Reasoning | undefined): boolean {
  return reasoning !== undefined && budgetOf(reasoning) > 0;
}

function leastWith(tokens: number): Effort {
  return EFFORTS.find((effort) => BUDGETS[effort] >= tokens) ?? 'max';
}
