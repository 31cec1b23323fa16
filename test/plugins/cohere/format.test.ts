import { describe, expect, it } from '@jest/globals';
import type { CohereConfig } from '../../../plugins/cohere/api.ts';
import { encodeFormat } from '../../../plugins/cohere/format.ts';
import { InvalidInputError, type JsonObject } from '../../../src/plugin.ts';
import { createCall } from '../../openai-dialect/create-call.ts';

const encode = (schema: JsonObject, more: { strict?: boolean; description?: string } = {}) => {
  const responseFormat = { type: 'json_schema', name: 'person', schema, strict: true, ...more } as const;
  const format = encodeFormat(createCall<CohereConfig>({ responseFormat }), 'json_schema', {});
  return JSON.parse(JSON.stringify(format?.json_schema));
};
const object = (properties: JsonObject, more: JsonObject = {}) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  ...more,
});

describe('a schema', () => {
  it('goes as it is where the API keeps to all of it', () => {
    const schema = object(
      {
        id: { type: 'string', format: 'uuid' },
        code: { type: 'string', pattern: '[A-Z]{3}' },
        tags: { type: 'array', items: { enum: ['a', 'b'] } },
        either: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      },
      { additionalProperties: { type: 'string' } },
    );
    expect(encode(schema)).toEqual(schema);
    expect(encode(object({ a: { type: 'string' } }, { additionalProperties: false }))).toHaveProperty(
      'additionalProperties',
      false,
    );
  });

  it('tells the model in words what the API does not keep to', () => {
    const { properties } = encode(
      object({
        age: { type: 'integer', description: 'In years.', minimum: 0, maximum: 150 },
        mail: { type: 'string', format: 'email' },
        code: { type: 'string', pattern: '^[A-Z]+$' },
      }),
    );
    expect(properties).toEqual({
      age: { type: 'integer', description: 'In years. (minimum: 0, maximum: 150)' },
      mail: { type: 'string', description: '(format: "email")' },
      code: { type: 'string', description: '(pattern: "^[A-Z]+$")' },
    });
  });

  it('has its alternatives in the only word that the API has for them', () => {
    const [some, other] = [object({ kind: { const: 'a' } }), object({ kind: { const: 'b' } })];
    const given = object({
      either: { oneOf: [some, { oneOf: [other] }] },
      only: { allOf: [{ $ref: '#/$defs/other' }], title: 'Only' },
    });
    expect(encode({ ...given, $defs: { other } })).toEqual({
      ...object({
        either: { anyOf: [some, { anyOf: [other] }] },
        only: { anyOf: [{ $ref: '#/$defs/other' }], title: 'Only' },
      }),
      $defs: { other },
    });
  });

  it('is an object where it does not say so, and has the description of the format', () => {
    const { type: _type, ...untyped } = object({ a: { type: 'string' } });
    expect(encode(untyped, { description: 'A person.' })).toEqual({ ...untyped, type: 'object', description: 'A person.' });
    expect(encode({ ...untyped, description: 'Mine.' }, { description: 'A person.' }).description).toBe('Mine.');
  });

  it.each<[string, JsonObject, RegExp]>([
    ['that is no object', { type: 'array', items: { type: 'string' } }, /schema\.type: must be "object" at the root/],
    ['of which nothing is required', { type: 'object', properties: { a: {} } }, /schema\.required: must name at least one/],
    ['with an object in it of which nothing is required', object({ a: { type: 'object' } }), /schema\.properties\.a\.required/],
    ['with two lists of alternatives', object({ a: { oneOf: [{}], anyOf: [{}] } }), /schema\.properties\.a\.oneOf: is not kept/],
    ['with allOf of several', object({ a: { allOf: [{}, {}] } }), /schema\.properties\.a\.allOf: is not kept/],
    ['with a tuple', object({ a: { type: 'array', items: [{ type: 'string' }] } }), /schema\.properties\.a\.items: must be one/],
    ['with not', object({ a: { not: { type: 'string' } } }), /schema\.properties\.a\.not: is not kept/],
  ])('%s is refused', (_, schema, words) => {
    expect(() => encode(schema)).toThrow(InvalidInputError);
    expect(() => encode(schema)).toThrow(words);
  });

  it('tells all that is wrong with it at once', () => {
    expect(() => encode({ type: 'string', not: {} })).toThrow(/responseFormat: schema\.type: .*; schema\.not: /);
  });

  it('goes untouched where nobody asks the API to keep to it', () => {
    const schema = { type: 'object', properties: { age: { type: 'integer', minimum: 0 } } };
    expect(encode(schema, { strict: false })).toEqual(schema);
  });
});
