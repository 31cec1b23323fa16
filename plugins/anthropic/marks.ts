import type { Json, JsonObject } from '../../src/plugin.ts';

/** How many marks a request may have. */
const MOST_MARKS = 4;

/** What can carry no mark: thoughts are cached with what comes after them. */
const UNMARKED = ['thinking', 'redacted_thinking'];

/**
 * Puts a [mark](https://platform.claude.com/docs/en/build-with-claude/prompt-caching) on the last block that can have one. One that is
 * there, with a life of its own, stays.
 */
export function mark(blocks: JsonObject[]): void {
  const last = blocks.findLastIndex(({ type }) => !UNMARKED.includes(type as string));
  const block = blocks[last];
  if (block) blocks[last] = { ...block, cache_control: block.cache_control ?? { type: 'ephemeral' } };
}

/** Leaves as many marks as the API takes: the first, mostly the system's, and the last ones. A mark stands for all that is before it. */
export function limitMarks(system: Json | undefined, turns: readonly JsonObject[]): void {
  const blocks = [system, ...turns.map(({ content }) => content)].flatMap((some) =>
    Array.isArray(some) ? (some as JsonObject[]) : [],
  );
  const marked = blocks.filter((block) => block.cache_control);
  for (const block of marked.slice(1, 1 - MOST_MARKS)) delete block.cache_control;
}
