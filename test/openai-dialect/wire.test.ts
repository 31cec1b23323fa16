import { describe, expect, it } from '@jest/globals';
import { type DialectFacts, openaiDialect } from '../../src/plugin.ts';
import { createCall, createConfig } from './create-call.ts';

const wire = openaiDialect();

describe('headers', () => {
  it('hold the key as a bearer token', () => {
    expect(wire.headers(createConfig(), 'secret')).toEqual({ authorization: 'Bearer secret' });
  });

  it('hold the key as it is where the facts name a header', () => {
    expect(openaiDialect({ keyHeader: 'api-key' }).headers(createConfig(), 'secret')).toEqual({ 'api-key': 'secret' });
  });

  it('hold nothing without a key', () => {
    expect(wire.headers(createConfig(), undefined)).toEqual({});
  });
});

describe('models', () => {
  it.each([
    ['a list under data', { object: 'list', data: [{ id: 'a', owned_by: 'x' }, { id: 'b' }] }],
    ['a bare list', [{ id: 'a', owned_by: 'x' }, { id: 'b' }, null, { name: 'no id' }]],
  ])('reads %s', (_name, body) => {
    expect(wire.models?.decode(body)).toEqual([
      { id: 'a', raw: { id: 'a', owned_by: 'x' } },
      { id: 'b', raw: { id: 'b' } },
    ]);
  });

  it('reads an empty list', () => {
    expect(wire.models?.decode({ object: 'list', data: [] })).toEqual([]);
  });

  it.each([{}, null, 'text', { error: 'x' }, { data: 'x' }, { data: null }])('knows that %j is no list', (body) => {
    expect(wire.models?.decode(body)).toBeUndefined();
  });

  it('look at the key unless the facts say that they are public', () => {
    expect(wire.probe).toBeUndefined();
    expect(openaiDialect({ models: 'public' }).probe?.(createConfig())).toEqual({ path: '/models', checksKey: false });
  });

  it('are no capability where there are none', () => {
    const without = openaiDialect({ models: 'none' });
    expect(without.models).toBeUndefined();
    expect(without.capabilities).not.toContain('models');
    expect(wire.capabilities).toContain('models');
  });
});

describe('facts', () => {
  it('name the settings that the API takes', () => {
    const facts: DialectFacts = { settings: ['maxTokens', 'topK'] };
    expect(openaiDialect(facts).settings).toEqual(['maxTokens', 'topK']);
  });

  it('make a capability of tools and formats among the settings, and of media', () => {
    expect(wire.capabilities).toEqual(['chat', 'stream', 'tools', 'json', 'reasoning', 'models']);
    expect(openaiDialect({ settings: [], media: { image: { sources: ['url'] } } }).capabilities).toContain('vision');
    expect(openaiDialect({ settings: ['maxTokens'] }).capabilities).toEqual(['chat', 'stream', 'reasoning', 'models']);
  });

  it('say where things are and what goes there', () => {
    const facts: DialectFacts = {
      chatPath: '/talk',
      modelsPath: '/list',
      query: { v: '1' },
      maxTokensField: 'max_completion_tokens',
    };
    const other = openaiDialect({ ...facts, models: 'public' });
    expect(other.path(createCall())).toBe('/talk?v=1');
    expect(other.models?.path(createConfig())).toBe('/list?v=1');
    expect(other.probe?.(createConfig())).toEqual({ path: '/list?v=1', checksKey: false });
    expect(other.encode(createCall({ maxTokens: 9 }))).toMatchObject({ max_completion_tokens: 9 });
  });

  it('pass on what core needs to know', () => {
    const facts: DialectFacts = { toolCallIds: /^x/, unreachable: 'start the server' };
    expect(openaiDialect(facts)).toMatchObject(facts);
  });
});

describe('errors', () => {
  it('give their words and their type', () => {
    const body = { error: { message: 'No such model', type: 'invalid_request_error', code: 'model_not_found' } };
    expect(wire.errorMessage(body)).toBe('No such model');
    expect(wire.classify?.({ status: 404, headers: {}, body })).toEqual({
      providerType: 'model_not_found',
      reason: 'model_not_found',
    });
  });
});
