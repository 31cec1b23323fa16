import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AnthropicConfig } from '../../../plugins/anthropic/api.ts';
import { AnthropicProvider } from '../../../plugins/anthropic/index.ts';
import { optionsOf } from '../../../src/registry/define.ts';

const { wire } = new AnthropicProvider();
const config = { model: 'claude-sonnet-5', version: '2023-06-01' } as AnthropicConfig;

describe('the anthropic plugin', () => {
  it('is registered as anthropic and claude', () => {
    expect(optionsOf(AnthropicProvider)).toMatchObject({
      name: 'anthropic',
      aliases: ['claude'],
      hosts: { 'api.anthropic.com': '/v1' },
    });
  });
});

describe('tools', () => {
  it('are carried, and chosen among', () => {
    expect(wire.capabilities).toContain('tools');
    expect(wire.settings).toEqual(expect.arrayContaining(['tools', 'toolChoice']));
  });

  it.each([
    ['toolu_01A-b', true],
    ['functions.weather:0', false],
    ['', false],
    ['a b', false],
  ])('take the id %j: %j', (id, taken) => {
    expect(wire.toolCallIds?.test(id)).toBe(taken);
  });
});

describe('headers', () => {
  it('send the key and the version', () => {
    expect(wire.headers(config, 'sk-1')).toEqual({ 'x-api-key': 'sk-1', 'anthropic-version': '2023-06-01' });
  });

  it('send the betas, joined', () => {
    const headers = wire.headers({ ...config, betas: ['files-api-2025-04-14', 'context-1m-2025-08-07'] }, 'sk-1');
    expect(headers['anthropic-beta']).toBe('files-api-2025-04-14,context-1m-2025-08-07');
  });

  it('send no key where there is none', () => {
    expect(wire.headers({ ...config, betas: [] }, undefined)).toEqual({ 'anthropic-version': '2023-06-01' });
  });
});

describe('usage', () => {
  it('counts cached input as input', () => {
    const counters = { input_tokens: 4, cache_read_input_tokens: 300, cache_creation_input_tokens: 20, output_tokens: 9 };
    expect(wire.usage(counters)).toEqual({ promptTokens: 324, cachedTokens: 300, cacheWriteTokens: 20, completionTokens: 9 });
  });

  it('tells the thinking tokens', () => {
    const counters = { input_tokens: 4, output_tokens: 44, output_tokens_details: { thinking_tokens: 33 } };
    expect(wire.usage(counters)).toEqual({ promptTokens: 4, completionTokens: 44, reasoningTokens: 33 });
  });

  it('leaves out what was not sent', () => {
    expect(Object.keys(wire.usage({}))).not.toContain('promptTokens');
    expect(Object.keys(wire.usage({ input_tokens: null, output_tokens: null }))).not.toContain('completionTokens');
  });
});

describe('errors', () => {
  const body = (type: string, message: string) => ({ type: 'error', error: { type, message }, request_id: 'req_1' });
  const classify = (answer: unknown) => wire.classify?.({ status: 400, headers: {}, body: answer });

  it("tell the provider's words and type", () => {
    const answer = body('not_found_error', 'model: claude-0');
    expect(wire.errorMessage(answer)).toBe('model: claude-0');
    expect(classify(answer)).toEqual({ providerType: 'not_found_error' });
  });

  it.each([{ message: 'no such route' }, { error: 'no such route' }, { detail: 'no such route' }])(
    'tell the words of a gateway: %j',
    (answer) => {
      expect(wire.errorMessage(answer)).toBe('no such route');
      expect(classify(answer)).toEqual({});
    },
  );

  it('mean the quota when the credit is used up, whatever the status', () => {
    const answer = body('invalid_request_error', 'Your credit balance is too low to access the Anthropic API.');
    expect(classify(answer)).toEqual({ providerType: 'invalid_request_error', reason: 'quota' });
  });

  it('mean a prompt that is too long when it does not fit together with max_tokens', () => {
    const answer = body('invalid_request_error', 'input length and `max_tokens` exceed context limit: 190000 + 21333 > 200000');
    expect(classify(answer)).toEqual({ providerType: 'invalid_request_error', reason: 'context_length' });
  });

  it('say nothing for a body that is no error', () => {
    for (const answer of [null, undefined, 7, {}]) {
      expect(wire.errorMessage(answer)).toBeUndefined();
      expect(classify(answer)).toEqual({});
    }
  });
});

describe('models', () => {
  it('are read from one long page', () => {
    expect(wire.models?.path(config)).toBe('/models?limit=1000');
    const raw = { type: 'model', id: 'claude-sonnet-5', display_name: 'Claude Sonnet 5' };
    expect(wire.models?.decode({ data: [raw], has_more: false })).toEqual([{ id: 'claude-sonnet-5', raw }]);
    expect(wire.models?.decode({ data: [] })).toEqual([]);
  });

  it('are only those with an id', () => {
    expect(wire.models?.decode({ data: [{}, null, 'claude', { id: 7 }, { id: 'a' }] })).toEqual([{ id: 'a', raw: { id: 'a' } }]);
  });

  it.each([{}, null, [], 'text', { error: 'x' }, { data: null }, { data: { id: 'a' } }])('are not told by %j', (answer) => {
    expect(wire.models?.decode(answer)).toBeUndefined();
  });
});

describe('any JSON', () => {
  const members = [
    'type',
    'index',
    'message',
    'content_block',
    'delta',
    'content',
    'usage',
    'error',
    'citations',
    'input',
    'data',
  ];
  const types = [
    'message',
    'message_start',
    'content_block_start',
    'content_block_delta',
    'message_delta',
    'error',
    'text',
    'thinking',
  ];
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(...types, 'tool_use', 'citations_delta', 'signature_delta', 'compaction_delta', 0, true, null),
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...members), tie('json'), { maxKeys: 6, noNullPrototype: true }),
    ),
  }));

  it('is read without throwing', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(...types), (value, type) => {
        const typed =
          typeof value === 'object' && !Array.isArray(value) ? { ...value, type } : { type, content: [value], error: value };
        for (const body of [value, typed]) {
          wire.decode(body);
          wire.decodeEvent(body);
          wire.errorMessage(body);
          wire.classify?.({ status: 500, headers: {}, body });
          wire.models?.decode(body);
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
