import { describe, expect, it } from '@jest/globals';
import anthropic from '../../schemas/providers/anthropic.json' with { type: 'json' };
import azureOpenai from '../../schemas/providers/azure-openai.json' with { type: 'json' };
import cohere from '../../schemas/providers/cohere.json' with { type: 'json' };
import custom from '../../schemas/providers/custom.json' with { type: 'json' };
import huggingface from '../../schemas/providers/huggingface.json' with { type: 'json' };
import vllm from '../../schemas/providers/vllm.json' with { type: 'json' };
import { compile } from '../../src/config/compile.ts';
import { validators } from '../../src/config/generated/validators.js';
import { resolveConfig } from '../../src/config/resolve.ts';
import { PluginError } from '../../src/errors.ts';
import type { JsonObject } from '../../src/message.ts';
import { thrownBy } from './acme.ts';

const schemas = { anthropic, 'azure-openai': azureOpenai, cohere, custom, huggingface, vllm } as unknown as Record<
  string,
  JsonObject
>;
const key = { apiKey: 'k' };

const bad: Record<string, unknown>[] = [
  {},
  { apiKey: '' },
  { apiKey: 'a\nb' },
  { apiKey: 7 },
  { apiKey: null },
  { apiKey: {} },
  { apiKey: { file: '' } },
  { apiKey: { file: 'x', mode: 1 } },
  { ...key, modle: 'x', Temperature: 1 },
  { ...key, model: '', baseURL: '' },
  { ...key, model: ['x'], baseURL: { url: 'x' } },
  { ...key, maxTokens: 0 },
  { ...key, maxTokens: 1.5 },
  { ...key, maxTokens: '10' },
  { ...key, temperature: -0.1, topP: 1.1 },
  { ...key, temperature: Number.NaN, topP: Number.POSITIVE_INFINITY },
  { ...key, timeoutMs: -1, firstContentTimeoutMs: 0, idleTimeoutMs: 2 ** 31, connectTimeoutMs: '1', deadlineMs: null },
  { ...key, maxEventBytes: 0.5 },
  { ...key, retry: 3 },
  { ...key, retry: { attempts: 0, minDelayMs: -1, timeouts: 'yes', tries: 1 } },
  { ...key, headers: ['x'] },
  { ...key, headers: { 'bad name': 'x', 'X-A': 'a\r\nb', 'X-B': 1, '%zz': '\u20ac' } },
  { ...key, proxy: 'socks5://x' },
  { ...key, constructor: 1, toString: 2 },
  { ...key, apiVersion: 'v3', api: 'completions', betas: [''], version: 5 },
  { ...key, maxTokensField: 'tokens', chatPath: 'x', keyHeader: 'a b', query: { a: 1, b: '{' }, settings: ['topK', 'topK', 'x'] },
];

describe.each(Object.keys(schemas))('the generated validator of %s', (name) => {
  const schema = schemas[name] ?? {};
  const source = { name, schema, validate: validators[name] };

  it.each(bad)('says of %j what the one compiled at run time says', (given) => {
    const [generated, compiled] = [source, { name, schema }].map((road) => thrownBy(() => resolveConfig(road, given, {})));
    expect(generated?.toJSON()).toEqual(compiled?.toJSON());
  });

  it('agrees with it on what is right', () => {
    const given = {
      ...key,
      baseURL: 'https://api.test/v1',
      model: 'm',
      temperature: 0.5,
      retry: { attempts: 1 },
      headers: { 'X-A': 'a' },
      proxy: 'http://user:pw@proxy.test:1',
    };
    expect(resolveConfig(source, given, {})).toEqual(resolveConfig({ name, schema }, given, {}));
  });

  it('leaves what it checks as it is', () => {
    const data = Object.freeze({ ...key });
    expect(validators[name]?.(data)).toBe(false);
    expect(data).toEqual(key);
  });
});

describe('compile', () => {
  it('compiles a schema once', () => {
    const schema = { type: 'object' };
    expect(compile(schema, 'acme')).toBe(compile(schema, 'acme'));
  });

  it('says whose schema is malformed', () => {
    const compiling = () => compile({ type: 'object', properties: { a: { type: 'strnig' } } }, 'acme');
    expect(compiling).toThrow(PluginError);
    expect(compiling).toThrow(/^\[acme\] the config schema of the plugin is malformed: /);
  });

  it('finds a misspelt keyword', () => {
    expect(() => compile({ type: 'object', properties: { a: { minimun: 1 } } }, 'acme')).toThrow(/minimun/);
  });

  it.each<[string, JsonObject, unknown, string]>([
    ['exclusiveMinimum', { type: 'number', exclusiveMinimum: 0 }, 0, 'must be greater than 0, was 0'],
    ['exclusiveMaximum', { type: 'number', exclusiveMaximum: 1 }, 1, 'must be less than 1, was 1'],
    ['enum', { enum: ['a', 'b', 3] }, 'c', 'must be "a", "b" or 3, was "c"'],
    ['minLength', { type: 'string', minLength: 3 }, 'ab', 'must have at least 3 characters, was "ab"'],
    ['pattern', { type: 'string', pattern: '^a' }, 'b', 'must match ^a, was "b"'],
    ['minItems', { type: 'array', minItems: 2 }, [1], 'must have at least 2 items, was a list'],
    ['if', { type: 'string', if: { minLength: 3 }, else: { pattern: '^x' } }, 'ab', 'must match ^x, was "ab"'],
    [
      'oneOf',
      { oneOf: [{ type: 'string' }, { type: 'object', required: ['a'] }] },
      { b: 1 },
      'has none of the forms that are allowed, was an object',
    ],
    ['long text', { type: 'number' }, 'x'.repeat(100), `must be a number, was "${'x'.repeat(60)}..."`],
  ])('lets a plugin use %s', (_keyword, property, value, problem) => {
    const source = { name: 'acme', schema: { properties: { own: property } } };
    expect(thrownBy(() => resolveConfig(source, { own: value }, {})).message).toBe(`[acme] the config: own ${problem}.`);
  });

  it('lets a plugin use references, write a newer dialect, and open its config', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'https://acme.test/schema.json',
      $defs: { size: { type: 'integer', minimum: 2 } },
      properties: { size: { $ref: '#/$defs/size' } },
      additionalProperties: true,
    };
    expect(resolveConfig({ name: 'acme', schema }, { size: 2, more: [1] }, {}).config).toMatchObject({ size: 2, more: [1] });
    expect(thrownBy(() => resolveConfig({ name: 'acme', schema }, { size: 1 }, {})).message).toContain(
      'size must be at least 2, was 1',
    );
  });
});
