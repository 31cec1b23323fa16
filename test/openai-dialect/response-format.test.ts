import { describe, expect, it } from '@jest/globals';
import { encodeFormat } from '../../src/openai-dialect/response-format.ts';
import type { AnswerFormat, Call, DialectFacts } from '../../src/plugin.ts';
import { createCall } from './create-call.ts';

const schema = { type: 'object', properties: { city: { type: 'string', minLength: 1 } }, required: ['city'] };
const format: AnswerFormat = { type: 'json_schema', name: 'place', schema, strict: true };

const encode = (responseFormat: AnswerFormat | undefined, facts: DialectFacts = {}, call: Partial<Call> = {}) =>
  encodeFormat(createCall({ responseFormat, ...call }), facts);

describe('a schema', () => {
  it('goes as it is where the API demands nothing', () => {
    expect(encode(format)).toEqual({ type: 'json_schema', json_schema: { name: 'place', schema, strict: true } });
    expect(encode({ ...format, strict: false, description: 'A place' })).toEqual({
      type: 'json_schema',
      json_schema: { name: 'place', description: 'A place', schema, strict: false },
    });
  });

  it('has its description within where there is no other place', () => {
    const facts = { describesFormats: false };
    const sent = (given: object) => (encode({ ...format, ...given }, facts) as { json_schema: object }).json_schema;
    expect(sent({ description: 'A place' })).toEqual({
      name: 'place',
      schema: { description: 'A place', ...schema },
      strict: true,
    });
    expect(sent({ description: 'A place', schema: { ...schema, description: 'Mine' } })).toMatchObject({
      schema: { description: 'Mine' },
    });
    expect(sent({})).toMatchObject({ schema });
  });

  it('meets the demands of OpenAI', () => {
    const city = { type: 'string', description: '(minLength: 1)' };
    expect(encode(format, { strictness: 'openai' })).toMatchObject({
      json_schema: { schema: { properties: { city }, additionalProperties: false }, strict: true },
    });
  });

  it('is closed where that is all that is demanded', () => {
    expect(encode({ ...format, schema: { ...schema, required: [] } }, { strictness: 'closed' })).toMatchObject({
      json_schema: { schema: { properties: schema.properties, additionalProperties: false } },
    });
  });

  it('is not strict where the model is never kept to it', () => {
    expect(encode(format, { strictness: (model) => (model === 'some-model' ? 'never' : 'openai') })).toMatchObject({
      json_schema: { schema, strict: false },
    });
  });

  it('is refused with all that it breaks', () => {
    const broken = { type: 'object', properties: { a: {}, b: { type: 'string' } }, required: ['a'] };
    const refused = () => encode({ ...format, schema: broken }, { strictness: 'openai' });
    expect(refused).toThrow('[acme] responseFormat: acme does not take the schema: schema.properties.a.type: must be told');
    expect(refused).toThrow('schema.required: must name all properties');
    expect(refused).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', model: 'some-model' }));
    expect(encode({ ...format, schema: broken, strict: false }, { strictness: 'openai' })).toMatchObject({
      json_schema: { schema: broken, strict: false },
    });
  });
});

describe('JSON without a schema', () => {
  it('is an object', () => {
    expect(encode({ type: 'json' })).toEqual({ type: 'json_object' });
    expect(encode(undefined)).toBeUndefined();
  });

  it('is refused where the API wants to be told in words too', () => {
    const facts = { jsonNeedsWord: true };
    expect(() => encode({ type: 'json' }, facts)).toThrow(
      "[acme] responseFormat: acme takes { type: 'json' } only where a message has the word JSON",
    );
    const messages: Call['messages'] = [
      { role: 'system', content: [{ type: 'text', text: 'Answer in json.' }] },
      { role: 'user', content: 'Hi' },
    ];
    expect(encode({ type: 'json' }, facts, { messages })).toEqual({ type: 'json_object' });
    expect(encode(format, facts)).toMatchObject({ type: 'json_schema' });
  });
});
