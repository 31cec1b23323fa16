import { describe, expect, it } from '@jest/globals';
import { formatSchema, responseFormats } from '../../../plugins/anthropic/format.ts';
import type { AnswerFormat, JsonObject } from '../../../src/plugin.ts';

const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
});

/** The schema of a property as it is sent. */
function met(schema: JsonObject): unknown {
  const { schema: sent, problems } = formatSchema(object({ it: schema }));
  expect(problems).toEqual([]);
  return (sent.properties as JsonObject).it;
}

function problemsOf(schema: JsonObject): string[] {
  return formatSchema(schema).problems;
}

describe('a schema', () => {
  it('goes as it is where the API takes all of it', () => {
    const city = { type: 'string', pattern: '^[A-Z]\\w{1,20}$', description: 'A city.', default: 'Rome' };
    const schema = object({
      city,
      sizes: { type: 'array', items: { anyOf: [{ type: 'integer' }, { type: 'null' }] }, minItems: 1 },
      day: { type: 'string', format: 'date' },
      kind: { enum: ['a', 1, null] },
      next: { $ref: '#/$defs/leaf' },
    });
    const whole = { ...schema, $defs: { leaf: object({ name: { const: 'leaf' } }) } };
    expect(formatSchema(whole)).toEqual({ schema: whole, problems: [] });
  });

  it('says that what has properties is an object, where only they say so', () => {
    const { type: _type, ...untyped } = object({ a: { type: 'string' } });
    expect(met(untyped)).toEqual(object({ a: { type: 'string' } }));
  });

  it.each([
    [
      { type: 'integer', minimum: 1, maximum: 5 },
      { type: 'integer', description: '(minimum: 1, maximum: 5)' },
    ],
    [
      { type: 'array', items: { type: 'string' }, minItems: 3, uniqueItems: true },
      { type: 'array', items: { type: 'string' }, minItems: 1, description: '(minItems: 3) (uniqueItems: true)' },
    ],
    [
      { type: 'string', format: 'iban' },
      { type: 'string', description: '(format: "iban")' },
    ],
    [
      { type: 'string', description: 'A word.', pattern: '(?=x)' },
      { type: 'string', description: 'A word. (pattern: "(?=x)")' },
    ],
    [
      { type: 'string', pattern: '^x{1,500}$' },
      { type: 'string', description: '(pattern: "^x{1,500}$")' },
    ],
  ])('tells in words what only narrows a value: %j', (schema, sent) => {
    expect(met(schema)).toEqual(sent);
  });

  it('takes one of several for any of them, as the answer is checked by the given one', () => {
    expect(met({ oneOf: [{ type: 'string', maxLength: 2 }, { type: 'null' }] })).toEqual({
      anyOf: [{ type: 'string', description: '(maxLength: 2)' }, { type: 'null' }],
    });
  });

  it('takes the only one of all for itself, and lets a reference stand alone', () => {
    const defs = { $defs: { city: { type: 'string' } } };
    const of = (it: JsonObject) => {
      const { schema, problems } = formatSchema(object({ it }, defs));
      return [(schema.properties as JsonObject).it, problems];
    };
    const alone = [{ $ref: '#/$defs/city' }, []];
    expect(of({ allOf: [{ $ref: '#/$defs/city' }], description: 'Where.' })).toEqual(alone);
    expect(of({ $ref: '#/$defs/city', description: 'Where.' })).toEqual(alone);
    expect(of({ allOf: [{ type: 'string' }], title: 'City' })).toEqual([{ type: 'string', title: 'City' }, []]);
  });

  it('leaves out what says nothing of a value', () => {
    expect(met({ type: 'string', $comment: 'x', examples: ['a'], deprecated: true, 'x-order': 1, nullable: true })).toEqual({
      type: 'string',
    });
    const named = object({ examples: { type: 'string' }, minimum: { type: 'integer' } });
    expect(formatSchema({ $schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'x', ...named }).schema).toEqual(named);
  });

  it('closes objects that are left open', () => {
    expect(formatSchema({ type: 'object', properties: { a: { type: 'object', properties: {} } } }).schema).toEqual({
      type: 'object',
      properties: { a: { type: 'object', properties: {}, additionalProperties: false } },
      additionalProperties: false,
    });
  });
});

describe('what the API does not take', () => {
  const node = object({ next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } });

  it.each([
    ['itself', object({ next: node }, { $defs: { node } }), /must not contain itself \(#\/\$defs\/node -> #\/\$defs\/node\)/],
    ['the whole', object({ next: { $ref: '#' } }), /must not contain itself \(# -> #\)/],
    [
      'each other',
      object({}, { $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }),
      /itself \(#\/\$defs\/b -> #\/\$defs\/a -> #\/\$defs\/b\)/,
    ],
    [
      'another document',
      object({ a: { $ref: 'https://example.com/a.json' } }),
      /properties\.a\.\$ref: must point into this schema/,
    ],
    ['nothing', object({ a: { $ref: '#/$defs/%zz' } }), /properties\.a\.\$ref: must point into this schema/],
    ['any value', object({ a: true }), /schema\.properties\.a: must say of what type it is/],
    ['any object', object({ a: { type: ['object', 'null'] } }), /schema\.properties\.a\.properties: must be told/],
    [
      'open objects',
      object({ a: object({}, { additionalProperties: { type: 'string' } }) }),
      /additionalProperties: must be false/,
    ],
    ['values that are objects', object({ a: { enum: [{ b: 1 }] } }), /schema\.properties\.a\.enum: must be of texts/],
    ['a value that is a list', object({ a: { const: [] } }), /schema\.properties\.a\.enum: must be of texts/],
    [
      'a reference among all',
      object({ a: { allOf: [{ $ref: '#/$defs/b' }, { type: 'string' }] } }, { $defs: { b: { type: 'string' } } }),
      /schema\.properties\.a\.allOf: must hold no \$ref/,
    ],
    ['what is not', object({ a: { not: { type: 'string' } } }), /a\.not: is not kept/],
    ['tuples', object({ a: { type: 'array', prefixItems: [{ type: 'string' }] } }), /a\.prefixItems: is not kept/],
    [
      'tuples of older drafts',
      object({ a: { type: 'array', items: [{ type: 'string' }], additionalItems: false } }),
      /^schema\.properties\.a\.items: must be one schema in strict mode; write an object in place of a tuple, or set strict: false$/,
    ],
  ])('is refused: %s', (_what, schema, message) => {
    expect(problemsOf(schema)).toEqual([expect.stringMatching(message)]);
  });

  it('is more than 24 properties that can be left out, all levels together', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, { type: 'string' }]));
    const nested = (count: number) => object({ a: { type: 'object', properties: many(count) } }, { required: [] });
    expect(problemsOf(nested(23))).toEqual([]);
    expect(problemsOf(nested(24))).toEqual([expect.stringMatching(/at most 24 properties that are not required \(given: 25\)/)]);
  });

  it('is more than 16 properties of several types', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, { type: ['string', 'null'] }]));
    expect(problemsOf(object(many(16)))).toEqual([]);
    expect(problemsOf(object(many(17)))).toEqual([expect.stringMatching(/at most 16 properties that are of several types/)]);
  });

  it('is told all at once', () => {
    expect(problemsOf(object({ a: true, b: { not: {} }, c: { $ref: '#' } }))).toHaveLength(3);
  });
});

describe('a format', () => {
  const json: AnswerFormat = { type: 'json' };
  const of = (schema: JsonObject, strict: boolean): AnswerFormat => ({ type: 'json_schema', name: 'it', schema, strict });
  const plain = object({ a: { type: 'string' } });
  const loose = object({ a: true });

  it('is the own of models from Claude 4.5 and Opus 4.1 on, JSON of no form a tool', () => {
    for (const model of ['claude-sonnet-4-5', 'claude-opus-4-1', 'claude-sonnet-5', 'a-gateways-name']) {
      expect(responseFormats(model, of(plain, true))).toEqual({ json_schema: 'native', json: 'tool' });
      expect(responseFormats(model, json)).toMatchObject({ json: 'tool' });
    }
  });

  it('is a tool for older models', () => {
    for (const model of ['claude-3-haiku-20240307', 'claude-sonnet-4-20250514'])
      expect(responseFormats(model, of(plain, true))).toEqual({ json_schema: 'tool', json: 'tool' });
  });

  it('is a tool where it need not be strict and can not be', () => {
    expect(responseFormats('claude-sonnet-5', of(loose, true)).json_schema).toBe('native');
    expect(responseFormats('claude-sonnet-5', of(loose, false)).json_schema).toBe('tool');
    expect(responseFormats('claude-sonnet-5', of(plain, false)).json_schema).toBe('native');
  });

  it('is never a tool for models that can not be made to call one', () => {
    expect(responseFormats('claude-opus-5-5', of(loose, false))).toEqual({ json_schema: 'native' });
  });
});
