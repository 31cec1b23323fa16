import {
  ContextLengthError,
  type ErrorDetails,
  type ErrorReason,
  InvalidConfigError,
  InvalidInputError,
  type LLMError,
  ModelNotFoundError,
  RateLimitError,
  RequestError,
  TimeoutError,
} from './errors.ts';

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
