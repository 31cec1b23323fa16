import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { checkJson, whyUncheckable } from '../src/json-check.ts';
import type { Json, JsonObject } from '../src/message.ts';

const schema: JsonObject = {
  type: 'object',
  properties: { city: { type: 'string' }, at: { type: 'array', items: { enum: ['a', 'b'] } } },
  required: ['city'],
  additionalProperties: false,
};

const check = (value: Json, of: JsonObject = schema) => checkJson(value, of, of);

describe('checkJson', () => {
  it('gives a value that fits as it is', async () => {
    const value = { city: 'Oslo', at: ['a'] };
    expect((await check(value)) as { value: unknown }).toEqual({ value });
  });

  it('tells where a value does not fit, and why', async () => {
    expect(await check({ at: ['a', 'c'], x: 1 })).toEqual({
      issues: [
        { path: '', message: "must have required property 'city'" },
        { path: '', message: 'must NOT have additional properties: "x"' },
        { path: 'at.1', message: 'must be equal to one of the allowed values: "a", "b"' },
      ],
    });
  });

  it("asks a library's schema alone, and gives what it makes of the value", async () => {
    const given = z.object({ city: z.string().transform((text) => text.length) });
    expect(await checkJson({ city: 'Oslo' }, { const: 'never' }, given)).toEqual({ value: { city: 4 } });
    expect(await checkJson({ city: 4 }, {}, given)).toMatchObject({ issues: [{ path: 'city' }] });
  });

  it('knows the words of 2020-12 where a schema says that it is of it', async () => {
    const tuple = { prefixItems: [{ type: 'string' }], $schema: 'https://json-schema.org/draft/2020-12/schema' };
    expect(await check([1], tuple)).toEqual({ issues: [{ path: '0', message: 'must be string' }] });
  });

  it('knows them where no dialect is said and a word is of it, and those of draft 7 where none is', async () => {
    expect(await check([1], { prefixItems: [{ type: 'string' }] })).toMatchObject({ issues: [{ path: '0' }] });
    const rest = { properties: { a: {} }, unevaluatedProperties: false };
    expect(await check({ b: 1 }, rest)).toMatchObject({ issues: [{ path: '' }] });
    expect(await check({ a: 1 }, { dependentRequired: { a: ['b'] } })).toMatchObject({ issues: [{ path: '' }] });
    const tuple = { items: [{ type: 'string' }], additionalItems: false };
    expect(await check(['a', 1], tuple)).toMatchObject({ issues: [{ path: '' }] });
    const said = { prefixItems: [{ type: 'string' }], $schema: 'http://json-schema.org/draft-07/schema#' };
    expect(await check([1], said)).toEqual({ value: [1] });
  });

  it.each([19.99, 0.07, 1.1, 1_234_567.89])('takes %d for a multiple of 0.01', async (value) => {
    expect(await check(value, { multipleOf: 0.01 })).toEqual({ value });
    expect((await check(value + 0.005, { multipleOf: 0.01 })).issues).toHaveLength(1);
  });

  it('follows schemas that contain themselves, and values however deep', async () => {
    const list: JsonObject = { type: 'array', items: { $ref: '#' } };
    expect(await check([[[]]], list)).toEqual({ value: [[[]]] });
    expect(await check([[[1]]], list)).toEqual({ issues: [{ path: '0.0.0', message: 'must be array' }] });
    const deep: Json = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000));
    expect(await check(deep, list)).toEqual({ issues: [{ path: '', message: 'is nested too deep to be checked' }] });
  });
});

describe('whyUncheckable', () => {
  it('says nothing of a schema that values can be checked by', () => {
    expect(whyUncheckable(schema, schema)).toBeUndefined();
    expect(whyUncheckable({ $ref: '#/nowhere' }, z.object({}))).toBeUndefined();
  });

  it.each<[JsonObject, RegExp]>([
    [{ $ref: 'https://example.com/a.json' }, /example\.com\/a\.json/],
    [{ $ref: '#/nowhere' }, /can't resolve reference/],
    [{ pattern: '(' }, /Unterminated group/],
    [{ $async: true }, /\$async/],
  ])('says why not by %j', (given, why) => {
    expect(whyUncheckable(given, given)).toMatch(why);
    expect(whyUncheckable(given, given)).toMatch(why);
  });
});
