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

/** A provider's refusal, as told by its status, headers and body. */
export interface Refusal extends ErrorDetails {
  status: number;
  /** The provider's own words, capped and with secrets struck out. */
  words?: string | undefined;
  /** It was told inside a 200; the status is the one that it has as an answer of its own. */
  inside?: boolean | undefined;
  /** Where the request went, without its query. */
  url: string;
  /** The variables and settings that hold the key, to name them when it is refused. */
  keyHint: string;
  /** What to do where nothing of the API is at the URL. */
  routeHint: string;
}

const RETRIED = new Set([408, 409, 425, 429, 500, 502, 503, 504, 529]);
const REFUSED = [400, 413, 422];
const ANYTHING = /(?:)/;
/** OpenAI and Groq speak of tokens and of the context where only the answer's limit is over what the model can do. */
const TOO_MUCH_ASKED = /max_(completion_)?tokens\W+(is too large: \d+\. This model supports at most|must be less than)/i;
const TOO_LONG = new RegExp(
  [
    'context[ _-]?(length|limit|window|size)',
    'maximum (context|prompt length|model length)',
    'max_seq_len',
    'too many (input )?tokens',
    'prompt (is too long|exceeds max length)',
    'range of input length',
    'reduce the length of the messages',
    '`inputs`.{0,40}must (have less than|be <=)',
    'tokens? .{0,40}(exceed|too large)',
    '(exceed|longer than).{0,60}tokens?',
  ].join('|'),
  'i',
);
const FILTERED = /content[ _](filter|policy|management|exists risk)|\busage polic|data_inspection_failed/i;
const OVERLOADED = /overload|capacity|too busy/i;

const REASONS: readonly (readonly [statuses: readonly number[], said: RegExp, reason: ErrorReason | undefined])[] = [
  [[401], ANYTHING, 'invalid_key'],
  [[402], ANYTHING, 'quota'],
  [[403], ANYTHING, 'permission'],
  [[404, 410], /model/i, 'model_not_found'],
  [[404], ANYTHING, 'bad_route'],
  [REFUSED, TOO_MUCH_ASKED, undefined],
  [REFUSED, TOO_LONG, 'context_length'],
  [REFUSED, FILTERED, 'content_filter'],
  // By the type, not by the word: per-minute limits say 'quota' too.
  [[429], /^(insufficient_quota|exceeded_current_quota_error|billing_hard_limit_reached|billing_error)\b/, 'quota'],
  [[503], /\b(is |currently |still )loading\b|\bloading model\b/i, 'loading'],
  [[429, 503], OVERLOADED, 'overloaded'],
  [[529], ANYTHING, 'overloaded'],
];

/** The one table from HTTP status to error, for all providers. A `reason` that the wire found goes before the status. */
export function errorFromStatus(refusal: Refusal): LLMError {
  const { words, url, keyHint, routeHint, inside, ...known } = refusal;
  const { status } = known;
  const reason = known.reason ?? reasonOf(refusal);
  const said = words ? `: "${words}"` : '';
  const how = inside ? `inside an HTTP 200, as ${status}` : `HTTP ${status}`;
  const details = { ...known, reason, retryable: known.retryable ?? (RETRIED.has(status) && reason !== 'quota') };
  const fail = (Kind: new (message: string, details: ErrorDetails) => LLMError, what: string) =>
    new Kind(`${what} (${how})${said}`, details);
  const refuse = (Kind: new (message: string, details: ErrorDetails) => LLMError, what: string, todo: string) =>
    new Kind(`${what} (${how})${said}. ${todo}`, details);

  switch (reason) {
    case 'missing_key':
    case 'invalid_key':
      return refuse(InvalidConfigError, 'the API key was refused', `Check ${keyHint}.`);
    case 'permission':
      return refuse(InvalidConfigError, 'the API key lacks permission', `Check what ${keyHint} may do.`);
    case 'context_length':
      return refuse(ContextLengthError, 'the prompt is too long for the model', 'Shorten it or choose another model.');
    case 'content_filter':
      return fail(InvalidInputError, 'the provider refused the content of the request');
    case 'model_not_found':
      return refuse(ModelNotFoundError, `model "${known.model}" was not found`, 'client.listModels() tells the current ones.');
    case 'quota':
      return refuse(status === 429 ? RateLimitError : RequestError, 'the account is out of credit', 'Top it up at the provider.');
    case 'bad_route':
      return refuse(RequestError, `nothing of this API answers at ${url}`, routeHint);
  }
  if (status === 400 || status === 413 || status === 422) return fail(InvalidInputError, 'the provider refused the request');
  if (status === 408) return fail(TimeoutError, 'the provider timed out');
  if (status === 429) return fail(RateLimitError, 'too many requests');
  if (status >= 300 && status < 400) {
    return refuse(
      RequestError,
      'the provider redirects, which is refused',
      'A key is bound to its host: set baseURL to the final address.',
    );
  }
  return fail(RequestError, status >= 500 ? 'the provider failed' : 'the provider refused the request');
}

/** What a status and a provider's words mean, the first that fits. The words follow the provider's type. */
function reasonOf({ status, words = '', providerType = '' }: Refusal): ErrorReason | undefined {
  const said = `${providerType} ${words}`;
  return REASONS.find(([statuses, pattern]) => statuses.includes(status) && pattern.test(said))?.[2];
}
