import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readTools } from '../../src/client/tools.ts';
import type { Json, JsonObject, Tool } from '../../src/message.ts';
import type { StandardSchema } from '../../src/standard-schema.ts';
import { findUncheckable, readArguments } from '../../src/tools/arguments.ts';

async function read(value: Json, parameters?: JsonObject | StandardSchema): Promise<unknown> {
  const tool: Tool = { name: 'look', parameters };
  const [definition] = readTools([tool], undefined).tools ?? [];
  return definition && readArguments(value, definition, tool);
}

function uncheckable(name: string, parameters?: JsonObject | StandardSchema): string[] {
  const tool: Tool = { name, parameters };
  return findUncheckable(readTools([tool], undefined).tools ?? [], [tool]);
}

const city: JsonObject = {
  properties: { city: { type: 'string' }, unit: { enum: ['c', 'f'] }, days: { type: 'array', items: { type: 'integer' } } },
  required: ['city'],
  additionalProperties: false,
};

describe('readArguments', () => {
  it('gives arguments that fit', async () => {
    expect(await read({ city: 'Oslo', days: [1] }, city)).toEqual({ city: 'Oslo', days: [1] });
  });

  it('tells all that does not fit', async () => {
    await expect(read({ unit: 'k', days: [1, 'b'], where: 1 }, city)).rejects.toThrow(
      "the arguments do not fit the tool's parameters: must have required property 'city'; " +
        'must NOT have additional properties: "where"; unit must be equal to one of the allowed values: "c", "f"; ' +
        'days.1 must be integer',
    );
  });

  it('takes any object for a tool without parameters', async () => {
    expect(await read({ a: 1 })).toEqual({ a: 1 });
    await expect(read('a')).rejects.toThrow('must be object');
  });

  it('looks for no member in the prototype', async () => {
    await expect(read({}, { required: ['toString'] })).rejects.toThrow("'toString'");
  });

  it('does not look at formats, which are many', async () => {
    expect(await read({ a: 'x' }, { properties: { a: { type: 'string', format: 'date' } } })).toEqual({ a: 'x' });
    expect(await read({ a: 'x' }, { properties: { a: { type: 'string', format: 'made-up' } } })).toEqual({ a: 'x' });
  });

  it('takes keywords that it does not know', async () => {
    expect(await read({ a: 'x' }, { example: {}, properties: { a: { type: 'string', 'x-order': 1 } } })).toEqual({ a: 'x' });
  });

  it.each<[string, JsonObject, RegExp]>([
    ['that points to another document', { properties: { a: { $ref: 'https://example.com/a.json' } } }, /example\.com\/a\.json/],
    ['that points nowhere', { properties: { a: { $ref: '#/$defs/a' } } }, /can't resolve reference #\/\$defs\/a/],
    ['with a bad pattern', { properties: { a: { type: 'string', pattern: '(' } } }, /Unterminated group/],
    ['that is asynchronous', { $async: true, required: ['a'] }, /\$async/],
  ])('can not check by a schema %s, and says why', (_what, schema, why) => {
    expect(uncheckable('look', schema)).toEqual([expect.stringMatching(why)]);
    expect(uncheckable('look', schema)).toHaveLength(1);
    expect(uncheckable('look', schema)[0]).toMatch(/^tools\[0\]\.parameters: arguments of "look" can not be checked: /);
  });

  it('can check by any other schema, and leaves those of libraries alone', () => {
    for (const schema of [city, undefined, z.object({ a: z.string() })]) expect(uncheckable('look', schema)).toEqual([]);
    const jsonSchema = { input: () => ({ type: 'object', properties: { a: { $ref: '#/a' } } }) };
    const standard = { version: 1, vendor: 'acme', jsonSchema } as const;
    expect(uncheckable('look', { '~standard': { ...standard, validate: (value) => ({ value }) } })).toEqual([]);
    expect(uncheckable('look', { '~standard': standard })).toHaveLength(1);
  });

  it('takes patterns in the older notation too', async () => {
    const dated: JsonObject = {
      properties: { day: { type: 'string', pattern: '^\\d{4}\\-\\d\\d$' }, name: { type: 'string', pattern: '^\\p{L}+$' } },
    };
    expect(await read({ day: '2026-01', name: 'Ødegård' }, dated)).toEqual({ day: '2026-01', name: 'Ødegård' });
    await expect(read({ day: '202-01', name: '1' }, dated)).rejects.toThrow(/day must match .*; name must match/);
  });

  it('reads a schema by its dialect', async () => {
    const pair = { type: 'array', prefixItems: [{ type: 'string' }], items: false };
    const $schema = 'https://json-schema.org/draft/2020-12/schema';
    expect(await read({ pair: ['a'] }, { $schema, properties: { pair } })).toEqual({ pair: ['a'] });
    await expect(read({ pair: ['a', 1] }, { $schema, properties: { pair } })).rejects.toThrow('pair must NOT have more than 1');
  });

  it('takes several schemas of one $id', async () => {
    const $id = 'https://example.com/tool';
    await expect(read({ a: 1 }, { $id, required: ['b'] })).rejects.toThrow("'b'");
    await expect(read({ a: 1 }, { $id, required: ['c'] })).rejects.toThrow("'c'");
  });

  it("gives what a schema library's schema makes of them", async () => {
    const schema = z.object({ day: z.string().transform((text) => new Date(text)), count: z.number().default(3) });
    expect(await read({ day: '2026-01-02' }, schema)).toEqual({ day: new Date('2026-01-02'), count: 3 });
  });

  it("tells what a schema library's schema says", async () => {
    const schema = z.object({ at: z.object({ city: z.string() }), days: z.array(z.number()) });
    await expect(read({ at: {}, days: ['x'] }, schema)).rejects.toThrow(/parameters: at\.city .*; days\.0 .*number/);
  });

  it('waits for a schema that checks asynchronously', async () => {
    const schema = z.object({ a: z.string().refine(async (text) => text !== 'no', 'is not allowed') });
    expect(await read({ a: 'yes' }, schema)).toEqual({ a: 'yes' });
    await expect(read({ a: 'no' }, schema)).rejects.toThrow('a is not allowed');
  });

  it('takes the keys of a path in either form', async () => {
    const validate = () => ({ issues: [{ message: 'is wrong', path: [{ key: 'a' }, 0] }, { message: 'all of it' }] });
    const jsonSchema = { input: () => ({ type: 'object' }) };
    const schema: StandardSchema = { '~standard': { version: 1, vendor: 'acme', validate, jsonSchema } };
    await expect(read({}, schema)).rejects.toThrow('parameters: a.0 is wrong; all of it');
  });

  it('takes lists of a class of its own, which may not map as lists do', async () => {
    class Path extends Array<unknown> {
      constructor(...items: unknown[]) {
        super();
        this.push(...items);
      }
    }
    const validate = () => ({ issues: new Path({ message: 'is wrong', path: new Path() }) as { message: string }[] });
    const jsonSchema = { input: () => ({ type: 'object' }) };
    const schema: StandardSchema = { '~standard': { version: 1, vendor: 'acme', validate, jsonSchema } };
    await expect(read({}, schema)).rejects.toThrow(/parameters: is wrong$/);
  });

  it('checks by the JSON Schema of a schema that checks nothing itself', async () => {
    const jsonSchema = { input: () => ({ type: 'object', required: ['a'] }) };
    const schema: StandardSchema = { '~standard': { version: 1, vendor: 'acme', jsonSchema } };
    await expect(read({}, schema)).rejects.toThrow("'a'");
  });
});
