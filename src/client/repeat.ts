import type { Delta } from '../delta.ts';
import { isDescribed, isTold, type Slot } from './slot.ts';

/**
 * What an answer that is told once more adds to what was told: all of it to nothing; else, to each part that was begun and never told
 * whole, its own.
 */
export function lacking(deltas: readonly Delta[], slots: readonly Slot[], byKey: ReadonlyMap<string, Slot>): readonly Delta[] {
  if (!slots.some(isTold)) return deltas;
  const begun = slots.filter((slot) => !isDescribed(slot));
  const hasText = begun.some(({ part }) => part.type === 'text');
  return deltas.filter((delta) => {
    if (delta.type === 'citation' && delta.place?.part === undefined) return hasText;
    const slot = byKey.get(placeOf(delta));
    return slot !== undefined && begun.includes(slot);
  });
}

/** Where the part of a delta is; a citation's is the text that it is in. */
function placeOf(delta: Delta): string {
  switch (delta.type) {
    case 'text':
    case 'reasoning':
    case 'tool-call':
      return `${delta.type}:${delta.key}`;
    case 'part':
      return `${delta.kind ?? 'opaque'}:${delta.key}`;
    case 'citation':
      return `text:${delta.place?.part}`;
    default:
      return '';
  }
}
