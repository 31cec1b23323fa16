import type { CompletionResponse } from './types.ts';

/** The stable names to test an error against: `instanceof` fails across two copies of a package, a code does not. */
export type ErrorCode =
  | 'INVALID_CONFIG'
  | 'INVALID_INPUT'
  | 'LLM_REQUEST'
  | 'LLM_RESPONSE'
  | 'LLM_RATE_LIMIT'
  | 'LLM_TIMEOUT'
  | 'STREAM_READ'
  | 'CONTEXT_CANCELED'
  | 'PLUGIN_LOAD'
  | 'INTERNAL_ERROR';

/** What an error says beyond its code, where the provider says more. */
export type ErrorReason =
  | 'missing_key'
  | 'invalid_key'
  | 'permission'
  | 'model_not_found'
  | 'quota'
  | 'content_filter'
  | 'context_length'
  | 'bad_route'
  | 'loading'
  | 'overloaded';

/** Which limit ended a call. */
export type TimeoutPhase = 'connect' | 'attempt' | 'first-content' | 'idle' | 'deadline';

/** What of an answer does not fit its schema. */
export interface SchemaIssue {
  /** The members and indexes that lead to it, joined by dots; empty for the answer itself. */
  path: string;
  message: string;
}

/** What is known of an error. */
export interface ErrorDetails {
  provider?: string | undefined;
  model?: string | undefined;
  status?: number | undefined;
  requestId?: string | undefined;
  /** The provider's own error type or code. */
  providerType?: string | undefined;
  reason?: ErrorReason | undefined;
  /** How long the provider asks to wait, in milliseconds. */
  retryAfterMs?: number | undefined;
  attempts?: number | undefined;
  /** Whether another attempt may succeed. */
  retryable?: boolean | undefined;
  phase?: TimeoutPhase | undefined;
  /** What of the answer does not fit the schema that it was asked to fit. */
  issues?: readonly SchemaIssue[] | undefined;
  /** The answer so far, or the whole of one that is not in the form that was asked for. */
  partial?: CompletionResponse | undefined;
  cause?: unknown;
}

/**
 * The base of everything that Plugboard throws. `message` begins with `[provider]`, says what is wrong and, where there is one,
 * what to do. No field holds a key or the prompt; `toJSON()` is safe to log.
 */
export abstract class LLMError extends Error {
  abstract readonly code: ErrorCode;
  declare readonly provider?: string | undefined;
  declare readonly model?: string | undefined;
  declare readonly status?: number | undefined;
  declare readonly requestId?: string | undefined;
  declare readonly providerType?: string | undefined;
  declare readonly reason?: ErrorReason | undefined;
  declare readonly retryAfterMs?: number | undefined;
  declare readonly phase?: TimeoutPhase | undefined;
  /** What of the answer does not fit the schema that it was asked to fit. */
  declare readonly issues?: readonly SchemaIssue[] | undefined;
  readonly retryable: boolean;
  /** How many times the request was sent before this error was given up on. */
  declare attempts?: number | undefined;
  /** The answer so far, or the whole of one that is not in the form that was asked for. Not enumerable. */
  declare partial?: CompletionResponse | undefined;

  constructor(message: string, details: ErrorDetails = {}) {
    const { cause, partial, retryable = false, ...known } = details;
    super(known.provider ? `[${known.provider}] ${message}` : message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.retryable = retryable;
    for (const [key, value] of Object.entries(known)) if (value !== undefined) Object.assign(this, { [key]: value });
    Object.defineProperty(this, 'partial', { value: partial, writable: true, enumerable: false, configurable: true });
  }

  /** The error as plain data: no stack, no cause, no answer, no secret. */
  toJSON(): Record<string, unknown> {
    const { name, code, message } = this;
    return { ...(this as object), name, code, message };
  }
}

/** The config is bad or missing, the provider is unknown, or the provider refuses the key (401, 403). */
export class InvalidConfigError extends LLMError {
  readonly code = 'INVALID_CONFIG';
}

/** The request is bad: found before sending, or told by the provider (400, 413, 422). */
export class InvalidInputError extends LLMError {
  readonly code = 'INVALID_INPUT';
}

/** The prompt is too long for the model. */
export class ContextLengthError extends InvalidInputError {}

/** The answer can't be read, lacks what it must have, or is not in the form that was asked for. */
export class ResponseError extends LLMError {
  readonly code = 'LLM_RESPONSE';
}

/** The model does not exist, was retired, or is not open to this account. */
export class ModelNotFoundError extends ResponseError {}

/** Too many requests (429). */
export class RateLimitError extends LLMError {
  readonly code = 'LLM_RATE_LIMIT';
}

/** The network or the provider failed. */
export class RequestError extends LLMError {
  readonly code = 'LLM_REQUEST';
}

/** A limit ran out; `phase` says which and the message names the setting to raise. */
export class TimeoutError extends LLMError {
  readonly code = 'LLM_TIMEOUT';
}

/** A stream broke, ended without its terminal sign, or sent an error event. */
export class StreamInterruptedError extends LLMError {
  readonly code = 'STREAM_READ';
}

/** The caller ended the call. Its `name` is the platform's, `AbortError`; `cause` is the signal's reason. */
export class CanceledError extends LLMError {
  readonly code = 'CONTEXT_CANCELED';
  override readonly name = 'AbortError';
}

/** A plugin is missing, malformed, incompatible, a duplicate, or throws. */
export class PluginError extends LLMError {
  readonly code = 'PLUGIN_LOAD';
}

/** A defect of Plugboard's own. */
export class InternalError extends LLMError {
  readonly code = 'INTERNAL_ERROR';
}
