import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { type ConfigSource, deriveConfig, type Resolved, resolveConfig } from '../../src/config/resolve.ts';
import { acme, acmeSchema, thrownBy } from './acme.ts';

const KEY = 'sk-very-secret';
const transport = { send: () => Promise.reject(new Error('not sent')) };
const given = {
  apiKey: KEY,
  transport,
  model: 'mine',
  headers: { 'X-A': 'a', 'X-B': 'b' },
  retry: { attempts: 7, timeouts: false },
  proxy: 'http://proxy.test:1',
};
const original = resolveConfig(acme, given, { ACME_TEMPERATURE: '0.5' });

const derive = (overrides: unknown, resolved: Resolved = original, source: ConfigSource = acme) =>
  deriveConfig(resolved, source, overrides as Record<string, unknown>);
const problemOf = (overrides: unknown) => thrownBy(() => derive(overrides)).message;

describe('deriveConfig', () => {
  it('replaces what is given, and leaves the rest and the original as they were', () => {
    const before = structuredClone(original.config);
    const { config } = derive({ model: 'other', maxTokens: 5, temperature: 0 });
    expect(config).toEqual({ ...before, model: 'other', maxTokens: 5, temperature: 0 });
    expect(original.config).toEqual(before);
  });

  it('keeps the key and the transport', () => {
    const derived = derive({ model: 'other' });
    expect(derived.apiKey).toBe(original.apiKey);
    expect(derived.transport).toBe(transport);
  });

  it('takes undefined for unchanged', () => {
    const overrides = { model: undefined, apiKey: undefined, transport: undefined, headers: { 'X-A': undefined } };
    expect(derive(overrides).config).toEqual(original.config);
    expect(derive({}).config).toEqual(original.config);
  });

  it('merges headers name by name, in any case', () => {
    expect(derive({ headers: { 'x-a': 'new', 'X-C': 'c' } }).config.headers).toEqual({ 'X-B': 'b', 'x-a': 'new', 'X-C': 'c' });
  });

  it('replaces only the given members of a retry policy', () => {
    expect(derive({ retry: { attempts: 1 } }).config.retry).toEqual({
      attempts: 1,
      minDelayMs: 1000,
      maxDelayMs: 30000,
      maxWaitMs: 60000,
      timeouts: false,
    });
  });

  it('reads neither the environment nor the given object again', () => {
    process.env.ACME_MAX_TOKENS = '9';
    try {
      const own = { apiKey: KEY, model: 'mine', headers: { 'X-A': 'a' } };
      const resolved = resolveConfig(acme, own, {});
      own.model = 'changed';
      own.headers['X-A'] = 'changed';
      const { config } = derive({ topP: 1 }, resolved);
      expect(config).toMatchObject({ model: 'mine', headers: { 'X-A': 'a' }, topP: 1 });
      expect(config).not.toHaveProperty('maxTokens');
    } finally {
      delete process.env.ACME_MAX_TOKENS;
    }
  });

  it('can be repeated', () => {
    const twice = derive({ temperature: 1 }, derive({ model: 'other', headers: { 'X-A': '2' } }));
    expect(twice.config).toMatchObject({ model: 'other', temperature: 1, headers: { 'X-A': '2', 'X-B': 'b' } });
  });

  it('freezes the result deeply and shares nothing with the overrides, which stay as they were', () => {
    const overrides = Object.freeze({ tags: ['t'], headers: Object.freeze({ 'X-C': 'c' }) });
    const { config } = derive(overrides);
    overrides.tags.push('later');
    const { tags } = config as unknown as { tags: string[] };
    expect(tags).toEqual(['t']);
    expect([config, config.headers, config.retry, tags].every(Object.isFrozen)).toBe(true);
  });

  it('tells all problems at once, in one error', () => {
    const overrides = { modle: 'x', temperature: -1, maxTokens: '5', headers: { 'X-D': 'a\nb' }, apiKey: 'sk-other' };
    const error = thrownBy(() => derive(overrides));
    expect(error).toMatchObject({ code: 'INVALID_CONFIG', provider: 'acme' });
    expect(error.message.split('\n')).toEqual([
      '[acme] the config has 5 problems:',
      "- apiKey can't be changed: create another client",
      '- modle is not a known key; did you mean model?',
      '- maxTokens must be an integer, was "5"',
      '- temperature must be at least 0, was -1',
      '- headers.X-D must be one line of characters that a header can carry',
    ]);
  });

  it.each([
    ['apiKey', 'sk-other'],
    ['apiKey', () => 'sk-other'],
    ['baseURL', 'https://other.test'],
    ['transport', transport],
    ['transport', {}],
    ['proxy', 'http://other.test'],
  ])('refuses another %s, without showing it', (key, value) => {
    expect(problemOf({ [key]: value })).toBe(`[acme] the config: ${key} can't be changed: create another client.`);
  });

  it.each([null, undefined, 'sk-other', [{ model: 'x' }]])('refuses %j in the place of overrides', (overrides) => {
    expect(problemOf(overrides)).toMatch(/^\[acme\] the config: must be an object, was (null|undefined|a string|a list)\.$/);
  });

  it.each([
    [{ headers: null }, 'headers must be an object.'],
    [{ headers: ['X-A'] }, 'headers must be an object.'],
    [{ model: null }, 'model must be a string, was null'],
    [JSON.parse('{"__proto__":{"model":"x"}}'), '__proto__ is not a known key'],
    [{ model: () => 'x' }, 'model must not be a function'],
  ])('says of %j what is wrong', (overrides, problem) => {
    expect(problemOf(overrides)).toContain(problem);
  });

  it('lets the plugin take its last step over the changed settings, not over its own result', () => {
    const configure = (config: { baseURL: string; model: string }) => ({
      ...config,
      baseURL: `${config.baseURL}/${config.model}`,
      extra: true,
    });
    const source = { ...acme, configure: configure as never };
    const resolved = resolveConfig(source, given, {});
    expect(resolved.config.baseURL).toBe('https://api.acme.test/v1/mine');
    expect(derive({ model: 'other' }, resolved, source).config).toMatchObject({
      baseURL: 'https://api.acme.test/v1/other',
      extra: true,
    });
  });

  it('asks nothing of a key again: not its form, not whether there is one', () => {
    const apiKey = { env: 'ACME_API_KEY', pattern: '^sk-' };
    const strict = { ...acme, schema: { ...acmeSchema, properties: { ...acmeSchema.properties, apiKey } } };
    const calls: string[] = [];
    const resolved = resolveConfig(strict, { apiKey: () => calls.push('called') && KEY }, {});
    expect(derive({ model: 'other' }, resolved, strict).apiKey).toBe(resolved.apiKey);
    expect(calls).toEqual([]);
    const keyless = { ...acme, schema: { ...acmeSchema, required: [] } };
    expect(derive({ model: 'other' }, resolveConfig(keyless, {}, {}), keyless).apiKey).toBeUndefined();
  });

  it('shows no key in what it gives', () => {
    expect(inspect(derive({ model: 'other' }), { showHidden: true, depth: null })).not.toContain(KEY);
  });
});
