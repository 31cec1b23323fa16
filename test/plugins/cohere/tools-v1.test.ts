import { describe, expect, it } from '@jest/globals';
import { encodeTool } from '../../../plugins/cohere/tools-v1.ts';
import { InvalidInputError, type Json, type JsonObject } from '../../../src/plugin.ts';

const known = { provider: 'cohere', model: 'command-a-03-2025' };
const encode = (parameters: JsonObject, name = 'plot') => encodeTool({ name, parameters }, known);
/** How one parameter of this schema is told. */
function parameterOf(schema: Json, root: JsonObject = {}): JsonObject {
  const { parameter_definitions } = encode({ type: 'object', properties: { it: schema }, ...root });
  return (parameter_definitions as Record<string, JsonObject>).it ?? {};
}

describe('a tool', () => {
  it('is a name, a description and parameters that are required or not', () => {
    const parameters = {
      type: 'object',
      properties: { city: { type: 'string', title: 'City', description: 'Where.' }, days: { type: 'integer' } },
      required: ['city'],
      additionalProperties: false,
    };
    expect(encodeTool({ name: 'weather', description: 'Tells the weather.', parameters }, known)).toEqual({
      name: 'weather',
      description: 'Tells the weather.',
      parameter_definitions: {
        city: { description: 'Where.', type: 'str', required: true },
        days: { type: 'int', required: false },
      },
    });
  });

  it('may have neither description nor parameters', () => {
    expect(encode({ type: 'object' })).toEqual({ name: 'plot', description: '', parameter_definitions: {} });
  });

  it.each([
    ['anyOf', { anyOf: [{ required: ['a'] }, { required: ['b'] }] }],
    ['$ref', { $ref: '#/$defs/Plot' }],
    ['additionalProperties', { additionalProperties: { type: 'string' } }],
    ['minProperties', { minProperties: 1 }],
  ])('is refused where its parameters are more than names: %s', (keyword, schema) => {
    const refused = () => encode({ type: 'object', properties: {}, ...schema });
    expect(refused).toThrow(InvalidInputError);
    expect(refused).toThrow(`v1 of the API knows single parameters only, so "${keyword}" of "plot" can't be sent`);
  });

  it('may take parameters of any name, as nobody has to be told', () => {
    expect(() => encode({ type: 'object', additionalProperties: {} })).not.toThrow();
    expect(() => encode({ type: 'object', additionalProperties: true })).not.toThrow();
  });
});

describe('a type', () => {
  const list = (items: JsonObject) => ({ type: 'array', items });
  const map = (additionalProperties: JsonObject) => ({ type: 'object', additionalProperties });

  it.each<[Json, string]>([
    [{ type: 'string' }, 'str'],
    [{ type: 'integer' }, 'int'],
    [{ type: 'number' }, 'float'],
    [{ type: 'boolean' }, 'bool'],
    [{ type: 'array' }, 'List'],
    [list({ type: 'string' }), 'List[str]'],
    [list(list({ type: 'number' })), 'List[List[float]]'],
    [{ type: 'object' }, 'Dict'],
    [map({ type: 'integer' }), 'Dict[str, int]'],
    [{ type: ['string', 'null'] }, 'Optional[str]'],
    [{ type: ['string', 'integer'] }, 'Union[str, int]'],
    [{}, 'Any'],
    [true, 'Any'],
  ])('that says all of %j is %s', (schema, type) => {
    expect(parameterOf(schema)).toEqual({ type, required: false });
  });

  it.each<[JsonObject, string]>([
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'Optional[str]'],
    [{ oneOf: [{ type: 'integer' }, { type: 'number' }, { type: 'null' }] }, 'Optional[Union[int, float]]'],
    [{ type: 'null' }, 'None'],
    [{ const: true }, 'bool'],
    [{ enum: [null, 'a'] }, 'Any'],
    [{ not: {} }, 'Any'],
    [{ type: 'of the future' }, 'Any'],
  ])('of %j is %s', (schema, type) => {
    expect(parameterOf(schema).type).toBe(type);
  });
});

describe('a description', () => {
  it('tells choices', () => {
    expect(parameterOf({ description: 'Which unit.', type: 'string', enum: ['metric', 'imperial'] })).toEqual({
      description: 'Which unit. Possible enum values: metric, imperial.',
      type: 'str',
      required: false,
    });
    expect(parameterOf({ enum: ['metric'] })).toMatchObject({ description: 'Possible enum values: metric.', type: 'str' });
    expect(parameterOf({ enum: [0.5, 2] })).toMatchObject({ description: 'Possible enum values: 0.5, 2.', type: 'float' });
  });

  it.each([[['a, b', 'c']], [['a.']], [['a', null]]])('tells choices that look like several as JSON Schema: %j', (choices) => {
    const schema = { type: 'string', enum: choices };
    expect(parameterOf(schema).description).toBe(`JSON Schema: ${JSON.stringify(schema)}`);
  });

  it('tells defaults', () => {
    expect(parameterOf({ type: 'string', default: 'metric' }).description).toBe('The default value is: metric.');
    expect(parameterOf({ type: 'array', default: [] }).description).toBe('The default value is: [].');
    expect(parameterOf({ type: 'boolean', default: false }).description).toBe('The default value is: false.');
  });

  it('tells as JSON Schema what neither the type nor a sentence says', () => {
    const schema = { type: 'object', properties: { x: { type: 'number' } }, required: ['x'] };
    expect(parameterOf({ description: 'Where.', ...schema })).toEqual({
      description: `Where. JSON Schema: ${JSON.stringify(schema)}`,
      type: 'Dict',
      required: false,
    });
    const listed = { type: 'string', enum: ['a'], pattern: '^a' };
    expect(parameterOf(listed).description).toBe(`Possible enum values: a. JSON Schema: ${JSON.stringify(listed)}`);
  });

  it('brings the definitions that a schema points to', () => {
    const $defs = { Point: { type: 'object' } };
    const { description } = parameterOf({ $ref: '#/$defs/Point' }, { $defs });
    expect(description).toBe(`JSON Schema: ${JSON.stringify({ $ref: '#/$defs/Point', $defs })}`);
  });

  it('is kept where it is empty', () => {
    expect(parameterOf({ type: 'string', description: '' }).description).toBe('');
  });
});
