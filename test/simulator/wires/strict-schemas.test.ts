import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/message.ts';
import { strictFlaw } from '../../../src/simulator/wires/strict-schemas.ts';

const text = { type: 'string' };
const having = (a: JsonObject): JsonObject => ({
  type: 'object',
  properties: { a },
  required: ['a'],
  additionalProperties: false,
});

describe('strict mode', () => {
  it('takes a schema that leaves nothing open', () => {
    expect(strictFlaw(having(text))).toBeUndefined();
    const list = {
      type: ['array', 'null'],
      items: { anyOf: [having(text), { $ref: '#/$defs/b' }, { enum: ['a'] }] },
      minItems: 1,
    };
    expect(strictFlaw({ ...having(list), $defs: { b: { type: 'string', format: 'date' } } })).toBeUndefined();
  });

  it.each<[JsonObject, string]>([
    [{ type: 'array', items: text }, `schema must be a JSON Schema of 'type: "object"', got 'type: "array"'.`],
    [{}, `got 'type: "None"'`],
    [{ ...having(text), anyOf: [having(text)] }, "'anyOf' is not permitted."],
    [
      { ...having(text), additionalProperties: true },
      "In context=(), 'additionalProperties' is required to be supplied and to be false.",
    ],
    [{ ...having(text), required: [] }, "an array including every key in properties. Missing 'a'."],
    [having({ ...text, minLength: 1 }), "In context=('properties', 'a'), 'minLength' is not permitted."],
    [having({ ...text, format: 'uri' }), "'uri' is not a valid format."],
    [having({}), "schema must have a 'type' key."],
    [having({ type: 'text' }), "'text' is not valid under any of the given schemas."],
    [having({ type: 'array' }), 'array schema missing items.'],
    [having({ type: 'object', additionalProperties: false }), 'object schema missing properties.'],
    [having({ $ref: '#', description: 'A' }), "$ref cannot have keywords {'description'}."],
    [
      { ...having(text), $defs: { b: having({ oneOf: [text] }) } },
      "In context=('$defs', 'b', 'properties', 'a'), 'oneOf' is not",
    ],
    [having({ anyOf: [text, {}] }), "In context=('properties', 'a', 'anyOf', '1'), schema must have"],
    [having({ type: 'array', items: {} }), "In context=('properties', 'a', 'items'), schema must have"],
  ])('refuses %j', (schema, flaw) => {
    expect(strictFlaw(schema)).toContain(flaw);
  });
});
