import type { Message, ToolCall } from '../message.ts';

/** What a handler is told beside the arguments. */
export interface ToolContext {
  /** Aborted when the run is: a handler that waits for something should end then. */
  signal: AbortSignal;
  /** The call, as the model made it. */
  toolCall: ToolCall;
  /** The conversation so far; the last message is the one that holds the call. */
  messages: readonly Message[];
}

/**
 * Does what a tool is for. It is given the arguments once they fit the tool's parameters; a schema library's schema gives them as it
 * reads them. What it gives, or its promise, goes to the model: a string as it is, all else as JSON, nothing as `null`. What it throws
 * goes to the model as a failed result: the message only.
 */
// biome-ignore lint/suspicious/noExplicitAny: the arguments are what the tool's parameters say
export type ToolHandler = (args: any, context: ToolContext) => unknown;
