import { describe, expect, it } from '@jest/globals';
import { openaiSchema } from '../../src/openai-dialect/strict-rules.ts';
import type { JsonObject } from '../../src/plugin.ts';

const text = { type: 'string' };

/** An object that has one property. */
const having = (a: JsonObject): JsonObject => ({
  type: 'object',
  properties: { a },
  required: ['a'],
  additionalProperties: false,
});

/** What becomes of a property. */
function met(property: JsonObject): unknown {
  const { schema, problems } = openaiSchema(having(property));
  expect(problems).toEqual([]);
  return JSON.parse(JSON.stringify((schema.properties as JsonObject).a));
}

function problemsOf(schema: JsonObject): string[] {
  return openaiSchema(schema).problems;
}

describe('a schema in strict mode', () => {
  it('stays the same where all demands are met', () => {
    const whole = having({ type: ['array', 'null'], items: { anyOf: [text, having(text)] }, minItems: 1 });
    expect(JSON.parse(JSON.stringify(openaiSchema(whole)))).toEqual({ schema: whole, problems: [] });
  });

  it('has no demands for what only looks like a schema', () => {
    const named = { type: 'object', properties: { type: text, format: text, $ref: text }, required: ['type', 'format', '$ref'] };
    expect(problemsOf(named)).toEqual([]);
    expect(met({ const: { format: 'uri', $ref: '#', type: 'x' } })).toEqual({ const: { format: 'uri', $ref: '#', type: 'x' } });
  });

  it('tells a format that is not kept in words', () => {
    expect(met({ type: 'string', format: 'date-time' })).toEqual({ type: 'string', format: 'date-time' });
    expect(met({ type: 'string', format: 'uri', description: 'A page' })).toEqual({
      type: 'string',
      description: 'A page (format: uri)',
    });
  });

  it('lets nothing stand beside a reference', () => {
    expect(met({ $ref: '#/$defs/b' })).toEqual({ $ref: '#/$defs/b' });
    expect(met({ $ref: '#/$defs/b', description: 'B' })).toEqual({ anyOf: [{ $ref: '#/$defs/b' }], description: 'B' });
  });

  it('takes any of the alternatives where one alone was allowed', () => {
    expect(met({ oneOf: [text, { type: 'null' }] })).toEqual({ anyOf: [text, { type: 'null' }] });
    expect(met({ allOf: [text], description: 'A' })).toEqual({ anyOf: [text], description: 'A' });
  });

  it('rewords definitions too', () => {
    const { schema } = openaiSchema({ ...having({ $ref: '#/$defs/b' }), $defs: { b: { oneOf: [text] } } });
    expect(schema.$defs).toMatchObject({ b: { anyOf: [text] } });
  });

  it.each<[string, JsonObject, string]>([
    ['several at once', { allOf: [text, { maxLength: 3 }] }, 'schema.properties.a.allOf: is not kept by strict mode'],
    ['a negation', { not: text }, 'schema.properties.a.not: is not kept'],
    [
      'a property of any name',
      { type: 'object', properties: {}, patternProperties: {} },
      'schema.properties.a.patternProperties',
    ],
    ['a map', { type: 'object', additionalProperties: text }, 'schema.properties.a.properties: must be told in strict mode'],
    ['a list of anything', { type: 'array' }, 'schema.properties.a.items: must be told in strict mode'],
    ['anything', { description: 'Anything' }, 'schema.properties.a.type: must be told in strict mode'],
  ])('can not have %s', (_what, property, problem) => {
    expect(problemsOf(having(property)).join()).toContain(problem);
  });

  it.each<[string, JsonObject]>([
    ['an alternative', { anyOf: [having(text)] }],
    ['a list', { type: 'array', items: text }],
    ['a reference', { $ref: '#/$defs/a', $defs: { a: having(text) } }],
    ['a list of types', { ...having(text), type: ['object', 'null'] }],
  ])('can not be %s', (_what, schema) => {
    expect(problemsOf(schema)).toContain(
      'schema: must be one object at its root in strict mode; put what it is into a property, or set strict: false',
    );
  });
});
