import { describe, expect, it } from '@jest/globals';
import { type DialectFacts, openaiDialect } from '../../src/openai-dialect/wire.ts';
import { createCall, createConfig } from './create-call.ts';

const wire = openaiDialect();

describe('the address', () => {
  it('is /chat/completions below the base URL', () => {
    expect(wire.path(createCall())).toBe('/chat/completions');
    expect(wire.models?.path(createConfig())).toBe('/models');
  });

  it.each([
    ['https://api.example.com/x/chat/completions', 'https://api.example.com/x/models'],
    ['https://api.example.com/x/chat/completions?version=1', 'https://api.example.com/x/models?version=1'],
  ])('is %s itself', (baseURL, models) => {
    const config = createConfig({ baseURL });
    expect(wire.path(createCall({ config }))).toBe('');
    expect(wire.models?.path(config)).toBe(models);
  });
});

describe('headers', () => {
  it('hold the key as a bearer token', () => {
    expect(wire.headers(createConfig(), 'secret')).toEqual({ authorization: 'Bearer secret' });
  });

  it('hold nothing without a key', () => {
    expect(wire.headers(createConfig(), undefined)).toEqual({});
  });
});

describe('encode', () => {
  it('writes only what is set', () => {
    const body = JSON.parse(JSON.stringify(wire.encode(createCall())));
    expect(body).toEqual({ model: 'some-model', messages: [{ role: 'user', content: 'Hi' }], stream: false });
  });

  it('writes every setting under its name, zero included', () => {
    const settings = { maxTokens: 9, temperature: 0, topP: 0.5, topK: 4, stop: ['.'], seed: 0, user: 'u1' } as const;
    const body = wire.encode(createCall({ ...settings, stop: ['.'], presencePenalty: 0, frequencyPenalty: 1 }));
    expect(body).toMatchObject({
      max_tokens: 9,
      temperature: 0,
      top_p: 0.5,
      top_k: 4,
      stop: ['.'],
      seed: 0,
      presence_penalty: 0,
      frequency_penalty: 1,
      user: 'u1',
    });
  });

  it('names the token limit as the facts say', () => {
    const body = openaiDialect({ maxTokensField: 'max_completion_tokens' }).encode(createCall({ maxTokens: 9 }));
    expect(body).toMatchObject({ max_completion_tokens: 9 });
    expect(body).not.toHaveProperty('max_tokens');
  });

  it('asks a stream for its usage', () => {
    expect(wire.encode(createCall({ stream: true }))).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  it('does not ask where the facts say that it comes unasked', () => {
    const body = openaiDialect({ asksForUsage: false }).encode(createCall({ stream: true }));
    expect(body).not.toHaveProperty('stream_options');
  });

  it('writes the effort of reasoning', () => {
    expect(wire.encode(createCall({ reasoning: { effort: 'low' } }))).toMatchObject({ reasoning_effort: 'low' });
  });

  it('refuses a budget of reasoning', () => {
    const encode = () => wire.encode(createCall({ reasoning: { budgetTokens: 100 } }));
    expect(encode).toThrow('[acme] reasoning: this API takes { effort }, not { budgetTokens }');
    expect(encode).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});

describe('usage', () => {
  it('reads the counters and their details', () => {
    const counters = {
      prompt_tokens: 20,
      completion_tokens: 10,
      total_tokens: 30,
      prompt_tokens_details: { cached_tokens: 5, cache_write_tokens: 2 },
      completion_tokens_details: { reasoning_tokens: 7 },
    };
    expect(wire.usage(counters)).toEqual({
      promptTokens: 20,
      completionTokens: 10,
      cachedTokens: 5,
      cacheWriteTokens: 2,
      reasoningTokens: 7,
    });
  });

  it.each([
    ['DeepSeek', 'prompt_cache_hit_tokens'],
    ['Kimi', 'cached_tokens'],
    ['Mistral', 'num_cached_tokens'],
    ['Databricks', 'cache_read_input_tokens'],
  ])('reads the cached tokens of %s', (_name, counter) => {
    expect(wire.usage({ prompt_tokens: 9, completion_tokens: 1, [counter]: 4 })).toMatchObject({ cachedTokens: 4 });
  });

  it('counts reasoning that stands beside the completion tokens', () => {
    const counters = {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 35,
      completion_tokens_details: { reasoning_tokens: 20 },
    };
    expect(wire.usage(counters)).toMatchObject({ promptTokens: 10, completionTokens: 25, reasoningTokens: 20 });
  });

  it('leaves out what was not counted', () => {
    const usage = wire.usage({ prompt_tokens: 10, completion_tokens: null, total_tokens: null, prompt_tokens_details: null });
    expect(usage.promptTokens).toBe(10);
    expect(usage).not.toHaveProperty('completionTokens');
    expect(wire.usage({})).not.toHaveProperty('promptTokens');
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
    expect(without.capabilities).toEqual(['chat', 'stream', 'reasoning']);
    expect(wire.capabilities).toEqual(['chat', 'stream', 'reasoning', 'models']);
  });
});

describe('facts', () => {
  it('name the settings that the API takes', () => {
    const facts: DialectFacts = { settings: ['maxTokens', 'topK'] };
    expect(openaiDialect(facts).settings).toEqual(['maxTokens', 'topK']);
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
