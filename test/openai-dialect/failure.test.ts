import { describe, expect, it } from '@jest/globals';
import { failureOf, tellsFailure, wordsOf } from '../../src/openai-dialect/failure.ts';

describe('failureOf', () => {
  it.each([
    [
      'OpenAI',
      { error: { message: 'm', type: 'server_error', param: null, code: null } },
      { providerType: 'server_error', status: 500 },
    ],
    ['a code that says more', { error: { message: 'm', type: 'tokens', code: 'rate_limit_exceeded' } }, { status: 429 }],
    [
      'DeepSeek, whose code is always the same',
      { error: { message: 'm', type: 'authentication_error', code: 'invalid_request_error' } },
      { providerType: 'authentication_error', status: 401 },
    ],
    ['OpenRouter', { error: { message: 'm', code: 502 }, user_id: 'u' }, { status: 502, providerType: undefined }],
    [
      'Groq',
      { error: { message: 'm', type: 'invalid_request_error', code: 'tool_use_failed', status_code: 400 } },
      { status: 400, providerType: 'tool_use_failed' },
    ],
    [
      'xAI',
      { code: 'Client specified an invalid argument', error: 'm' },
      { providerType: 'Client specified an invalid argument' },
    ],
    ['TGI', { error: 'm', error_type: 'overloaded' }, { providerType: 'overloaded', status: 429 }],
    ['SiliconFlow', { code: 20012, message: 'm', data: null }, { providerType: undefined, status: undefined }],
    [
      'Mistral',
      { object: 'error', message: 'm', type: 'invalid_request_error', code: '3051' },
      { providerType: 'invalid_request_error' },
    ],
    ['Mistral, another', { detail: 'm' }, { status: undefined }],
    ['Gemini', [{ error: { code: 400, message: 'm' } }], { status: 400 }],
    ['a missing model', { error: { message: 'm', code: 'model_not_found' } }, { reason: 'model_not_found', status: 404 }],
    ['a missing deployment', { error: { message: 'm', code: 'DeploymentNotFound' } }, { reason: 'model_not_found' }],
    ['a model that is gone', { error: { message: 'm', code: 'model_decommissioned' } }, { reason: 'model_not_found' }],
    ['a model that is not served', { error: { message: 'm', code: 'model_not_available' } }, { reason: 'model_not_found' }],
    ['a model of no such name', { message: 'm', type: 'invalid_model', code: '1500' }, { reason: 'model_not_found' }],
    [
      'input that was flagged',
      { error: { message: 'm', code: 403, metadata: { reasons: ['violence'], flagged_input: 'i' } } },
      { status: 403, reason: 'content_filter' },
    ],
    ['an error of another provider', { error: { message: 'm', code: 502, metadata: { raw: 'r' } } }, { reason: undefined }],
    ['Kimi', { error: { message: 'm', type: 'rate_limit_reached_error' } }, { status: 429, reason: undefined }],
    ['words alone', 'm', { providerType: undefined, status: undefined }],
  ])('reads %s', (_name, body, expected) => {
    expect(failureOf(body)).toMatchObject({ message: 'm', ...expected });
  });

  it.each([
    ['Incorrect API key provided: xa***. Get one at https://console.x.ai.', 'invalid_key'],
    ['Invalid API key', 'invalid_key'],
    ['Model Not Exist', 'model_not_found'],
    ['Model does not exist. Please check it carefully.', 'model_not_found'],
    ['No endpoints found for acme/large.', 'model_not_found'],
    ['No endpoints found that support tool use.', 'model_not_found'],
    ['acme/large is not a valid model ID', 'model_not_found'],
    ["Function '0e1c': Not found for account 'Zx'", 'model_not_found'],
    ["Function 'get_time' is not valid", undefined],
    ['The API key of this model is fine', undefined],
  ])('knows what %j is about', (error, reason) => {
    expect(failureOf({ code: 'Client specified an invalid argument', error }).reason).toBe(reason);
  });

  it.each([
    ['Please try again in 20s.', 20_000],
    ['Please try again in 1m26.4s. Visit', 86_400],
    ['Please try again in 12ms', 12],
    ['Try again in 2 minutes', 120_000],
    ['Please retry in 48.939935699s.', 48_940],
    ['Please retry after 9 seconds. Your tier is S0.', 9000],
    ['please try again after 1 seconds', 1000],
    ['Please retry shortly.', undefined],
    ['try again in a while', undefined],
  ])('reads the wait in %j', (message, retryAfterMs) => {
    expect(failureOf({ error: { message } }).retryAfterMs).toBe(retryAfterMs);
  });

  it.each([null, undefined, 7, {}, [], { error: null }, { error: {} }])('finds nothing in %j', (body) => {
    expect(failureOf(body)).toEqual({});
  });
});

describe('wordsOf', () => {
  it.each([
    ['a text', ' Not Found \n', 'Not Found'],
    ['an error as text', { error: 'bad' }, 'bad'],
    ['an error as a list', { error: ['bad', 'worse'] }, 'bad; worse'],
    ['an error as an object', { error: { message: 'bad' } }, 'bad'],
    ['a message', { message: 'bad' }, 'bad'],
    ['details', { detail: [{ loc: ['body'], msg: 'bad' }, { msg: 'worse' }] }, 'bad; worse'],
    ['a title, where there is nothing else', { status: 429, title: 'Too Many Requests' }, 'Too Many Requests'],
    ['nothing', {}, undefined],
    ['an empty text', '', undefined],
  ])('finds %s', (_name, body, words) => {
    expect(wordsOf(body)).toBe(words);
  });

  it('does not dig without end', () => {
    let body: unknown = 'deep';
    for (let depth = 0; depth < 100_000; depth += 1) body = [body];
    expect(wordsOf(body)).toBeUndefined();
  });
});

describe('tellsFailure', () => {
  it.each([{ error: 'x' }, { error: {} }, { message: 'x' }, { detail: 'x' }, { detail: [{ msg: 'x' }] }])(
    'is true of %j',
    (body) => {
      expect(tellsFailure(body)).toBe(true);
    },
  );

  it.each([null, 'x', [], {}, { error: null }, { error: '' }, { choices: [], message: 'x' }, { message: { id: 1 } }])(
    'is false of %j',
    (body) => {
      expect(tellsFailure(body)).toBe(false);
    },
  );
});
