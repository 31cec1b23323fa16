import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Candidate } from './candidate.ts';
import type { Rule } from './rule.ts';
import type { Subject } from './subject.ts';
import { comparisonIn, wordsOf } from './told.ts';

/** Less than the 5 s that test runners grant a test: what hangs is to be told by the name of its rule. */
const LIMIT_MS = 4000;

const GUIDE = 'docs/plugin-rules.md';

/**
 * Holds a provider to one rule, on a server of its own.
 *
 * @throws {Error} that tells the rule, what was expected, what came, and where to read about it.
 */
export async function hold<S extends Subject>(candidate: Candidate<S>, topic: string, { rule, run }: Rule<S>): Promise<void> {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  let subject: S | undefined;
  try {
    subject = await candidate.open();
    await withinLimit(run(subject));
    // A rejection that nobody handles is reported after this turn, while the test still runs.
    await setImmediate();
    if (unhandled.length > 0) throw new Error(`it leaves a rejection that nobody handles: ${wordsOf(unhandled[0])}`);
  } catch (cause) {
    const more = `${comparisonIn(cause)}\n  see ${GUIDE}#rule-${topic.replaceAll(' ', '-')}`;
    throw new Error(`${candidate.provider} breaks the rule "${rule}": ${wordsOf(cause)}${more}`, { cause });
  } finally {
    await subject?.close();
    process.off('unhandledRejection', note);
  }
}

async function withinLimit(work: Promise<void>): Promise<void> {
  const over = new AbortController();
  const limit = setTimeout(LIMIT_MS, undefined, { signal: over.signal }).then(
    () => {
      throw new Error(`it is not done within ${LIMIT_MS} ms`);
    },
    () => {},
  );
  await Promise.race([work, limit]).finally(() => over.abort());
}
