import type { StandardSchema } from './standard-schema.ts';

/** Any value that JSON can carry. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  [key: string]: Json | undefined;
}

/** Who says a message. */
export type Role = 'system' | 'user' | 'assistant' | 'tool';

/**
 * What only one provider understands, by the provider's name: signatures, encrypted reasoning, whole opaque blocks. It is sent
 * back unchanged to the same provider and left out for all others.
 */
export type ProviderMetadata = Record<string, JsonObject>;

interface PartCommon {
  providerMetadata?: ProviderMetadata | undefined;
}

/** Plain text. */
export interface TextPart extends PartCommon {
  type: 'text';
  text: string;
}

/** What the model thought before it answered. The text may be empty where a provider shows only a signature. */
export interface ReasoningPart extends PartCommon {
  type: 'reasoning';
  text: string;
}

/** A call of a tool by the model. */
export interface ToolCall {
  id: string;
  name: string;
  /** The arguments, parsed; `undefined` where `argumentsText` is no JSON (cut off by a token limit, say). */
  arguments: Json | undefined;
  /** The arguments as the model wrote them. */
  argumentsText: string;
}

/** A tool call at its place in a message. */
export interface ToolCallPart extends PartCommon, ToolCall {
  type: 'tool-call';
}

/** An image: a URL, bytes, or base64 text. */
export interface ImagePart extends PartCommon {
  type: 'image';
  url?: string | undefined;
  data?: Uint8Array | undefined;
  base64?: string | undefined;
  /** Such as `image/png`. */
  mediaType?: string | undefined;
}

/** A file, such as a PDF: a URL, bytes, or base64 text. */
export interface FilePart extends PartCommon {
  type: 'file';
  url?: string | undefined;
  data?: Uint8Array | undefined;
  base64?: string | undefined;
  mediaType?: string | undefined;
  name?: string | undefined;
}

/** A block that means something to its own provider only; all of it is in `providerMetadata`. */
export interface OpaquePart extends PartCommon {
  type: 'opaque';
}

/** One piece of a message's content. Order matters: answers interleave text, reasoning, tool calls and provider blocks. */
export type Part = TextPart | ReasoningPart | ToolCallPart | ImagePart | FilePart | OpaquePart;

/** One turn of a conversation. */
export interface Message {
  role: Role;
  content: string | Part[];
  /** The speaker's name, for providers that take one. For `role: 'tool'`: the tool's; the call tells it where this does not. */
  name?: string | undefined;
  /** For `role: 'tool'`: the id of the call that this message answers. */
  toolCallId?: string | undefined;
  /** For `role: 'tool'`: the tool failed and `content` says how. */
  isError?: boolean | undefined;
}

/** A message from the model: `response.message` goes back into `messages` as it is. */
export interface AssistantMessage extends Message {
  role: 'assistant';
  content: Part[];
}

/** A tool that the model may call. */
export interface Tool {
  /** Letters, digits, `_`, `-`, `.` and `:`; at most 128. No two tools of a request share one. */
  name: string;
  /** What the tool does and when to call it: all that the model knows of it beside its parameters. */
  description?: string | undefined;
  /**
   * What the arguments are: JSON Schema of an object, or a schema of a library, such as Zod's. Default: there are none. It is read
   * once, so it must not be changed afterwards.
   */
  parameters?: StandardSchema | object | undefined;
}

/** A tool as a wire encodes it: checked, its parameters JSON Schema. */
export interface ToolDefinition extends Tool {
  parameters: JsonObject;
}

/** Whether and which tool the model must call. */
export type ToolChoice = 'auto' | 'none' | 'required' | { name: string };

/** The form of the answer. */
export type ResponseFormat = { type: 'text' } | { type: 'json' } | { type: 'json_schema'; name: string; schema: JsonObject };

/** How much the model thinks before it answers. */
export type Reasoning = { effort: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' } | { budgetTokens: number };

/** Why the model stopped. */
export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'error' | 'other';

/** Tokens of one call. */
export interface TokenUsage {
  /** All input, what came from a cache included. */
  promptTokens: number;
  /** All output, reasoning included. */
  completionTokens: number;
  totalTokens: number;
  /** The part of `promptTokens` that was read from the provider's cache. */
  cachedTokens?: number | undefined;
  /** The part of `promptTokens` that was written to the provider's cache. */
  cacheWriteTokens?: number | undefined;
  /** The part of `completionTokens` that was reasoning. */
  reasoningTokens?: number | undefined;
  /** Present where the provider sent no counts and these are our estimate. */
  estimated?: true | undefined;
}
