import { describe, expect, it } from '@jest/globals';
import { encodeRequest } from '../../src/openai-responses/encode.ts';
import type { BothFacts, Call, JsonObject, Part } from '../../src/plugin.ts';
import { createCall } from '../openai-dialect/create-call.ts';
import { thrownBy } from '../support/failure.ts';

const encode = (call: Partial<Call> = {}, facts: BothFacts = {}): JsonObject =>
  JSON.parse(JSON.stringify(encodeRequest(createCall(call), facts)));

const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

describe('a request', () => {
  it('has nothing kept, and asks for the thoughts that go back instead', () => {
    expect(encode()).toEqual({
      model: 'some-model',
      input: [{ role: 'user', content: 'Hi' }],
      include: ['reasoning.encrypted_content'],
      store: false,
      stream: false,
    });
  });

  it('says nothing of that to servers that refuse it', () => {
    const body = encode({}, { responses: { stateless: false } });
    expect(body).not.toHaveProperty('include');
    expect(body).not.toHaveProperty('store');
  });

  it.each([
    'gpt-4o',
    'gpt-4.1-mini',
    'gpt-3.5-turbo',
    'chatgpt-4o-latest',
    'gpt-5-chat-latest',
    'openai/gpt-4o',
    'ft:gpt-4.1:me',
  ])('asks %s for no thoughts, as it refuses to be asked', (model) => {
    expect(encode({ model })).not.toHaveProperty('include');
    expect(encode({ model })).toHaveProperty('store', false);
  });

  it.each(['o3', 'gpt-5', 'gpt-5.4-mini', 'gpt-6-luna', 'codex-mini-latest', 'openai/gpt-oss-20b', 'grok-4.3'])(
    'asks %s for its thoughts',
    (model) => {
      expect(encode({ model })).toHaveProperty('include');
    },
  );

  const thought: Part = {
    type: 'reasoning',
    text: 'Hm',
    providerMetadata: { 'some-provider': { responses: { type: 'reasoning', encrypted_content: 'x' } } },
  };
  const messages = [{ role: 'assistant' as const, content: [thought] }];

  it.each<[string, object, boolean]>([
    ['a model that thinks', { model: 'gpt-5' }, true],
    ['a model that refuses them', { model: 'gpt-4o' }, false],
    ['a model of which that is not known', { model: 'mine' }, false],
    ['a model that is asked to think', { model: 'mine', reasoning: { effort: 'low' } }, true],
    ['a model that is asked not to', { model: 'mine', reasoning: { effort: 'none' } }, false],
  ])('takes the thoughts of earlier answers to %s: %j', (_who, call, taken) => {
    const facts: BothFacts = { responses: { thinks: (model) => model === 'gpt-5' } };
    const body = encode({ provider: 'some-provider', messages, ...call }, facts);
    expect(body.input).toHaveLength(taken ? 1 : 0);
    expect(Object.hasOwn(body, 'include')).toBe(taken);
  });

  it('takes them to servers that keep what they are asked', () => {
    const call = { provider: 'some-provider', messages, model: 'gpt-4o' };
    expect(encode(call, { responses: { stateless: false } }).input).toHaveLength(1);
  });

  it('writes every setting under its name, zero included', () => {
    const body = encode({ maxTokens: 9, temperature: 0, topP: 0.5, user: 'u1', stream: true });
    expect(body).toMatchObject({ max_output_tokens: 9, temperature: 0, top_p: 0.5, user: 'u1', stream: true });
    expect(encode({ user: 'u1' }, { responses: { userField: 'safety_identifier' } })).toMatchObject({ safety_identifier: 'u1' });
  });

  it('has flat tools, which are not strict', () => {
    const tools = [{ name: 'now', description: 'The time', parameters: city }];
    const tool = { type: 'function', name: 'now', description: 'The time', parameters: city, strict: false };
    expect(encode({ tools, toolChoice: 'required' })).toMatchObject({ tools: [tool], tool_choice: 'required' });
    expect(encode({ tools, toolChoice: { name: 'now' } }).tool_choice).toEqual({ type: 'function', name: 'now' });
  });
});

describe('reasoning', () => {
  it('is the effort, and a summary to show', () => {
    expect(encode({ reasoning: { effort: 'high' } }).reasoning).toEqual({ effort: 'high', summary: 'auto' });
    expect(encode({ reasoning: { budgetTokens: 5000 } }).reasoning).toEqual({ effort: 'medium', summary: 'auto' });
    expect(encode({ reasoning: { effort: 'none' } }).reasoning).toEqual({ effort: 'none' });
  });

  it('is the nearest effort that the API has', () => {
    const facts: BothFacts = { efforts: (model) => (model === 'some-model' ? ['low', 'high'] : []) };
    expect(encode({ reasoning: { effort: 'max' } }, facts).reasoning).toEqual({ effort: 'high', summary: 'auto' });
    expect(encode({ reasoning: { effort: 'none' } }, facts).reasoning).toEqual({ effort: 'low', summary: 'auto' });
  });
});

describe('a format', () => {
  const format = { type: 'json_schema', name: 'place', schema: city } as const;

  it('is a member of the text', () => {
    expect(encode({ responseFormat: { ...format, strict: true } }).text).toEqual({ format: { ...format, strict: true } });
    expect(encode({ responseFormat: { type: 'json' } }).text).toEqual({ format: { type: 'json_object' } });
    expect(encode()).not.toHaveProperty('text');
  });

  it('meets what strict mode demands, or is refused with the reason', () => {
    const strict = { ...format, strict: true };
    expect(encode({ responseFormat: strict }, { strictness: 'openai' }).text).toMatchObject({
      format: { schema: { ...city, additionalProperties: false } },
    });
    const open = { ...strict, schema: { ...city, required: [] } };
    const error = thrownBy(() => encode({ responseFormat: open }, { strictness: 'openai' }));
    expect(error).toMatchObject({ code: 'INVALID_INPUT' });
    expect(error.message).toContain('schema.required');
    expect(encode({ responseFormat: { ...open, strict: false } }, { strictness: 'openai' }).text).toMatchObject({
      format: { strict: false, schema: open.schema },
    });
  });

  it('without a schema needs the word where the API demands it', () => {
    const error = thrownBy(() => encode({ responseFormat: { type: 'json' } }, { jsonNeedsWord: true }));
    expect(error.message).toContain('JSON');
  });
});
