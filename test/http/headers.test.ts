import { describe, expect, it } from '@jest/globals';
import { rateLimitOf, requestIdOf, retryAfterMs, shouldRetry } from '../../src/http/headers.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('retryAfterMs', () => {
  it.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '0.25' }, 250],
    [{ 'retry-after': ' 30 ' }, 30_000],
    [{ 'retry-after-ms': '12.4' }, 13],
    [{ 'retry-after-ms': '40', 'retry-after': '2' }, 40],
    [{ 'retry-after-ms': 'soon', 'retry-after': '2' }, 2000],
    [{ 'retry-after': 'Sun, 01 Mar 2026 12:00:07 GMT' }, 7000],
    [{ 'retry-after': '2026-03-01T12:00:07Z' }, 7000],
    [{ 'retry-after': 'Sun, 01 Mar 2026 11:59:00 GMT' }, undefined],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '1e3' }, undefined],
    [{ 'retry-after': '1772366400' }, 1_772_366_400_000],
    [{ 'retry-after': 'Sun, 01 Mar 2099 12:00:00 GMT' }, Date.UTC(2099, 2, 1, 12) - NOW],
    [{ 'retry-after': '9'.repeat(400) }, Number.POSITIVE_INFINITY],
  ])('%j is %p', (headers, expected) => expect(retryAfterMs(headers, NOW)).toBe(expected));
});

describe('shouldRetry', () => {
  it.each([
    ['true', true],
    ['false', false],
    [' False ', false],
    ['maybe', undefined],
  ])('%j is %p', (value, expected) => expect(shouldRetry({ 'x-should-retry': value })).toBe(expected));

  it('is undefined where it is not sent', () => expect(shouldRetry({})).toBeUndefined());
});

describe('requestIdOf', () => {
  it('finds the id in any of its headers, the edge last', () => {
    for (const name of ['request-id', 'x-request-id', 'x-debug-trace-id', 'x-amzn-requestid', 'cf-ray']) {
      expect(requestIdOf({ [name]: 'id1' })).toBe('id1');
    }
    expect(requestIdOf({ 'cf-ray': 'ray', 'x-request-id': 'id1' })).toBe('id1');
    expect(requestIdOf({ 'request-id': '', 'cf-ray': 'ray' })).toBe('ray');
    expect(requestIdOf({})).toBeUndefined();
  });
});

describe('rateLimitOf', () => {
  it('is undefined where nothing is told', () => {
    expect(rateLimitOf({ 'content-type': 'text/plain', 'x-ratelimit-limit': 'XXX' }, NOW)).toBeUndefined();
  });

  it("reads Anthropic's, with times as RFC 3339", () => {
    const headers = {
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': '49',
      'anthropic-ratelimit-requests-reset': '2026-03-01T12:00:01Z',
      'anthropic-ratelimit-tokens-limit': '40000',
      'anthropic-ratelimit-tokens-remaining': '39000',
      'anthropic-ratelimit-tokens-reset': '2026-03-01T11:59:00Z',
    };
    expect(rateLimitOf(headers, NOW)).toEqual({
      requestsLimit: 50,
      requestsRemaining: 49,
      requestsResetMs: 1000,
      tokensLimit: 40_000,
      tokensRemaining: 39_000,
      tokensResetMs: 0,
    });
  });

  it("reads OpenAI's, with durations", () => {
    const headers = {
      'x-ratelimit-limit-requests': '500',
      'x-ratelimit-remaining-requests': '499',
      'x-ratelimit-reset-requests': '6m0.5s',
      'x-ratelimit-limit-tokens': '30000',
      'x-ratelimit-remaining-tokens': '29000',
      'x-ratelimit-reset-tokens': '12ms',
    };
    expect(rateLimitOf(headers, NOW)).toMatchObject({ requestsResetMs: 360_500, tokensResetMs: 12, tokensLimit: 30_000 });
  });

  it.each([
    ['19', 19_000],
    ['20.5', 20_500],
    ['0', 0],
    ['1772366402', 2000],
    ['1772366402500', 2500],
    ['1772366399', 0],
    ['1h2m3s', 3_723_000],
    ['250µs', 0.25],
    ['later', undefined],
    ['XXX-RESET', undefined],
  ])('reads a reset of %s', (reset, expected) => {
    const limit = rateLimitOf({ 'ratelimit-limit': '400', 'ratelimit-reset': reset }, NOW);
    expect(limit?.requestsResetMs).toBe(expected);
    expect(limit?.requestsLimit).toBe(400);
  });

  it('reads plain, draft and per-minute names', () => {
    expect(rateLimitOf({ 'x-ratelimit-limit': '30', 'x-ratelimit-remaining': '0' }, NOW)).toMatchObject({
      requestsLimit: 30,
      requestsRemaining: 0,
    });
    expect(rateLimitOf({ 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '99' }, NOW)).toMatchObject({
      requestsLimit: 100,
      requestsRemaining: 99,
    });
    const perMinute = { 'x-ratelimit-limit-req-minute': '120', 'x-ratelimit-remaining-tokens-minute': '99957' };
    expect(rateLimitOf(perMinute, NOW)).toMatchObject({ requestsLimit: 120, tokensRemaining: 99_957 });
  });

  it('does not mix windows of time', () => {
    const headers = { 'x-ratelimit-remaining-requests-minute': '1999', 'x-ratelimit-limit-requests-day': '1440000' };
    expect(rateLimitOf(headers, NOW)).toEqual({
      requestsLimit: undefined,
      requestsRemaining: 1999,
      requestsResetMs: undefined,
      tokensLimit: undefined,
      tokensRemaining: undefined,
      tokensResetMs: undefined,
    });
  });

  it('reads numbers beyond 2^53 as the nearest that there is', () => {
    const limit = rateLimitOf({ 'x-ratelimit-remaining-tokens-minute': '9223372036854767616' }, NOW);
    expect(limit?.tokensRemaining).toBeGreaterThan(9.2e18);
    expect(limit?.tokensRemaining).toBeLessThan(9.3e18);
  });
});
