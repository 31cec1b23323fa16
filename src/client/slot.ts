import type { OpaquePart, ReasoningPart, TextPart, ToolCallPart } from '../message.ts';
import type { OpenedText } from './citations.ts';
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
  if (call || ('text' in part && part.text !== '')) return true;
  return Object.values(part.providerMetadata ?? {}).some((own) => Object.keys(own).length > 0);
}
