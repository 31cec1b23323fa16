import { describe, expect, it } from '@jest/globals';
import { schemaOf } from '../../../plugins/gemini/schema.ts';
import type { JsonObject } from '../../../src/plugin.ts';

describe('a schema', () => {
  it('has choices of one for constants, which the API does not look at, wherever they are', () => {
    const kind = { const: 'cat', title: 'Kind' };
    const properties = { const: { const: 1 }, kind, list: { type: 'array', items: { anyOf: [kind, { const: true }] } } };
    const given = { type: 'object', properties, $defs: { kind }, required: ['const'], additionalProperties: false };
    const one = { title: 'Kind', enum: ['cat'] };
    expect(schemaOf(given)).toEqual({
      ...given,
      properties: { const: { enum: [1] }, kind: one, list: { type: 'array', items: { anyOf: [one, { const: true }] } } },
      $defs: { kind: one },
    });
    expect(properties.kind).toEqual({ const: 'cat', title: 'Kind' });
  });

  it.each<[JsonObject, JsonObject]>([
    [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }],
    [
      { $ref: '#/$defs/a', description: 'One.' },
      { anyOf: [{ $ref: '#/$defs/a' }], description: 'One.' },
    ],
    [
      { allOf: [{ $ref: '#/$defs/a' }], default: 1 },
      { anyOf: [{ $ref: '#/$defs/a' }], default: 1 },
    ],
    [{ allOf: [{ type: 'object' }, { title: 'B' }] }, { allOf: [{ type: 'object' }, { title: 'B' }] }],
    [
      { $ref: '#/$defs/a', anyOf: [{ const: null }] },
      { $ref: '#/$defs/a', anyOf: [{ const: null }] },
    ],
  ])('has nothing beside a reference, which the API refuses: %j', (given, sent) => {
    expect(schemaOf({ type: 'object', properties: { one: given } })).toEqual({ type: 'object', properties: { one: sent } });
  });

  it('keeps the definitions beside a reference at its root', () => {
    const T = { type: 'object', properties: { definitions: { $ref: '#/definitions/T' } } };
    expect(schemaOf({ $ref: '#/definitions/T', definitions: { T } })).toEqual({
      $ref: '#/$defs/T',
      $defs: { T: { type: 'object', properties: { definitions: { $ref: '#/$defs/T' } } } },
    });
  });

  it('has tuples in the word that the API knows', () => {
    const pair = { type: 'array', minItems: 2, items: [{ const: 'a' }, { type: 'number' }], additionalItems: false };
    expect(schemaOf({ anyOf: [pair] })).toEqual({
      anyOf: [{ type: 'array', minItems: 2, prefixItems: [{ enum: ['a'] }, { type: 'number' }] }],
    });
  });
});
