import type { Effort } from '../../src/plugin.ts';

/** What a model can be told of how much to think: a level, or a number of tokens, which may be 0 where `off`. */
export type Thinking =
  | { levels: readonly Effort[]; budget?: undefined }
  | { levels?: undefined; budget: { least: number; most: number; off: boolean } };

/** Names of models that are not known have no generation in them, or a later one: they get what the newest have. */
const OLDER = /gemini-(live-)?[12](?!\d)|robotics-er-1/i;
const GEMMA = /gemma/i;

/** Gemini 2 and the open models take calls without a signature; what came after them does not. */
export function looksAtSignatures(model: string): boolean {
  return !OLDER.test(model) && !GEMMA.test(model);
}

/** Gemini 2 and what came before it can not be given tools and be told the form of its answer at once. */
export function formatsBesideTools(model: string): boolean {
  return !OLDER.test(model);
}

const ALL: readonly Effort[] = ['minimal', 'low', 'medium', 'high'];

/** The [levels](https://ai.google.dev/gemini-api/docs/thinking#levels-budgets) of models from Gemini 3 on, which have not all of them. */
const LEVELS: readonly (readonly [RegExp, readonly Effort[]])[] = [
  [GEMMA, ['minimal', 'high']],
  [/gemini-3\.1-flash-image/i, ['minimal', 'high']],
  [/gemini-3-pro/i, ['low', 'high']],
  [/gemini-[^/]*flash-lite/i, ALL],
  [/gemini-3(\.[0-6])?-flash/i, ALL],
];

/** The [budgets](https://ai.google.dev/gemini-api/docs/thinking#set-budget) of those before. */
const BUDGETS: readonly (readonly [RegExp, NonNullable<Thinking['budget']>])[] = [
  [/2\.5-pro/i, { least: 128, most: 32_768, off: false }],
  [/2\.5-flash-lite/i, { least: 512, most: 24_576, off: true }],
];

/** How a model's thinking is measured. */
export function thinkingOf(model: string): Thinking {
  const of = <T>(table: readonly (readonly [RegExp, T])[]) => table.find(([pattern]) => pattern.test(model))?.[1];
  if (OLDER.test(model)) return { budget: of(BUDGETS) ?? { least: 1, most: 24_576, off: true } };
  return { levels: of(LEVELS) ?? ['low', 'medium', 'high'] };
}

/** The name as it stands in a path and in requests that name their model. One with a path in it, such as a tuned model's, is whole. */
export function resourceName(model: string): string {
  return model.includes('/') ? model.replace(/^\/+/, '') : `models/${model}`;
}
