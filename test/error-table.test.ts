import { describe, expect, it } from '@jest/globals';
import { errorFromStatus, type Refusal } from '../src/error-table.ts';
import {
  ContextLengthError,
  type ErrorReason,
  InvalidConfigError,
  InvalidInputError,
  type LLMError,
  ModelNotFoundError,
  RateLimitError,
  RequestError,
  TimeoutError,
} from '../src/errors.ts';

const from = (status: number, words?: string, more: Partial<Refusal> = {}): LLMError =>
  errorFromStatus({
    provider: 'acme',
    model: 'acme-1',
    status,
    words,
    url: 'https://api.acme.test/v1/chat',
    keyHint: 'apiKey or ACME_API_KEY',
    routeHint: 'Check baseURL.',
    ...more,
  });

type Row = [
  status: number,
  words: string | undefined,
  Kind: new (message: string) => LLMError,
  code: string,
  reason: ErrorReason | undefined,
  retryable: boolean,
  says: string,
];

describe('errorFromStatus', () => {
  it.each<Row>([
    [300, undefined, RequestError, 'LLM_REQUEST', undefined, false, 'baseURL|final address'],
    [307, undefined, RequestError, 'LLM_REQUEST', undefined, false, 'redirects'],
    [400, undefined, InvalidInputError, 'INVALID_INPUT', undefined, false, 'refused the request'],
    [400, 'prompt is too long: 9 tokens', ContextLengthError, 'INVALID_INPUT', 'context_length', false, 'Shorten'],
    [400, 'maximum context length is 9', ContextLengthError, 'INVALID_INPUT', 'context_length', false, 'another model'],
    [400, 'blocked by our content policy', InvalidInputError, 'INVALID_INPUT', 'content_filter', false, 'refused'],
    [401, undefined, InvalidConfigError, 'INVALID_CONFIG', 'invalid_key', false, 'apiKey or ACME_API_KEY'],
    [402, undefined, RequestError, 'LLM_REQUEST', 'quota', false, 'Top it up'],
    [403, undefined, InvalidConfigError, 'INVALID_CONFIG', 'permission', false, 'ACME_API_KEY'],
    [404, 'no such model', ModelNotFoundError, 'LLM_RESPONSE', 'model_not_found', false, '"acme-1".*listModels'],
    [404, 'not found', RequestError, 'LLM_REQUEST', 'bad_route', false, 'https://api.acme.test/v1/chat.*baseURL'],
    [404, undefined, RequestError, 'LLM_REQUEST', 'bad_route', false, 'baseURL'],
    [405, undefined, RequestError, 'LLM_REQUEST', undefined, false, 'HTTP 405'],
    [408, undefined, TimeoutError, 'LLM_TIMEOUT', undefined, true, 'HTTP 408'],
    [409, undefined, RequestError, 'LLM_REQUEST', undefined, true, 'HTTP 409'],
    [410, 'the model was retired', ModelNotFoundError, 'LLM_RESPONSE', 'model_not_found', false, 'listModels'],
    [410, 'gone', RequestError, 'LLM_REQUEST', undefined, false, 'HTTP 410'],
    [413, undefined, InvalidInputError, 'INVALID_INPUT', undefined, false, 'HTTP 413'],
    [413, 'too many tokens', ContextLengthError, 'INVALID_INPUT', 'context_length', false, 'Shorten'],
    [418, undefined, RequestError, 'LLM_REQUEST', undefined, false, 'HTTP 418'],
    [422, undefined, InvalidInputError, 'INVALID_INPUT', undefined, false, 'HTTP 422'],
    [424, undefined, RequestError, 'LLM_REQUEST', undefined, false, 'HTTP 424'],
    [425, undefined, RequestError, 'LLM_REQUEST', undefined, true, 'HTTP 425'],
    [429, undefined, RateLimitError, 'LLM_RATE_LIMIT', undefined, true, 'too many requests'],
    [429, 'your per-minute quota is used up', RateLimitError, 'LLM_RATE_LIMIT', undefined, true, 'too many requests'],
    [451, undefined, RequestError, 'LLM_REQUEST', undefined, false, 'HTTP 451'],
    [500, undefined, RequestError, 'LLM_REQUEST', undefined, true, 'the provider failed'],
    [501, undefined, RequestError, 'LLM_REQUEST', undefined, false, 'HTTP 501'],
    [502, undefined, RequestError, 'LLM_REQUEST', undefined, true, 'HTTP 502'],
    [503, undefined, RequestError, 'LLM_REQUEST', undefined, true, 'HTTP 503'],
    [503, 'Model acme-1 is currently loading', RequestError, 'LLM_REQUEST', 'loading', true, 'loading'],
    [504, undefined, RequestError, 'LLM_REQUEST', undefined, true, 'HTTP 504'],
    [520, undefined, RequestError, 'LLM_REQUEST', undefined, false, 'HTTP 520'],
    [529, undefined, RequestError, 'LLM_REQUEST', 'overloaded', true, 'HTTP 529'],
  ])('maps %i with %j', (status, words, Kind, code, reason, retryable, says) => {
    const error = from(status, words);
    expect(error).toMatchObject({ code, retryable, status, provider: 'acme', model: 'acme-1', name: Kind.name });
    expect(error.constructor).toBe(Kind);
    expect(error.reason).toBe(reason);
    expect(error.message).toMatch(new RegExp(`^\\[acme\\] .*(${says})`));
    expect(error.message).toContain(`HTTP ${status}`);
    if (words) expect(error.message).toContain(`"${words}"`);
  });

  it.each([
    // xAI, SiliconFlow, Groq, Together, vLLM, z.ai and Alibaba, in this order
    [400, "This model's maximum prompt length is 131072 but the request contains 537812 tokens."],
    [400, 'length of prompt_tokens (57535) must be less than max_seq_len (32768).'],
    [400, 'Please reduce the length of the messages or completion.'],
    [422, 'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193. Given: 9000 `inputs` tokens'],
    [422, 'Input validation error: `inputs` must have less than 1024 tokens. Given: 2000'],
    [400, 'The decoder prompt (length 9000) is longer than the maximum model length of 4096.'],
    [400, 'Prompt exceeds max length'],
    [400, '<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 129024]'],
  ])('tells from a %i with %j that the prompt is too long', (status, words) => {
    expect(from(status, words)).toMatchObject({ name: 'ContextLengthError', reason: 'context_length' });
  });

  it.each([
    'max_tokens is too large: 99999. This model supports at most 16384 completion tokens, whereas you provided 99999.',
    '`max_tokens` must be less than or equal to `8192`, the maximum value for `max_tokens` is less than the `context_window`',
  ])('does not take for a long prompt what wants a long answer: %j', (words) => {
    const error = from(400, words, { providerType: 'invalid_request_error' });
    expect(error).toMatchObject({ name: 'InvalidInputError' });
    expect(error.reason).toBeUndefined();
  });

  it.each([
    'Content Exists Risk',
    'Invalid prompt: your prompt was flagged as potentially violating our usage policy.',
    'The request was rejected by our content filter',
  ])('tells from %j that the content was the reason', (words) => {
    expect(from(400, words)).toMatchObject({ name: 'InvalidInputError', reason: 'content_filter' });
    expect(from(403, words, { reason: 'content_filter' })).toMatchObject({ name: 'InvalidInputError', status: 403 });
  });

  it('knows a local server that still reads its model', () => {
    expect(from(503, 'Loading model')).toMatchObject({ reason: 'loading', retryable: true });
  });

  it.each(['insufficient_quota', 'exceeded_current_quota_error'])('does not retry a 429 of the type %s', (providerType) => {
    const error = from(429, 'pay', { providerType });
    expect(error).toMatchObject({ name: 'RateLimitError', reason: 'quota', retryable: false, providerType });
    expect(error.message).toMatch(/out of credit.*Top it up/);
  });

  it('takes a 400 for a bad key where the wire says so', () => {
    expect(from(400, 'API key not valid', { reason: 'invalid_key' })).toMatchObject({
      code: 'INVALID_CONFIG',
      reason: 'invalid_key',
      retryable: false,
    });
  });

  it('lets the wire override what the status says of a retry', () => {
    expect(from(500, undefined, { retryable: false }).retryable).toBe(false);
    expect(from(424, undefined, { retryable: true }).retryable).toBe(true);
  });

  it('carries what is known', () => {
    const known = { requestId: 'req-1', providerType: 'rate_limit_error', retryAfterMs: 0, attempts: 3 };
    expect(from(429, undefined, known)).toMatchObject(known);
  });

  it('keeps neither the words, the address nor the hint as fields', () => {
    expect(Object.keys(from(401, 'no'))).not.toEqual(expect.arrayContaining(['words']));
    expect(Object.keys(from(401, 'no'))).not.toEqual(expect.arrayContaining(['url']));
    expect(Object.keys(from(401, 'no'))).not.toEqual(expect.arrayContaining(['keyHint']));
  });
});
