import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import {
  CanceledError,
  ContextLengthError,
  InternalError,
  InvalidConfigError,
  InvalidInputError,
  LLMError,
  ModelNotFoundError,
  PluginError,
  RateLimitError,
  RequestError,
  ResponseError,
  StreamInterruptedError,
  TimeoutError,
} from '../src/errors.ts';
import type { CompletionResponse } from '../src/types.ts';

describe('an error', () => {
  const kinds: [new (message: string) => LLMError, string][] = [
    [InvalidConfigError, 'INVALID_CONFIG'],
    [InvalidInputError, 'INVALID_INPUT'],
    [ContextLengthError, 'INVALID_INPUT'],
    [ModelNotFoundError, 'LLM_RESPONSE'],
    [ResponseError, 'LLM_RESPONSE'],
    [RateLimitError, 'LLM_RATE_LIMIT'],
    [RequestError, 'LLM_REQUEST'],
    [TimeoutError, 'LLM_TIMEOUT'],
    [StreamInterruptedError, 'STREAM_READ'],
    [PluginError, 'PLUGIN_LOAD'],
    [InternalError, 'INTERNAL_ERROR'],
  ];
  it.each(kinds)('of class %p has its name and its code', (Kind, code) => {
    const error = new Kind('it broke');
    expect(error).toBeInstanceOf(LLMError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: Kind.name, code, message: 'it broke', retryable: false });
    expect(String(error)).toBe(`${Kind.name}: it broke`);
  });

  it("has the platform's name where the caller canceled, and the signal's reason as cause", () => {
    const reason = new Error('enough');
    const error = new CanceledError('canceled', { provider: 'acme', cause: reason });
    expect(error).toMatchObject({ name: 'AbortError', code: 'CONTEXT_CANCELED', message: '[acme] canceled', cause: reason });
    expect(error.toJSON().name).toBe('AbortError');
  });

  it('does not show its partial answer', () => {
    const partial = { content: 'a private answer' } as CompletionResponse;
    const error = new StreamInterruptedError('cut', { provider: 'acme', partial });
    expect(error.partial).toBe(partial);
    expect(Object.keys(error)).not.toContain('partial');
    expect(JSON.stringify(error) + inspect(error)).not.toContain('private');
    error.partial = undefined;
    expect(error.partial).toBeUndefined();
  });

  it('is plain data as JSON, without stack and cause', () => {
    const cause = new Error('Bearer secret');
    const error = new RequestError('cut', { provider: 'acme', status: 500, attempts: 2, retryable: true, cause });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'RequestError',
      code: 'LLM_REQUEST',
      message: '[acme] cut',
      provider: 'acme',
      status: 500,
      attempts: 2,
      retryable: true,
    });
  });

  it('has no cause where none is given', () => {
    expect(Object.hasOwn(new RequestError('cut'), 'cause')).toBe(false);
  });
});
