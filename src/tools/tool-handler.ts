import type { Message, Tool, ToolCall } from '../message.ts';

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
 * goes to the model as a failed result: the message only. The run keeps the error itself, in the step's `errors`.
 */
// biome-ignore lint/suspicious/noExplicitAny: the arguments are what the tool's parameters say
export type ToolHandler<Args = any> = (args: Args, context: ToolContext) => unknown;

/**
 * The handlers of some tools, by name: one for each where the compiler knows the tools of the list, any for names that it does not
 * know. Where it knows the names, but not which of them are in the list, each may be missing.
 */
export type ToolHandlers<Tools extends readonly Tool[] = readonly Tool[]> = string extends Tools[number]['name']
  ? Readonly<Record<string, ToolHandler>>
  : number extends Tools['length']
    ? Partial<NamedHandlers<Tools[number]>>
    : NamedHandlers<Tools[number]>;

type NamedHandlers<T extends Tool> = { readonly [One in T as One['name']]: ToolHandler<ArgumentsOf<One>> };

/** What a schema library's schema gives; anything where the compiler does not know, as for JSON Schema. */
type ArgumentsOf<T> = T extends { readonly parameters: { readonly '~standard': { readonly types?: infer Types } } }
  ? OutputOf<NonNullable<Types>>
  : // biome-ignore lint/suspicious/noExplicitAny: the arguments are what the tool's parameters say
    any;

// biome-ignore lint/suspicious/noExplicitAny: the arguments are what the tool's parameters say
type OutputOf<Types> = Types extends { readonly output: infer Output } ? (unknown extends Output ? any : Output) : any;
