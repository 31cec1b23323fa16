import { describe, expect, it } from '@jest/globals';
import { decode, decodeEvent } from '../../../plugins/gemini/decode.ts';
import { classify, errorMessage } from '../../../plugins/gemini/failure.ts';

const failure = (code: number, status: string, details?: object[], message = 'No.') => ({
  error: { code, message, status, details },
});
const info = (reason: string) => ({ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason });
const wait = (retryDelay: string) => ({ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay });

describe('an error body', () => {
  it('has its words and its type', () => {
    const body = failure(404, 'NOT_FOUND', undefined, 'models/x is not found');
    expect(errorMessage(body)).toBe('models/x is not found');
    expect(classify(body)).toEqual({ providerType: 'NOT_FOUND', reason: undefined, retryAfterMs: undefined });
  });

  it('of status 400 may tell of a bad key', () => {
    expect(classify(failure(400, 'INVALID_ARGUMENT', [{ '@type': 'x' }, info('API_KEY_INVALID')]))).toMatchObject({
      reason: 'invalid_key',
    });
    expect(classify(failure(400, 'INVALID_ARGUMENT', [info('SOMETHING_ELSE')]))?.reason).toBeUndefined();
  });

  it.each([
    ['34.4s', 34_400],
    ['48.939935699s', 48_940],
    ['7s', 7000],
    ['0s', 0],
    ['soon', undefined],
    ['5m', undefined],
  ])('may demand a wait of %s', (retryDelay, retryAfterMs) => {
    const said = classify(failure(429, 'RESOURCE_EXHAUSTED', [info('RATE_LIMIT_EXCEEDED'), wait(retryDelay)]));
    expect(said).toEqual({ providerType: 'RESOURCE_EXHAUSTED', reason: undefined, retryAfterMs });
  });

  it('may be in a list, or in an event', () => {
    const body = failure(503, 'UNAVAILABLE');
    for (const form of [[body], `data: ${JSON.stringify(body)}\r\n\r\n`]) {
      expect(errorMessage(form)).toBe('No.');
      expect(classify(form)?.providerType).toBe('UNAVAILABLE');
    }
  });

  it('may be none of this API', () => {
    for (const body of ['data: {', 'Bad Gateway', null, 5, {}, { message: 'No.' }]) expect(classify(body)).toBeUndefined();
    expect(errorMessage('data: {')).toBe('data: {');
    expect(classify({ error: 'No.' })).toMatchObject({ reason: undefined });
    expect(errorMessage({ error: 'No.' })).toBe('No.');
    expect(classify({ error: { details: 'x' } })).toMatchObject({ reason: undefined });
  });
});

describe('a failure inside a 200', () => {
  const told = { type: 'error', message: 'No.', status: 503, providerType: 'UNAVAILABLE', reason: undefined, retryAfterMs: 1500 };
  const body = failure(503, 'UNAVAILABLE', [wait('1.5s')]);

  it('is told with what an error body tells, in an event, as a body and in a list', () => {
    expect(decodeEvent(body)).toEqual([told]);
    expect(decode(body)).toEqual([told]);
    expect(decode([body])).toEqual([told]);
  });

  it('has no status where it tells none of an error', () => {
    expect(decodeEvent({ error: { code: 3, message: 'No.' } })).toMatchObject([{ type: 'error', status: undefined }]);
    expect(decodeEvent({ error: 'No.' })).toMatchObject([{ type: 'error', message: 'No.' }]);
  });
});
