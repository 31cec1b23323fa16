import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createCall } from '../../src/client/call.ts';
import type { AnswerFormat, ResponseFormat } from '../../src/message.ts';
import type { Wire } from '../../src/provider.ts';
import type { ResolvedConfig } from '../../src/resolved-config.ts';
import { deltaWire } from '../support/delta-wire.ts';
import { deepFreeze, thrownBy } from '../support/failure.ts';
import { formatWire } from '../support/format-wire.ts';

const config = { model: 'delta-1' } as ResolvedConfig;
const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const place = { type: 'json_schema', name: 'place', schema } as const;

const read = (responseFormat: unknown, wire: Wire = formatWire(), model?: string): AnswerFormat | undefined =>
  createCall({ prompt: 'Hi', model, responseFormat: responseFormat as ResponseFormat }, 'delta', wire, config, false)
    .responseFormat;

const refusalOf = (responseFormat: unknown, wire?: Wire, model?: string): string => {
  const error = thrownBy(() => read(responseFormat, wire, model));
  expect(error.code).toBe('INVALID_INPUT');
  return error.message.replace('[delta] the request is not valid: ', '');
};

describe('responseFormat', () => {
  it('is text where it is unset or says so', () => {
    for (const format of [undefined, { type: 'text' }]) {
      expect(read(format)).toBeUndefined();
      expect(read(format, deltaWire)).toBeUndefined();
    }
  });

  it('is any JSON, or JSON of a schema, strict unless it says not', () => {
    expect(read({ type: 'json' })).toEqual({ type: 'json' });
    expect(read(deepFreeze(place))).toEqual({ ...place, strict: true });
    expect(read({ ...place, description: 'Where', strict: false })).toEqual({ ...place, description: 'Where', strict: false });
    expect(read({ ...place, description: undefined, strict: undefined })).toEqual({ ...place, strict: true });
  });

  it("takes a library's schema for the JSON Schema that it tells", () => {
    expect(read({ ...place, schema: z.object({ city: z.string() }) })).toEqual({ ...place, strict: true });
  });

  it.each([
    ['an array', { type: 'array', items: {} }],
    ['a string', { type: 'string', format: 'date' }],
    ['a choice', { enum: ['a', 'b'] }],
    ['a constant', { const: 7 }],
    ['several types', { type: ['object', 'null'] }],
    ['anything', {}],
    ['no type', { properties: { a: {} } }],
  ])('takes the schema of %s as it is', (_what, given) => {
    expect(read({ ...place, schema: given })).toMatchObject({ schema: given });
  });

  it.each<[unknown, string]>([
    [{}, 'responseFormat.type: must be text, json, json_schema (given: undefined)'],
    [{ type: 'jsn' }, `(given: 'jsn'); did you mean "json"?`],
    [{ type: 5 }, '(given: 5)'],
    [{ type: 'toString' }, "(given: 'toString')"],
    [{ type: 'json', schema }, 'responseFormat.schema: is not known (the format json has type)'],
    [{ type: 'text', name: 'a' }, 'responseFormat.name: is not known'],
    [{ ...place, shema: schema }, 'responseFormat.shema: is not known; did you mean "schema"?'],
    [{ type: 'json_schema', json_schema: place }, 'responseFormat.json_schema: is not known'],
    [{ type: 'json_schema', schema }, 'responseFormat.name: is missing'],
    [{ ...place, name: 'my place' }, 'responseFormat.name: must be at most 64 letters, digits, "_" or "-"'],
    [{ ...place, name: 'x'.repeat(65) }, 'responseFormat.name: must be'],
    [{ ...place, name: 'a\n' }, 'responseFormat.name: must be'],
    [{ ...place, name: 5 }, 'responseFormat.name: must be'],
    [{ ...place, description: 5 }, 'responseFormat.description: must be a string'],
    [{ ...place, strict: 'yes' }, 'responseFormat.strict: must be true or false'],
    [{ type: 'json_schema', name: 'a' }, 'responseFormat.schema: must be JSON Schema'],
    [{ ...place, schema: 'object' }, 'responseFormat.schema: must be JSON Schema'],
    [{ ...place, schema: { city: { type: 'string' } } }, 'write { type: "object", properties: { ... } } round it'],
    [{ ...place, schema: { type: 'text' } }, 'responseFormat.schema.type: is no JSON Schema'],
    [{ ...place, schema: { ...schema, properties: { a: () => 1 } } }, 'responseFormat.schema: must be JSON'],
    [{ ...place, schema: z.object({ at: z.date() }) }, 'responseFormat.schema: Date cannot be represented in JSON Schema'],
  ])('is refused where it is %j', (format, says) => {
    expect(refusalOf(format)).toContain(says);
  });

  it('is refused with all that is wrong with it', () => {
    expect(refusalOf({ type: 'json_schema', name: '', schema: 5, strict: 1, more: true }).split('; ')).toHaveLength(4);
  });

  it('is read apart from the parameters of a tool that has the same schema', () => {
    const list = { type: 'array', items: {} };
    expect(read({ ...place, schema: list })).toMatchObject({ schema: list });
    const asTool = () =>
      createCall({ prompt: 'Hi', tools: [{ name: 'f', parameters: list }] }, 'delta', deltaWire, config, false);
    expect(thrownBy(asTool).message).toContain('tools[0].parameters.type: must be "object"');
  });
});

describe('a format that an API does not give', () => {
  it('is refused with the reason, and with what it has instead', () => {
    expect(refusalOf(place, formatWire({ json: 'native' }))).toBe(
      'responseFormat.type: "json_schema" is not given by this API; it gives json',
    );
    for (const wire of [deltaWire, formatWire({})]) {
      expect(refusalOf({ type: 'json' }, wire)).toBe(
        'responseFormat: is not sent to this API, which gives text alone; ask for JSON in the prompt',
      );
    }
  });

  it('may depend on the model, and on what is asked for', () => {
    const wire = formatWire((model, asked) => ({
      json: 'native',
      ...(model === 'new' && asked.type === 'json_schema' && asked.strict && { json_schema: 'native' }),
    }));
    expect(read(place, wire, 'new')).toEqual({ ...place, strict: true });
    expect(refusalOf(place, wire, 'old')).toContain('is not given by this API for the model "old"; it gives json');
    expect(refusalOf({ ...place, strict: false }, wire, 'new')).toContain('is not given by this API for the model "new"');
  });
});
