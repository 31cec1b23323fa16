import { inspect } from 'node:util';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { FileText } from '../../src/config/provenance.ts';
import { resolveConfig } from '../../src/config/resolve.ts';
import { PluginError } from '../../src/errors.ts';
import { acme, acmeSchema, thrownBy } from './acme.ts';

const KEY = 'sk-very-secret';
const resolve = (given: Record<string, unknown> | undefined, env: NodeJS.ProcessEnv = {}) => resolveConfig(acme, given, env);
const problemOf = (given: unknown, env: NodeJS.ProcessEnv = {}) => thrownBy(() => resolve(given as never, env)).message;

describe('resolveConfig', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('fills in the defaults', () => {
    expect(resolve({ apiKey: KEY }).config).toEqual({
      baseURL: 'https://api.acme.test/v1',
      model: 'acme-1',
      timeoutMs: 60000,
      firstContentTimeoutMs: 120000,
      idleTimeoutMs: 120000,
      connectTimeoutMs: 10000,
      maxEventBytes: 16777216,
      retry: { attempts: 3, minDelayMs: 1000, maxDelayMs: 30000, maxWaitMs: 60000, timeouts: true },
      headers: {},
    });
  });

  it('prefers the explicit value, then the environment, then the default', () => {
    const env = { ACME_API_KEY: KEY, ACME_MODEL: 'from-env' };
    expect(resolve({ model: 'explicit' }, env).config.model).toBe('explicit');
    expect(resolve({ model: undefined }, env).config.model).toBe('from-env');
    expect(resolve(undefined, { ...env, ACME_MODEL: ' ' }).config.model).toBe('acme-1');
  });

  it('reads the environment of the process', () => {
    process.env.ACME_API_KEY = KEY;
    try {
      expect(resolveConfig(acme, {}).apiKey?.read()).toBe(KEY);
    } finally {
      delete process.env.ACME_API_KEY;
    }
  });

  it('takes the first variable that is set, trimmed', () => {
    expect(resolve({}, { ACME_API_KEY: '', ACME_TOKEN: ` ${KEY}\n` }).apiKey?.read()).toBe(KEY);
    expect(resolve({}, { ACME_API_KEY: 'first', ACME_TOKEN: 'second' }).apiKey?.read()).toBe('first');
  });

  it('keeps zero and false', () => {
    const { config } = resolve({ apiKey: KEY, temperature: 0, topP: 0, retry: { timeouts: false, minDelayMs: 0 } });
    expect(config).toMatchObject({ temperature: 0, topP: 0, retry: { attempts: 3, timeouts: false, minDelayMs: 0 } });
  });

  it('fills in a part of retry', () => {
    expect(resolve({ apiKey: KEY, retry: { attempts: 1 } }).config.retry).toMatchObject({ attempts: 1, maxWaitMs: 60000 });
  });

  it.each([
    ['12', 12000],
    ['0.5', 500],
    ['1e1', 10000],
  ])('reads LLM_TIMEOUT=%s as seconds', (text, timeoutMs) => {
    expect(resolve({ apiKey: KEY }, { LLM_TIMEOUT: text }).config.timeoutMs).toBe(timeoutMs);
  });

  it('turns text of the environment into what the schema asks for', () => {
    const env = { ACME_API_KEY: KEY, ACME_MAX_TOKENS: '12', ACME_TEMPERATURE: '.5', ACME_SAFE: 'True', ACME_MODEL: '007' };
    expect(resolve({}, env).config).toMatchObject({ maxTokens: 12, temperature: 0.5, safe: true, model: '007' });
  });

  it.each([
    ['ACME_MAX_TOKENS', '12abc', 'maxTokens must be an integer, was "12abc" (from ACME_MAX_TOKENS)'],
    ['ACME_MAX_TOKENS', '1.5', 'maxTokens must be an integer, was "1.5" (from ACME_MAX_TOKENS)'],
    ['ACME_MAX_TOKENS', '-3', 'maxTokens must be at least 1, was -3 (from ACME_MAX_TOKENS)'],
    ['ACME_TEMPERATURE', 'Infinity', 'temperature must be a number, was "Infinity" (from ACME_TEMPERATURE)'],
    ['ACME_TEMPERATURE', '0x10', 'temperature must be a number, was "0x10" (from ACME_TEMPERATURE)'],
    ['ACME_SAFE', '1', 'safe must be a boolean, was "1" (from ACME_SAFE)'],
    ['LLM_TIMEOUT', '5s', 'timeoutMs must be a number of seconds, was "5s" (from LLM_TIMEOUT)'],
    ['LLM_TIMEOUT', '-5', 'timeoutMs must be at least 1, was -5000 (from LLM_TIMEOUT)'],
    ['ACME_BASE_URL', 'api.acme.test', 'baseURL has no scheme: write https://api.acme.test (from ACME_BASE_URL)'],
    ['ACME_TOKEN', 'a\nb', 'apiKey holds a line break: give the key alone, on one line (from ACME_TOKEN)'],
  ])('names the variable: %s=%s', (name, text, problem) => {
    const key = name === 'ACME_TOKEN' ? {} : { apiKey: KEY };
    expect(problemOf(key, { [name]: text })).toBe(`[acme] the config: ${problem}.`);
  });

  it('does not turn explicit text into numbers', () => {
    expect(problemOf({ apiKey: KEY, maxTokens: '12' })).toBe('[acme] the config: maxTokens must be an integer, was "12".');
  });

  it('turns marked text of a config file into what the schema asks for, wherever it stands', () => {
    const marked = (text: string) => new FileText(text, ['VAR'], false);
    const { config, apiKey } = resolve({
      apiKey: marked(KEY),
      maxTokens: marked('12'),
      retry: { attempts: marked('1') },
      headers: { 'X-Id': marked('5') },
      tags: [marked('7'), new FileText('8', [], true)],
      free: { deep: [{ text: marked('9') }] },
    });
    expect(apiKey?.read()).toBe(KEY);
    expect(config).toMatchObject({
      maxTokens: 12,
      retry: { attempts: 1 },
      headers: { 'X-Id': '5' },
      tags: ['7', '8'],
      free: { deep: [{ text: '9' }] },
    });
    expect(problemOf({ apiKey: KEY, retry: { attempts: marked('x') } })).toContain(
      'retry.attempts must be an integer, was "x" (from VAR)',
    );
  });

  it('tells a missing key, and where it can be set', () => {
    const error = thrownBy(() => resolve({}));
    expect(error).toMatchObject({ code: 'INVALID_CONFIG', reason: 'missing_key', provider: 'acme' });
    expect(error.message).toBe('[acme] the config: apiKey is missing: set apiKey, or the variable ACME_API_KEY or ACME_TOKEN.');
  });

  it('tells all problems at once, in one error', () => {
    const message = problemOf({ modle: 'x', temperature: -1, topP: Number.NaN, retry: { attempts: 0 } });
    expect(message.split('\n')).toEqual([
      '[acme] the config has 5 problems:',
      '- apiKey is missing: set apiKey, or the variable ACME_API_KEY or ACME_TOKEN',
      '- modle is not a known key; did you mean model?',
      '- temperature must be at least 0, was -1',
      '- topP must be a number, was NaN',
      '- retry.attempts must be at least 1, was 0',
    ]);
  });

  it.each([
    [{ transprot: {} }, 'transprot is not a known key; did you mean transport?'],
    [{ retry: { attempt: 1 } }, 'retry.attempt is not a known key; did you mean attempts?'],
    [{ streaming: true }, 'streaming is not a known key.'],
    [{ constructor: 1 }, 'constructor is not a known key.'],
    [{ headers: JSON.parse('{"__proto__":"x"}') }, 'headers.__proto__ is not a known key.'],
    [{ transport: {} }, 'transport must be an object with a send method'],
    [{ model: () => 'x' }, 'model must not be a function.'],
    [{ free: new Date() }, 'free must be plain data, was an instance of a class.'],
    [{ model: null }, 'model must be a string, was null.'],
    [{ model: '' }, 'model must not be empty.'],
    [{ baseURL: ' ' }, 'baseURL must not be empty, was " ".'],
    [{ baseURL: 'file:///x' }, 'baseURL must begin with https:// or http://, not file://.'],
    [{ limit: 'some' }, 'limit has none of the forms that are allowed, was "some".'],
    [{ timeoutMs: 3e9 }, 'timeoutMs must be at most 2147483647, was 3000000000.'],
    [{ temperature: Number.POSITIVE_INFINITY }, 'temperature must be a number, was Infinity.'],
  ])('says of %j what is wrong', (given, problem) => {
    expect(problemOf({ apiKey: KEY, ...given })).toContain(`[acme] the config: ${problem}`);
  });

  it('refuses a config that holds itself', () => {
    const free: Record<string, unknown> = {};
    free.self = free;
    expect(problemOf({ apiKey: KEY, free })).toContain('free.self must not hold itself');
  });

  it.each([
    ['a key instead of a config', KEY, 'was a string'],
    ['a list', [KEY], 'was a list'],
  ])('refuses %s', (_name, given, was) => {
    expect(problemOf(given)).toBe(`[acme] the config: must be an object, ${was}.`);
  });

  it('does not let a prototype in', () => {
    const given = JSON.parse(`{"apiKey":"${KEY}","__proto__":{"temperature":2}}`);
    expect(problemOf(given)).toContain('__proto__ is not a known key');
    expect(({} as { temperature?: number }).temperature).toBeUndefined();
  });

  it.each([
    ['', 'must not be empty'],
    ['  ', 'is empty'],
    [`${KEY}\n`, 'holds a line break'],
    [`${KEY}\u20ac`, 'holds a character that no HTTP header can carry'],
    [5, 'must be a string or an object'],
    [{ file: '' }, 'file must not be empty'],
    [{ path: KEY }, 'path is not a known key'],
  ])('refuses the key %j without showing it', (apiKey, problem) => {
    const error = thrownBy(() => resolve({ apiKey }));
    expect(error.message).toMatch(/apiKey/);
    expect(error.message).toContain(problem);
    expect(inspect(error, { showHidden: true, depth: null })).not.toContain(KEY);
  });

  it('never shows what is secret', () => {
    const message = problemOf({
      apikey: 's3cret',
      headers: { 'X-Key': 's3cret\n' },
      proxy: 's3cret',
      signing: 's3cret',
      model: 5,
    });
    expect(message).not.toContain('s3cret');
    expect(message.match(/^- /gm)).toHaveLength(6);
  });

  it('lifts a key function and a transport', async () => {
    class Fake {
      async send(): Promise<never> {
        throw new Error('not sent');
      }
    }
    const transport = new Fake();
    const resolved = resolve({ apiKey: async () => KEY, transport }, { ACME_API_KEY: 'other' });
    expect(resolved.transport).toBe(transport);
    expect(await resolved.apiKey?.read()).toBe(KEY);
    expect(resolved.config).not.toHaveProperty('apiKey');
    expect(resolved.config).not.toHaveProperty('transport');
  });

  it('does not check a key function by rules for text', async () => {
    const properties = { ...acmeSchema.properties, apiKey: { ...acmeSchema.properties.apiKey, pattern: '^sk-', minLength: 12 } };
    const source = { ...acme, schema: { ...acmeSchema, properties } };
    expect(await resolveConfig(source, { apiKey: () => 'any' }, {}).apiKey?.read()).toBe('any');
    expect(thrownBy(() => resolveConfig(source, { apiKey: () => 'any', topP: 2 }, {})).message).toBe(
      '[acme] the config: topP must be at most 1, was 2.',
    );
    expect(thrownBy(() => resolveConfig(source, { apiKey: 'lifted' }, {})).message).toContain('apiKey must match ^sk-');
    expect(resolveConfig(source, { apiKey: 'sk-0123456789' }, {}).apiKey?.read()).toBe('sk-0123456789');
  });

  it('has no key where none is needed and none is set', () => {
    const { apiKey } = resolveConfig({ ...acme, schema: { ...acmeSchema, required: [] } }, {}, {});
    expect(apiKey).toBeUndefined();
  });

  it('freezes the result deeply and shares nothing with the given object, which stays as it was', () => {
    const given = Object.freeze({ apiKey: KEY, headers: Object.freeze({ 'X-A': 'a' }), tags: ['t'] });
    const { config } = resolve(given);
    given.tags.push('later');
    expect(config).toMatchObject({ headers: { 'X-A': 'a' }, tags: ['t'] });
    expect([config, config.headers, config.retry, (config as unknown as { tags: string[] }).tags].every(Object.isFrozen)).toBe(
      true,
    );
    expect(given).toEqual({ apiKey: KEY, headers: { 'X-A': 'a' }, tags: ['t', 'later'] });
  });

  it('reads a getter once', () => {
    let reads = 0;
    const given = {
      apiKey: KEY,
      get model() {
        reads += 1;
        return `m${reads}`;
      },
    };
    expect(resolve(given).config.model).toBe('m1');
    expect(reads).toBe(1);
  });

  it('shows no key in what it gives', () => {
    expect(inspect(resolve({ apiKey: KEY }), { showHidden: true, depth: null })).not.toContain(KEY);
  });

  it('normalises the base URL', () => {
    expect(resolve({ apiKey: KEY, baseURL: 'https://api.acme.test/' }).config.baseURL).toBe('https://api.acme.test/v1');
  });

  it('warns of plain http', () => {
    const emit = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    expect(resolve({ apiKey: KEY, baseURL: 'http://plain.test/v1' }).warnings).toHaveLength(1);
    expect(resolve({ apiKey: KEY, baseURL: 'http://plain.test/v1' }).warnings).toHaveLength(1);
    expect(resolve({ apiKey: KEY, baseURL: 'http://127.0.0.1:80' }).warnings).toEqual([]);
    expect(emit).toHaveBeenCalledTimes(1);
  });
});

describe('configure', () => {
  const configured = (configure: (config: never) => object) => () =>
    resolveConfig({ ...acme, configure: configure as never }, { apiKey: KEY }, {}).config;

  it('is the last step, and its base URL is read like any other', () => {
    const config = configured((config: object) => ({ ...config, baseURL: 'http://localhost:1/', extra: { a: [] } }))();
    expect(config).toMatchObject({ baseURL: 'http://localhost:1', model: 'acme-1', extra: { a: [] } });
    expect(Object.isFrozen((config as unknown as { extra: object }).extra)).toBe(true);
  });

  it('gets a frozen config, and a defect of it is the plugin error', () => {
    const changes = configured((config: { model: string }) => {
      config.model = 'x';
      return config;
    });
    expect(changes).toThrow(PluginError);
  });

  it('may refuse the config', () => {
    const refusing = configured(() => {
      throw Object.assign(new Error('no'), { code: 'INVALID_CONFIG' });
    });
    expect(refusing).toThrow('no');
    expect(thrownBy(configured((config: object) => ({ ...config, baseURL: 'nowhere' }))).message).toContain('has no scheme');
  });
});
