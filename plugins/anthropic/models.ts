import type { Effort } from '../../src/plugin.ts';

/** What of the API a model takes. */
export interface ModelFacts {
  /** Whether it has [structured outputs](https://platform.claude.com/docs/en/build-with-claude/structured-outputs). */
  readonly hasFormats: boolean;
  /** Whether it can be made to call a tool. */
  readonly canBeForced: boolean;
  /** The largest budget for thinking that leaves room for an answer; `undefined`: it takes no budget. */
  readonly mostBudget: number | undefined;
  /** The levels of [effort](https://platform.claude.com/docs/en/build-with-claude/effort) that it thinks with; none: it takes a budget only. */
  readonly efforts: readonly Effort[];
  /** Whether it tells what it thinks only where it is asked to. */
  readonly hidesThoughts: boolean;
  /** The type of `thinking` that asks for none; `undefined`: it always thinks. */
  readonly silence: 'disabled' | 'between_tools' | undefined;
}

/** What an answer gets beyond its thinking where nobody says: the API demands a number. */
export const ANSWER_TOKENS = 2000;

const NEWEST = Number.POSITIVE_INFINITY;

/** `claude-opus-4-5-20251101`, `anthropic/claude-haiku-4.5`, `claude-3-7-sonnet-latest`, `claude-2.1`, `claude-mythos-preview`. */
const NAME = /claude-(?:v|([a-z]+)-)?(?:(\d{1,2})(?:[.-](\d{1,2}))?(?!\d))?/;

/** Families of models that never stop thinking. */
const THINKERS = ['fable', 'mythos'];

/**
 * What a model takes, by [its family and version](https://platform.claude.com/docs/en/build-with-claude/thinking-troubleshooting). A name
 * that tells none is taken for a new model's, so that a new one needs no release of ours.
 */
export function factsOf(model: string): ModelFacts {
  const [, family = '', major, minor = 0] = NAME.exec(model.toLowerCase()) ?? [];
  // 4.5 is 405: minor versions are no decimals.
  const version = major === undefined ? NEWEST : Number(major) * 100 + Number(minor);
  return {
    hasFormats: version >= 401,
    canBeForced: canBeForced(family, version),
    mostBudget: version < 407 ? mostTokens(family, version) - ANSWER_TOKENS : undefined,
    efforts: effortsOf(version),
    hidesThoughts: version >= 407,
    silence: silenceOf(family, version),
  };
}

function canBeForced(family: string, version: number): boolean {
  if (version === NEWEST || family === 'haiku') return true;
  return version < (THINKERS.includes(family) ? 501 : 505);
}

/** The most tokens of an answer, thinking included, that a model with budgets writes. */
function mostTokens(family: string, version: number): number {
  if (version >= 406) return 128_000;
  return family === 'opus' && version < 405 ? 32_000 : 64_000;
}

function effortsOf(version: number): readonly Effort[] {
  if (version < 406) return [];
  return version < 407 ? ['low', 'medium', 'high', 'max'] : ['low', 'medium', 'high', 'xhigh', 'max'];
}

function silenceOf(family: string, version: number): ModelFacts['silence'] {
  if (THINKERS.includes(family)) return undefined;
  if (version === NEWEST || version < 505 || family === 'haiku') return 'disabled';
  return family === 'sonnet' ? 'between_tools' : undefined;
}
