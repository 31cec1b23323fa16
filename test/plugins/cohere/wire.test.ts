import { describe, expect, it } from '@jest/globals';
import type { CohereConfig } from '../../../plugins/cohere/api.ts';
import { commonWire, decodeEnding } from '../../../plugins/cohere/wire.ts';
import { wireV1 } from '../../../plugins/cohere/wire-v1.ts';
import { wireV2 } from '../../../plugins/cohere/wire-v2.ts';
import type { Call } from '../../../src/plugin.ts';

const classify = (status: number, body: unknown) => commonWire.classify({ status, headers: {}, body });

describe('both versions', () => {
  it.each([wireV1, wireV2])('are asked at /chat, and carry tools', ({ path, capabilities, settings }) => {
    expect(path({} as Call<CohereConfig>)).toBe('/chat');
    expect(capabilities).toContain('tools');
    expect(settings).toEqual(expect.arrayContaining(['tools', 'toolChoice', 'maxTokens']));
  });

  it('take ids of any form, where they take ids', () => {
    expect(wireV2.toolCallIds?.test('functions.weather:0')).toBe(true);
    expect(wireV2.toolCallIds?.test('')).toBe(false);
    expect(wireV1.toolCallIds).toBeUndefined();
  });
});

describe('headers', () => {
  it('sends the key as a bearer token', () => {
    expect(commonWire.headers({} as CohereConfig, 'secret')).toEqual({ authorization: 'Bearer secret' });
  });

  it('sends nothing without a key', () => {
    expect(commonWire.headers({} as CohereConfig, undefined)).toEqual({});
  });
});

describe('usage', () => {
  it('counts what the model read and wrote, not what is billed', () => {
    const billed_units = { input_tokens: 8, output_tokens: 50 };
    const tokens = { input_tokens: 1394, output_tokens: 55, reasoning_tokens: 38 };
    expect(commonWire.usage({ billed_units, tokens, cached_tokens: 1360 })).toEqual({
      promptTokens: 1394,
      completionTokens: 55,
      cachedTokens: 1360,
      reasoningTokens: 38,
    });
  });

  it('adds images, which input_tokens leaves out', () => {
    expect(commonWire.usage({ tokens: { input_tokens: 34, output_tokens: 56, image_tokens: 259 } })).toMatchObject({
      promptTokens: 293,
      completionTokens: 56,
    });
  });

  it('takes the billed units, counter by counter, where there is nothing else', () => {
    const billed_units = { input_tokens: 21, output_tokens: 12 };
    expect(commonWire.usage({ billed_units })).toMatchObject({ promptTokens: 21, completionTokens: 12 });
    expect(commonWire.usage({ billed_units, tokens: { output_tokens: 9 } })).toMatchObject({
      promptTokens: 21,
      completionTokens: 9,
    });
  });

  it('reads the token counts of old answers', () => {
    const token_count = { prompt_tokens: 690, response_tokens: 10, total_tokens: 700, billed_tokens: 23 };
    expect(commonWire.usage({ token_count, billed_units: { input_tokens: 13, output_tokens: 10 } })).toMatchObject({
      promptTokens: 690,
      completionTokens: 10,
    });
  });

  it('tells nothing of counters that are missing', () => {
    expect(commonWire.usage({})).toEqual({});
    expect(commonWire.usage({ tokens: null, billed_units: null })).toEqual({});
  });
});

describe('errors', () => {
  it.each([
    [{ message: 'invalid api token' }, 'invalid api token'],
    [{ id: '1', message: "model 'x' was removed" }, "model 'x' was removed"],
    [{ error: { type: 'invalid_request_error', message: 'Invalid request' } }, 'Invalid request'],
    [{ error: 'no route' }, 'no route'],
    [{ message: '', error: 'no route' }, 'no route'],
    [{ data: 'blocked' }, 'blocked'],
    [{ message: { text: 'no string' } }, undefined],
    [{}, undefined],
    ['404 page not found\n', '404 page not found'],
    ['', undefined],
    [null, undefined],
  ])('reads the words of %j', (body, words) => {
    expect(commonWire.errorMessage(body)).toBe(words);
  });

  it('knows a prompt that is too long by its type', () => {
    expect(classify(400, { error_type: 'TOO_MANY_TOKENS', message: 'size limit exceeded' })).toEqual({
      providerType: 'TOO_MANY_TOKENS',
      reason: 'context_length',
    });
  });

  it('knows a deny-listed token by its status', () => {
    expect(classify(498, { data: 'blocked' })).toMatchObject({ reason: 'content_filter' });
  });

  it('tells the monthly limit of a trial key from the one per minute', () => {
    const limited = (to: string) => ({ message: `You are using a Trial key, which is limited to ${to}` });
    expect(classify(429, limited('1000 API calls / month.'))).toMatchObject({ reason: 'quota' });
    expect(classify(429, limited('40 API calls / minute.')).reason).toBeUndefined();
  });

  it('leaves the rest to the status', () => {
    expect(classify(401, { message: 'invalid api token' })).toEqual({});
    expect(classify(400, { error: { type: 'invalid_request_error' } })).toEqual({ providerType: 'invalid_request_error' });
    expect(classify(502, '<html>')).toEqual({});
    expect(classify(500, null)).toEqual({});
  });
});

describe('models', () => {
  const path = (baseURL: string) => commonWire.models.path({ baseURL } as CohereConfig);

  it('are listed at v1 whatever the version', () => {
    expect(path('https://api.cohere.com/v2')).toBe('https://api.cohere.com/v1/models?page_size=1000');
    expect(path('https://api.cohere.ai/v1')).toBe('https://api.cohere.ai/v1/models?page_size=1000');
    expect(path('https://gateway.example/cohere')).toBe('https://gateway.example/cohere/models?page_size=1000');
  });

  it('are known by their name', () => {
    const raw = { name: 'command-a-03-2025', endpoints: ['chat'], context_length: 288000 };
    expect(commonWire.models.decode({ models: [raw, {}, null, 'command', { name: 7 }] })).toEqual([
      { id: 'command-a-03-2025', raw },
    ]);
    expect(commonWire.models.decode({ models: [] })).toEqual([]);
  });

  it.each([{}, null, [], 'text', { error: 'x' }, { models: null }, { models: { name: 'a' } }])('are not told by %j', (answer) => {
    expect(commonWire.models.decode(answer)).toBeUndefined();
  });
});

describe('the end of an answer', () => {
  it.each([
    ['COMPLETE', 'stop'],
    ['STOP_SEQUENCE', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['ERROR_LIMIT', 'length'],
    ['TOOL_CALL', 'tool_calls'],
    ['TOOL_CALLS', 'tool_calls'],
    ['ERROR_TOXIC', 'content_filter'],
    ['TIMEOUT', 'error'],
    ['USER_CANCEL', 'other'],
    ['SOMETHING_NEW', 'other'],
    ['max_tokens', 'length'],
    ['', 'other'],
  ])('reads %s as %s', (raw, reason) => {
    expect(decodeEnding({ finish_reason: raw })).toEqual({ type: 'finish', reason, raw });
  });

  it('reads a missing reason as other', () => {
    expect(decodeEnding({})).toEqual({ type: 'finish', reason: 'other', raw: '' });
    expect(decodeEnding({ finish_reason: null })).toEqual({ type: 'finish', reason: 'other', raw: '' });
  });

  it('is a failure where the reason is ERROR, with the status that it has elsewhere', () => {
    expect(decodeEnding({ finish_reason: 'ERROR', error: 'no luck' })).toEqual({ type: 'error', message: 'no luck' });
    expect(decodeEnding({ finish_reason: 'ERROR', error: 'bad call', error_type: 'INVALID_TOOL_GENERATION' })).toEqual({
      type: 'error',
      message: 'bad call',
      providerType: 'INVALID_TOOL_GENERATION',
      status: 422,
    });
    expect(decodeEnding({ finish_reason: 'ERROR', error_type: 'TOO_MANY_TOKENS' })).toMatchObject({ status: 400 });
  });

  it('tells the words and the type of a failure that is an object', () => {
    const error = { message: 'too long', type: 'TOO_MANY_TOKENS' };
    expect(decodeEnding({ finish_reason: 'ERROR', error })).toEqual({
      type: 'error',
      message: 'too long',
      providerType: 'TOO_MANY_TOKENS',
      status: 400,
    });
    expect(decodeEnding({ finish_reason: 'ERROR', error: null })).toEqual({ type: 'error' });
  });
});
