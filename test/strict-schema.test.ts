import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readSchema } from '../src/client/schema.ts';
import type { Json, JsonObject } from '../src/message.ts';
import { type StrictRules, strictSchema } from '../src/strict-schema.ts';
import { deepFreeze } from './support/failure.ts';

const RULES: StrictRules = {
  refused: ['not', 'patternProperties'],
  described: ['minLength', 'minimum', 'maximum', 'format'],
  allRequired: false,
};

/** The schema as it is met, without a problem. */
function met(schema: JsonObject, rules: Partial<StrictRules> = {}): JsonObject {
  const { schema: strict, problems } = strictSchema(deepFreeze(schema), { ...RULES, ...rules });
  expect(problems).toEqual([]);
  return strict;
}

const problemsOf = (schema: JsonObject, rules: Partial<StrictRules> = {}): string[] =>
  strictSchema(deepFreeze(schema), { ...RULES, ...rules }).problems;

const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({ type: 'object', properties, ...more });
const closed = (properties: JsonObject, more: JsonObject = {}): JsonObject =>
  object(properties, { ...more, additionalProperties: false });

describe('objects', () => {
  it('are closed wherever they are', () => {
    const inner = object({ a: { type: 'string' } });
    const strict = closed({ a: { type: 'string' } });
    const lists = { anyOf: [inner, { type: 'null' }], prefixItems: [inner] };
    expect(met({ type: 'array', items: inner, ...lists, $defs: { inner }, definitions: { inner } })).toEqual({
      type: 'array',
      items: strict,
      anyOf: [strict, { type: 'null' }],
      prefixItems: [strict],
      $defs: { inner: strict },
      definitions: { inner: strict },
    });
    expect(met({ items: [inner, inner] })).toEqual({ items: [strict, strict] });
    expect(met(object({ b: inner }))).toEqual(closed({ b: strict }));
  });

  it('are known by their type, one of their types, or what they hold', () => {
    expect(met({ type: ['object', 'null'], properties: {} })).toMatchObject({ additionalProperties: false });
    const withoutType = { properties: {}, additionalProperties: false };
    expect(met({ properties: {} })).toEqual(withoutType);
    expect(met({ additionalProperties: false })).toEqual(withoutType);
    for (const schema of [{ type: 'string' }, { type: ['string', 'null'] }, {}, { $ref: '#' }])
      expect(met(schema)).toEqual(schema);
  });

  it('that are closed stay so', () => {
    expect(met(closed({}))).toEqual(closed({}));
  });

  it.each([true, {}, { type: 'string' }])('can not be open: additionalProperties %j', (additionalProperties) => {
    expect(problemsOf({ type: 'object', additionalProperties })).toHaveLength(2);
    expect(problemsOf(object({ a: {} }, { additionalProperties }))).toEqual([
      'schema.additionalProperties: must be false in strict mode; name the properties, or set strict: false',
    ]);
  });

  it('must name what they hold', () => {
    expect(problemsOf(object({ a: { type: 'object' } }))).toEqual([
      'schema.properties.a.properties: must be told in strict mode, which gives no others; name them, or set strict: false',
    ]);
  });

  it('stay open for an API that takes them so', () => {
    const schema = object({ a: { type: 'object' } }, { additionalProperties: { type: 'string', minLength: 1 } });
    expect(met(schema, { open: true })).toEqual({
      ...schema,
      additionalProperties: { type: 'string', description: '(minLength: 1)' },
    });
  });

  it('must have all properties, or one, where an API demands it', () => {
    const schema = object({ a: object({ c: {} }), b: {} }, { required: ['b'] });
    expect(problemsOf(schema, { allRequired: true })).toEqual([
      'schema.properties.a.required: must name all properties in strict mode (c not); let them be null instead, or set strict: false',
      'schema.required: must name all properties in strict mode (a not); let them be null instead, or set strict: false',
    ]);
    expect(problemsOf(schema, { someRequired: true })).toEqual([
      'schema.properties.a.required: must name at least one property in strict mode; name one, or set strict: false',
    ]);
    expect(met(object({ a: {} }, { required: ['a'] }), { allRequired: true, someRequired: true })).toBeDefined();
  });
});

describe('objects in parts', () => {
  const a = object({ a: {} });
  const b = object({ b: {} });

  it('are whole where each part is', () => {
    const strict = [closed({ a: {} }), closed({ b: {} })];
    expect(met({ type: 'object', anyOf: [a, b] })).toEqual({ type: 'object', anyOf: strict });
    expect(met({ oneOf: [a, b] })).toEqual({ oneOf: strict });
    expect(met({ type: 'object', allOf: [a] })).toEqual({ type: 'object', allOf: [strict[0]] });
    for (const more of [{ $ref: '#/$defs/a' }, { allOf: [{ $ref: '#/$defs/a' }] }])
      expect(met({ type: 'object', ...more })).toEqual({ type: 'object', ...more });
  });

  it('can not be closed where several name their properties', () => {
    const says = 'must add no properties in strict mode; write whole objects, or set strict: false';
    expect(problemsOf({ type: 'object', allOf: [a, b] })).toEqual([`schema.allOf: ${says}`]);
    expect(problemsOf(object({ c: {} }, { anyOf: [a, b] }))).toEqual([`schema.anyOf: ${says}`]);
    expect(problemsOf(object({ c: {} }, { oneOf: [a] }))).toEqual([`schema.oneOf: ${says}`]);
    expect(problemsOf(object({ c: {} }, { allOf: [{ $ref: '#/$defs/a' }] }))).toEqual([`schema.allOf: ${says}`]);
    expect(met(object({ c: {} }, { anyOf: [{ required: ['c'] }] }))).toMatchObject({ additionalProperties: false });
  });
});

describe('keywords', () => {
  it('that can not be kept are refused where they are', () => {
    expect(problemsOf(object({ a: { not: {} }, b: { items: { anyOf: [{ patternProperties: {} }] } } }))).toEqual([
      'schema.properties.a.not: is not kept by strict mode; leave it out, or set strict: false',
      'schema.properties.b.items.anyOf[0].patternProperties: is not kept by strict mode; leave it out, or set strict: false',
    ]);
  });

  it('that only narrow a value are told in its description', () => {
    expect(met({ type: 'string', minLength: 2, format: 'date', description: 'When.' })).toEqual({
      type: 'string',
      description: 'When. (minLength: 2, format: "date")',
    });
    expect(met({ type: 'integer', minimum: 0 })).toEqual({ type: 'integer', description: '(minimum: 0)' });
  });

  it('are left alone for the values that an API keeps', () => {
    const keeps: StrictRules['keeps'] = (keyword, value) => keyword === 'format' && value === 'date';
    expect(met({ anyOf: [{ format: 'date' }, { format: 'uri' }] }, { keeps })).toEqual({
      anyOf: [{ format: 'date' }, { description: '(format: "uri")' }],
    });
  });

  it('that no API needs to be told are left out', () => {
    expect(met({ type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })).toEqual({
      type: 'integer',
    });
  });

  it('are names like any other where they name properties and definitions', () => {
    const named = { not: { type: 'string' }, minLength: { type: 'integer' }, properties: object({ items: { type: 'string' } }) };
    expect(met(object(named))).toEqual(closed({ ...named, properties: closed({ items: { type: 'string' } }) }));
    expect(met({ $defs: named })).toEqual({ $defs: { ...named, properties: closed({ items: { type: 'string' } }) } });
  });

  it('are no keywords in values', () => {
    const value = { type: 'object', minLength: 1, not: 1, properties: {} };
    const schema = { enum: [value], const: value, default: value, examples: [value] };
    expect(met(schema)).toEqual(schema);
  });

  it('inside of what is not meant stay as they are', () => {
    const schema = { not: { minLength: 2, properties: { a: {} } } };
    expect(met(schema, { refused: [] })).toEqual(schema);
  });
});

describe('schemas', () => {
  it('may be true or false', () => {
    const schema = { properties: { a: true, b: false }, anyOf: [true], items: false, $defs: { c: true } };
    expect(met(schema)).toEqual({ ...schema, additionalProperties: false });
  });

  it('may point to themselves', () => {
    const schema = object(
      { next: { anyOf: [{ $ref: '#' }, { type: 'null' }] }, other: { $ref: '#/$defs/other' } },
      { $defs: { other: object({}) } },
    );
    expect(met(schema)).toEqual({ ...schema, $defs: { other: closed({}) }, additionalProperties: false });
  });

  it('of libraries are met', () => {
    const given = z.object({ kind: z.enum(['a', 'b']), at: z.object({ days: z.number().int() }).nullable() });
    expect(met(readSchema(given, 'schema', []) as JsonObject, { allRequired: true })).toEqual(
      closed(
        {
          kind: { type: 'string', enum: ['a', 'b'] },
          at: { anyOf: [closed({ days: { type: 'integer' } }, { required: ['days'] }), { type: 'null' }] },
        },
        { required: ['kind', 'at'] },
      ),
    );
  });

  it('that are read are met, however deep', () => {
    for (const depth of [100, 500, 1000, 2000]) {
      let deep: Json = { type: 'string', minLength: 1 };
      for (let level = 0; level < depth; level += 1) deep = object({ a: { anyOf: [deep, { type: 'null' }] } });
      const read = readSchema(deep, 'schema', []);
      if (read) expect(strictSchema(read, RULES).problems).toEqual([]);
    }
  });
});
