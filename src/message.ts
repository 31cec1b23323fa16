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

/** A part that the caller can mark for the provider's cache. */
interface Cacheable extends PartCommon {
  /**
   * All of the prompt up to the end of this part is to be cached, where the provider caches what it is told to. Others cache by
   * themselves or not at all, and the mark changes nothing.
   */
  cache?: boolean | undefined;
}

/** Plain text. */
export interface TextPart extends Cacheable {
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

/** Where the bytes of an image or a file are: exactly one of the three. Nothing is fetched: a URL goes to the provider as it is. */
type Source =
  /** `http(s):`, or `data:` with the bytes in it. */
  | { url: string; data?: undefined; base64?: undefined }
  | { data: Uint8Array; url?: undefined; base64?: undefined }
  | { base64: string; url?: undefined; data?: undefined };

/** What is told of the bytes. */
interface Media extends Cacheable {
  /** Such as `image/png`. Default: what the first bytes say. */
  mediaType?: string | undefined;
}

/** An image, in a message of the user. */
export type ImagePart = Media & Source & { type: 'image' };

/** A file, such as a PDF, in a message of the user. */
export type FilePart = Media &
  Source & {
    type: 'file';
    /** The file's name, for providers that show it to the model. */
    name?: string | undefined;
  };

/** A block that means something to its own provider only; all of it is in `providerMetadata`. */
export interface OpaquePart extends PartCommon {
  type: 'opaque';
}

/** One piece of a message's content. Order matters: answers interleave text, reasoning, tool calls and provider blocks. */
export type Part = TextPart | ReasoningPart | ToolCallPart | ImagePart | FilePart | OpaquePart;

/** One turn of a conversation. */
export interface Message {
  role: Role;
  content: string | readonly Part[];
  /** The speaker's name, for providers that take one. For `role: 'tool'`: the tool's; the call tells it where this does not. */
  name?: string | undefined;
  /** For `role: 'tool'`: the id of the call that this message answers. */
  toolCallId?: string | undefined;
  /** For `role: 'tool'`: the tool failed and `content` says how. */
  isError?: boolean | undefined;
  /** The same as `cache` on the message's last part. */
  cache?: boolean | undefined;
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

/** The answer is JSON that fits a schema; `response.parsed` is what it says, checked. */
export interface JsonSchemaFormat<Schema extends StandardSchema | object = StandardSchema | object> {
  type: 'json_schema';
  /** What the answer is; at most 64 letters, digits, `_` and `-`. */
  name: string;
  /** More of it, for the model. */
  description?: string | undefined;
  /** JSON Schema, or a schema of a library, such as Zod's. It is read once, so it must not be changed afterwards. */
  schema: Schema;
  /**
   * Whether the API is to keep the model to the schema, where it can; it then takes only a part of JSON Schema, and what it would
   * refuse is refused before it is sent. `false` asks for its best effort. The answer is checked either way. Default `true`.
   */
  strict?: boolean | undefined;
}

/** What is not known to the compiler: only a schema library's schema tells it what an answer is. */
// biome-ignore lint/suspicious/noExplicitAny: so a client of a class of its own need not speak of it
export type Anything = any;

/** A schema library's schema that gives this. */
export type SchemaOf<Parsed> = StandardSchema & {
  readonly '~standard': { readonly types?: { readonly output: Parsed } | undefined };
};

/** The form of the answer. `json` is any JSON, `json_schema` JSON of a certain form. */
export type ResponseFormat<Parsed = Anything> =
  | { type: 'text' }
  | { type: 'json' }
  | JsonSchemaFormat<SchemaOf<Parsed>>
  | JsonSchemaFormat<object>;

/** A format as a wire encodes it: checked, its schema JSON Schema. */
export type AnswerFormat =
  | { type: 'json' }
  | { type: 'json_schema'; name: string; description?: string | undefined; schema: JsonObject; strict: boolean };

/** How much the model thinks, from nothing to all that it can. */
export type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** How much the model thinks before it answers. An API that has not this measure gets the nearest it has. */
export type Reasoning = { effort: Effort } | { budgetTokens: number };

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
