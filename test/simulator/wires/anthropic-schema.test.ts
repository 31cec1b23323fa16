import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { schemaFlaw } from '../../../src/simulator/wires/anthropic-schema.ts';
import { ask, eventsOf } from '../ask.ts';

const object = (properties: object, more: object = {}) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
});
const text = { type: 'string' };
const many = (count: number, schema: object) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, schema]));

describe('a schema', () => {
  it.each([
    object({ a: { type: 'string', format: 'date', pattern: '^a', description: 'A day.' } }),
    object({ a: { type: ['array', 'null'], items: { anyOf: [text, { type: 'null' }] }, minItems: 1 } }),
    object({ a: { $ref: '#/$defs/b' }, c: { $ref: '#/$defs/b' } }, { $defs: { b: object({ c: { enum: ['x', 1, null] } }) } }),
    object(many(24, text), { required: [] }),
    object(many(16, { type: ['string', 'null'] })),
  ])('is taken: %j', (schema) => {
    expect(schemaFlaw(schema)).toBeUndefined();
  });

  it.each<[object, string]>([
    [object({ a: { type: 'integer', minimum: 1 } }), "For 'integer' type, property 'minimum' is not supported"],
    [object({ a: { type: 'string', minLength: 1 } }), "For 'string' type, property 'minLength' is not supported"],
    [object({ a: { type: 'array', items: text, minItems: 2 } }), "'minItems' values other than 0 or 1"],
    [object({ a: { type: 'string', format: 'iban' } }), "String format 'iban' is not supported"],
    [object({ a: { oneOf: [text] } }), "Schema type 'oneOf' is not supported"],
    [object({ a: true }), "For 'object' type, property 'properties' is not supported"],
    [object({ a: { type: 'array', items: true } }), "For 'array' type, property 'items' is not supported"],
    [object({ a: { const: {} } }), 'Enum values must be primitives'],
    [object({ a: { type: 'object', properties: {} } }), "'additionalProperties' must be explicitly set to false"],
    [object({ a: { $ref: '#' } }), 'Circular reference detected in schema definitions: # -> #'],
    [
      object({}, { $defs: { Node: object({ next: { $ref: '#/$defs/Node' } }) } }),
      'Circular reference detected in schema definitions: Node -> Node.',
    ],
    [object(many(25, text), { required: [] }), 'Schemas contains too many optional parameters (25)'],
    [object(many(17, { type: ['string', 'null'] })), 'too many parameters with union types (17 parameters'],
  ])('is refused: %j', (schema, words) => {
    expect(schemaFlaw(schema as Record<string, unknown>)).toContain(words);
  });
});

describe('an answer in a form', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator();
  });
  afterAll(() => simulator.close());

  const form = (schema: object) => ({ output_config: { format: { type: 'json_schema', schema } } });
  const city = form(object({ city: text, size: { type: 'integer' } }));

  it('is JSON that fits the schema, whole and streamed', async () => {
    const [block] = JSON.parse((await ask(simulator, 'anthropic', city)).text).content;
    expect(JSON.parse(block.text)).toEqual({ city: expect.any(String), size: expect.any(Number) });
    const events = eventsOf((await ask(simulator, 'anthropic', { ...city, stream: true })).text);
    expect(events.map(({ delta }) => delta?.text ?? '').join('')).toBe(block.text);
  });

  it.each<[object, string]>([
    [form(object({ a: { not: {} } })), "output_config.format.schema: Schema type 'not' is not supported"],
    [
      {
        ...city,
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: '{' },
        ],
      },
      'Prefilling',
    ],
    [{ output_config: { format: { type: 'json' } } }, 'output_config.format.schema: Field required'],
    [{ output_config: { format: { type: 'json', schema: {} } } }, "output_config.format.type: Input should be 'json_schema'"],
    [{ output_config: { effort: 'minimal' } }, "output_config.effort: Input should be 'low' or"],
    [{ output_format: city.output_config.format }, 'output_format: Extra inputs are not permitted'],
  ])('is refused: %j', async (body, words) => {
    const { status, text: said } = await ask(simulator, 'anthropic', body);
    expect(status).toBe(400);
    expect(JSON.parse(said).error).toEqual({ type: 'invalid_request_error', message: expect.stringContaining(words) });
  });
});
