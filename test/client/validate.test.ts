import { describe, expect, it } from '@jest/globals';
import { checkOptions, checkSettings, refuse } from '../../src/client/validate.ts';
import type { CallOptions } from '../../src/types.ts';
import { thrownBy } from '../support/failure.ts';

const NUMBERS = ['maxTokens', 'temperature', 'topP', 'topK', 'seed', 'presencePenalty', 'frequencyPenalty'];

describe('checkSettings', () => {
  it.each(NUMBERS)('refuses for %s what is no finite number, and says what was given', (name) => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(checkSettings({ [name]: wrong })).toEqual([expect.stringMatching(`^${name}: must be .*number.*given: ${wrong}`)]);
    }
    for (const wrong of [null, '1', '', true, [], {}, 1n, () => 1]) {
      expect(checkSettings({ [name]: wrong })).toEqual([expect.stringMatching(`^${name}: must be .*number`)]);
    }
  });

  it.each([
    ['maxTokens', 0],
    ['maxTokens', -1],
    ['maxTokens', 1.5],
    ['maxTokens', 2 ** 53],
    ['temperature', -0.1],
    ['topP', -0.1],
    ['topP', 1.01],
    ['topK', -1],
    ['topK', 0.5],
    ['seed', 1.5],
    ['seed', 2 ** 53],
    ['presencePenalty', -2.1],
    ['presencePenalty', 2.1],
    ['frequencyPenalty', -2.1],
    ['frequencyPenalty', 2.1],
  ])('refuses %s: %d', (name, value) => {
    expect(checkSettings({ [name]: value })).toEqual([expect.stringContaining(`given: ${value}`)]);
  });

  it.each([
    ['maxTokens', 1],
    ['temperature', 0],
    ['temperature', -0],
    ['temperature', 2],
    ['topP', 0],
    ['topP', 1],
    ['topK', 0],
    ['seed', 0],
    ['seed', -5],
    ['presencePenalty', -2],
    ['frequencyPenalty', 2],
  ])('takes %s: %d', (name, value) => {
    expect(checkSettings({ [name]: value })).toEqual([]);
  });

  it.each([
    ['model', ''],
    ['model', null],
    ['model', 5],
    ['user', ''],
    ['user', {}],
    ['stop', 'END'],
    ['stop', ['']],
    ['stop', ['END', 5]],
    ['stop', null],
    ['stop', { 0: 'END' }],
    ['responseFormat', 'json'],
    ['responseFormat', null],
    ['responseFormat', []],
    ['reasoning', 'high'],
    ['reasoning', null],
    ['reasoning', {}],
    ['reasoning', { effort: 'huge' }],
    ['reasoning', { effort: null }],
    ['reasoning', { efort: 'high' }],
    ['reasoning', { effort: 'high', budgetTokens: 2000 }],
    ['reasoning', { budgetTokens: -1 }],
    ['reasoning', { budgetTokens: Number.NaN }],
    ['reasoning', { budgetTokens: '100' }],
    ['extraBody', null],
    ['extraBody', []],
    ['extraBody', { top_a: Number.NaN }],
    ['extraBody', 'top_a=1'],
    ['extraBody', { model: 'other' }],
    ['extraBody', { stream: true }],
    ['extraBody', { stream: undefined }],
  ])('refuses %s: %j and names it', (name, value) => {
    expect(checkSettings({ [name]: value })).toEqual([expect.stringMatching(`^${name}: `)]);
  });

  it('says where what extraBody may not hold belongs', () => {
    expect(checkSettings({ extraBody: { model: 'x' } })[0]).toMatch(/"model".*request/);
    expect(checkSettings({ extraBody: { stream: true } })[0]).toMatch(/"stream".*stream\(\)/);
  });

  it('suggests the setting that was probably meant', () => {
    expect(checkSettings({ max_tokens: 5 })[0]).toContain('did you mean "maxTokens"');
    expect(checkSettings({ temprature: 1 })[0]).toContain('did you mean "temperature"');
    expect(checkSettings({ zzz: 1 })[0]).toMatch(/^zzz: is not known.*extraBody/);
    expect(checkSettings({ constructor: 1, toString: 1 })).toHaveLength(2);
  });

  it('takes what is unset, and tells all problems at once', () => {
    expect(checkSettings({ model: undefined, temperature: undefined, whatever: undefined })).toEqual([]);
    expect(checkSettings({ temperature: -1, topP: 2, stop: 'x' })).toHaveLength(3);
  });
});

describe('checkOptions', () => {
  it.each([
    [{ timeoutMs: 0 }, 'timeoutMs: '],
    [{ timeoutMs: -1 }, 'timeoutMs: '],
    [{ timeoutMs: Number.NaN }, 'timeoutMs: '],
    [{ timeoutMs: '1000' }, 'timeoutMs: '],
    [{ timeoutMs: null }, 'timeoutMs: '],
    [{ signal: new AbortController() }, 'signal: '],
    [{ signal: null }, 'signal: '],
    [{ signal: true }, 'signal: '],
    [{ headers: { 'a b': 'x' } }, 'headers: "a b"'],
    [{ headers: { '': 'x' } }, 'headers: ""'],
    [{ headers: { 'x-a': 'one\r\nx-b: two' } }, 'headers.x-a: '],
    [{ headers: { 'x-a': '\0' } }, 'headers.x-a: '],
    [{ headers: { 'x-a': '→' } }, 'headers.x-a: '],
    [{ headers: { 'x-a': 5 } }, 'headers.x-a: '],
    [{ headers: { 'x-a': null } }, 'headers.x-a: '],
    [{ headers: null }, 'headers'],
    [{ headers: 'x-a: b' }, 'headers'],
    [{ headers: [['x-a', 'b']] }, 'headers'],
    [{ headers: new Headers({ 'x-a': 'b' }) }, 'headers: must be a plain object'],
    [{ headers: new Map([['x-a', 'b']]) }, 'headers: must be a plain object'],
    [null, 'options'],
    ['fast', 'options'],
  ])('refuses %p', (options, says) => {
    expect(checkOptions(options as unknown as CallOptions)[0]).toContain(says);
  });

  it('takes what is unset, and what is right', () => {
    expect(checkOptions({})).toEqual([]);
    expect(checkOptions({ signal: undefined, timeoutMs: undefined, headers: undefined })).toEqual([]);
    expect(checkOptions({ signal: new AbortController().signal, timeoutMs: 1, headers: { 'X-A': 'b\tc é', 'x-b': '' } })).toEqual(
      [],
    );
  });

  it('does not repeat a bad header value, which may be a key', () => {
    expect(checkOptions({ headers: { authorization: 'Bearer key\n' } }).join()).not.toContain('key\n');
  });
});

describe('refuse', () => {
  it('throws one error that tells all', () => {
    const error = thrownBy(() => refuse(['a: is bad', 'b: is worse'], { provider: 'acme', model: 'm' }));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', provider: 'acme', model: 'm', retryable: false });
    expect(error.message).toBe('[acme] the request is not valid: a: is bad; b: is worse');
    expect(() => refuse([], { provider: 'acme' })).not.toThrow();
  });
});
