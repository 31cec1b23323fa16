import { describe, expect, it } from '@jest/globals';
import { classify, errorMessage, readFailure } from '../../../plugins/huggingface/failure.ts';

const meaningOf = (body: unknown, status = 400) => classify({ status, headers: {}, body });

describe('classify', () => {
  it('waits for a model that is being loaded', () => {
    const body = { error: 'Model org/name is currently loading', estimated_time: 305.5 };
    expect(meaningOf(body, 503)).toMatchObject({ reason: 'loading', retryable: true, estimatedWaitMs: 305_500 });
  });

  it('tells a loading model from words alone', () => {
    const meaning = meaningOf('Model org/name is currently loading', 500);
    expect(meaning).toMatchObject({ reason: 'loading', retryable: true });
    expect(meaning.estimatedWaitMs).toBeUndefined();
  });

  it.each([
    [{ error: 'Model org/does-not-exist does not exist' }],
    [
      {
        error: {
          message: "The requested model 'x' is not supported by any provider you have enabled.",
          code: 'model_not_supported',
        },
      },
    ],
  ])('tells a missing model from %j', (body) => {
    expect(meaningOf(body)).toMatchObject({ reason: 'model_not_found' });
  });

  it('leaves the rest to the status', () => {
    const meaning = meaningOf({ error: 'Model org/name time out' }, 504);
    expect(meaning.reason).toBeUndefined();
    expect(meaning.retryable).toBeUndefined();
    expect(meaningOf({ error: 'Model is overloaded', error_type: 'overloaded' }, 429).providerType).toBe('overloaded');
    expect(meaningOf(null).reason).toBeUndefined();
  });
});

describe('the host that is gone', () => {
  const error = 'https://api-inference.huggingface.co is no longer supported.';

  it('is a wrong route, and the words name the right one', () => {
    expect(meaningOf({ error }, 410).reason).toBe('bad_route');
    expect(errorMessage({ error })).toBe(`${error} (set baseURL to https://router.huggingface.co/v1)`);
  });

  it('is told inside a 200 too', () => {
    expect(readFailure({ error })).toMatchObject({ reason: 'bad_route', message: errorMessage({ error }) });
  });
});

describe('errorMessage', () => {
  it.each([
    ['Not Found', 'Not Found'],
    [{ error: 'bad' }, 'bad'],
    [{ error: ['bad', 'worse'] }, 'bad; worse'],
    [{ error: { message: 'bad' } }, 'bad'],
    [{ message: 'bad' }, 'bad'],
    [{}, undefined],
  ])('of %j is %j', (body, words) => {
    expect(errorMessage(body)).toBe(words);
  });
});
