import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { JsonObject, ResponseFormat } from '../src/message.ts';
import type { CompletionInput } from '../src/types.ts';
import { ALL, clientOf } from './support/built-in-apis.ts';
import { thrownBy } from './support/failure.ts';
import { FakeTransport } from './support/fake-transport.ts';

const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };
// Some APIs give JSON only where a message asks for it.
const asking = (responseFormat: unknown) => ({ prompt: 'Where? As JSON.', responseFormat }) as CompletionInput;
const place = (given: unknown, more: object = {}) => ({ type: 'json_schema', name: 'place', schema: given, ...more });
const cyclic: Record<string, unknown> = { type: 'object' };
cyclic.properties = { self: cyclic };

const REFUSED: [what: string, format: unknown, says: RegExp][] = [
  ['text', 'json', /responseFormat: must be an object/],
  ['null', null, /responseFormat: must be an object/],
  ['a list', [place(schema)], /responseFormat: must be an object/],
  ['a type that is none', { type: 'json_object' }, /responseFormat\.type: must be text, json, json_schema/],
  ['json with a schema', { type: 'json', schema }, /responseFormat\.schema: is not known/],
  [
    'the format as OpenAI has it',
    { type: 'json_schema', json_schema: place(schema) },
    /responseFormat\.json_schema: is not known/,
  ],
  ['a format without a name', { type: 'json_schema', schema }, /responseFormat\.name: is missing/],
  ['a name with a space', place(schema, { name: 'my place' }), /responseFormat\.name/],
  ['a format without a schema', { type: 'json_schema', name: 'place' }, /responseFormat\.schema: must be JSON Schema/],
  ['a schema that is text', place('{"type":"object"}'), /responseFormat\.schema: must be JSON Schema/],
  ['a schema of a type that is none', place({ type: 'strin' }), /responseFormat\.schema\.type: is no JSON Schema/],
  ['properties without a schema round them', place({ city: { type: 'string' } }), /responseFormat\.schema: is no JSON Schema/],
  ['a schema with a cycle', place(cyclic), /responseFormat\.schema: must be JSON/],
  ["a library's schema that no JSON Schema tells", place(z.object({ at: z.date() })), /responseFormat\.schema: Date/],
];

/** What JSON Schema has and the strict modes of many APIs have not. */
const HARD: [what: string, schema: JsonObject][] = [
  ['an open object', { type: 'object', additionalProperties: { type: 'string' } }],
  [
    'properties that may be missing',
    { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } }, required: ['a'] },
  ],
  ['not', { ...schema, not: { required: ['country'] } }],
  ['allOf', { allOf: [schema, { type: 'object', properties: { day: { type: 'string' } } }] }],
  ['oneOf', { oneOf: [schema, { ...schema, properties: { country: { type: 'string' } } }] }],
  ['a pattern', { ...schema, properties: { city: { type: 'string', pattern: '^(?=[A-Z])', minLength: 2, format: 'city' } } }],
  ['patternProperties', { type: 'object', patternProperties: { '^x': { type: 'string' } } }],
  ['a condition', { ...schema, if: { required: ['city'] }, else: { minProperties: 1 } }],
  ['a schema that contains itself', { ...schema, properties: { city: { type: 'string' }, next: { $ref: '#' } } }],
  ['a tuple', { type: 'array', prefixItems: [{ type: 'string' }] }],
  ['a list at the root', { type: 'array', items: { type: 'string' } }],
  ['a choice at the root', { enum: ['a', 'b', null] }],
  ['anything', {}],
  [
    'properties that are called like keywords',
    { ...schema, properties: { not: { type: 'string' }, city: true, $ref: { type: 'string' } } },
  ],
];

describe.each(ALL)('$label', (one) => {
  const transport = new FakeTransport();
  const client = clientOf(one, transport);

  it('refuses what is no format before anything is sent, and says where', async () => {
    for (const [what, format, says] of REFUSED) {
      const error = thrownBy(() => client.encode(asking(format)));
      expect([what, error.code, error.message]).toEqual([what, 'INVALID_INPUT', expect.stringMatching(says)]);
      await expect(client.complete(asking(format))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      await expect(client.stream(asking(format)).response).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
    expect(transport.requests).toEqual([]);
  });

  it.each([true, false])('sends a schema that is hard for strict modes, or says what of it is, with strict %s', (strict) => {
    for (const [what, given] of HARD) {
      const format = place(given, { strict }) as ResponseFormat;
      const before = JSON.stringify(given);
      try {
        expect(client.encode(asking(format)).body).toBeDefined();
      } catch {
        const { code, message } = thrownBy(() => client.encode(asking(format)));
        expect([what, code, message]).toEqual([what, 'INVALID_INPUT', expect.stringMatching(/responseFormat/)]);
      }
      expect(JSON.stringify(given)).toBe(before);
    }
  });

  it('refuses a schema that answers can not be checked by', () => {
    for (const given of [
      { ...schema, properties: { city: { $ref: '#/$defs/city' } } },
      { $ref: 'https://example.com/city.json' },
    ]) {
      const error = thrownBy(() => client.encode(asking(place(given))));
      expect([error.code, error.message]).toEqual(['INVALID_INPUT', expect.stringMatching(/responseFormat/)]);
    }
  });
});
