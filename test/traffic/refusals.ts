import type { ErrorCode, ErrorReason } from '../../src/errors.ts';

/** The error that a refusal has to become. */
export interface Refused {
  name: string;
  code: ErrorCode;
  reason: ErrorReason | undefined;
  retryable: boolean;
}

type Rule = readonly [name: string, code: ErrorCode, reason?: ErrorReason | undefined];

const RETRIED = [408, 409, 425, 429, 500, 502, 503, 504, 529];

const TOO_LONG = [
  'too many tokens',
  'too_many_tokens',
  'prompt is too long',
  'prompt too long',
  'context_length',
  'context length',
  'context size',
  'context window',
];

const FILTERED = ['content_filter', 'content filter', 'content_policy', 'content policy', 'content management'];

/** Status, words and headers to error. */
export function refusedAs(status: number, words: string, headers: Readonly<Record<string, string>> = {}): Refused {
  const [name, code, reason] = ruleFor(status, words.toLowerCase());
  const retried = RETRIED.includes(status) && reason !== 'quota';
  const wish = headers['x-should-retry'];
  return { name, code, reason, retryable: wish === undefined ? retried : wish === 'true' };
}

function ruleFor(status: number, words: string): Rule {
  const says = (...phrases: string[]) => phrases.some((phrase) => words.includes(phrase));
  switch (status) {
    case 400:
    case 413:
    case 422:
      return ruleForInput(says);
    case 401:
      return ['InvalidConfigError', 'INVALID_CONFIG', 'invalid_key'];
    case 402:
      return ['RequestError', 'LLM_REQUEST', 'quota'];
    case 403:
      return ['InvalidConfigError', 'INVALID_CONFIG', 'permission'];
    case 404:
    case 410:
      // Azure's deployments are models.
      if (says('model', 'deploymentnotfound')) return ['ModelNotFoundError', 'LLM_RESPONSE', 'model_not_found'];
      return ['RequestError', 'LLM_REQUEST', status === 404 ? 'bad_route' : undefined];
    case 408:
      return ['TimeoutError', 'LLM_TIMEOUT'];
    case 429:
      if (says('insufficient_quota', 'exceeded_current_quota_error')) return ['RateLimitError', 'LLM_RATE_LIMIT', 'quota'];
      return ['RateLimitError', 'LLM_RATE_LIMIT', says('overloaded') ? 'overloaded' : undefined];
    case 503:
      if (says('loading')) return ['RequestError', 'LLM_REQUEST', 'loading'];
      return ['RequestError', 'LLM_REQUEST', says('overloaded') ? 'overloaded' : undefined];
    case 529:
      return ['RequestError', 'LLM_REQUEST', 'overloaded'];
    default:
      return ['RequestError', 'LLM_REQUEST'];
  }
}

function ruleForInput(says: (...phrases: string[]) => boolean): Rule {
  if (says('api_key_invalid')) return ['InvalidConfigError', 'INVALID_CONFIG', 'invalid_key'];
  if (says('model_not_found')) return ['ModelNotFoundError', 'LLM_RESPONSE', 'model_not_found'];
  if (says(...TOO_LONG)) return ['ContextLengthError', 'INVALID_INPUT', 'context_length'];
  return ['InvalidInputError', 'INVALID_INPUT', says(...FILTERED) ? 'content_filter' : undefined];
}
