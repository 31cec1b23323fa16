import type { OpaquePart, ReasoningPart, TextPart, ToolCallPart } from '../message.ts';
import type { OpenedText } from './citations.ts';
import { isObject } from './merge.ts';
import type { GrowingCall } from './tool-call.ts';

/** What a part is: deltas of one kind have their own keys. */
export type Kind = 'text' | 'reasoning' | 'opaque' | 'tool-call';

/** A part of a message that grows. */
export interface Slot {
  part: TextPart | ReasoningPart | OpaquePart | ToolCallPart;
  /** A text, for what cites it. */
  cited?: OpenedText | undefined;
  /** A tool call's own state. */
  call?: GrowingCall | undefined;
  /** Opaque parts: the member of their data that `argumentsText` is parsed into. */
  argumentsInto?: string | undefined;
  argumentsText: string;
}

/** Whether more was told of a part than that it begins. */
export function isTold({ part, call }: Slot): boolean {
  return call !== undefined || ('text' in part && part.text !== '') || isDescribed({ part });
}

/** Whether what only the provider understands was told of a part; an empty object tells nothing. */
export function isDescribed({ part }: Pick<Slot, 'part'>): boolean {
  const told = Object.values(part.providerMetadata ?? {}).flatMap((own) => Object.values(own));
  return told.some((value) => (isObject(value) ? Object.keys(value).length > 0 : value !== undefined));
}
