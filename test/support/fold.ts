import { Fold } from '../../src/client/fold.ts';
import type { Delta } from '../../src/delta.ts';
import type { StreamEvent } from '../../src/types.ts';

/** What deltas fold to; the ids that are made up are counted. */
export function fold(...deltas: Delta[]): { fold: Fold; events: StreamEvent[]; content: unknown[] } {
  let next = 0;
  const folded = new Fold({ provider: 'acme', model: 'acme-1', createId: () => `made-up-${++next}` });
  for (const delta of deltas) folded.push(delta);
  folded.close();
  return { fold: folded, events: folded.take(), content: folded.message().content };
}

/** A piece of a tool call. */
export const call = (over: Partial<Extract<Delta, { type: 'tool-call' }>>): Delta => ({
  type: 'tool-call',
  argumentsText: '',
  mode: 'append',
  ...over,
});
