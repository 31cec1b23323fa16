import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { isStandardSchema } from '../../src/client/schema.ts';
import { readTools } from '../../src/client/tools.ts';
import type { Json, Tool, ToolChoice } from '../../src/message.ts';
import { deepFreeze } from '../support/failure.ts';

const weather: Tool = { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } };

/** Tools that may be wrong on purpose. */
const read = (tools: unknown, toolChoice?: unknown) => readTools(tools as Tool[], toolChoice as ToolChoice);
const problemsOf = (tools: unknown, toolChoice?: unknown): string[] => read(tools, toolChoice).problems;
const parametersOf = (parameters: unknown) => {
  const { tools, problems } = read([{ name: 'f', parameters }]);
  expect(problems).toEqual([]);
  return tools?.[0]?.parameters;
};
const flawOf = (parameters: unknown): string => {
  const problems = problemsOf([{ name: 'f', parameters }]);
  expect(problems).toHaveLength(1);
  return problems[0] ?? '';
};
/** A library's schema that tells this JSON Schema, or does so when it is asked. */
const standard = (jsonSchema: unknown) => ({ '~standard': { version: 1, vendor: 'acme', jsonSchema } });

describe('readTools', () => {
  it('gives the tools as they are, and none where there are none', () => {
    const tools = deepFreeze([weather, { name: 'now', description: 'Tells the time.' }]);
    expect(readTools(tools, undefined)).toEqual({
      tools: [
        { ...weather, description: undefined },
        { name: 'now', description: 'Tells the time.', parameters: { type: 'object', properties: {} } },
      ],
      problems: [],
    });
    expect(readTools(undefined, undefined)).toEqual({ problems: [] });
    expect(readTools([], undefined)).toEqual({ problems: [] });
  });

  it.each([[null], ['weather'], [5], [weather], [new Set([weather])]])('refuses %p as a list of tools', (tools) => {
    expect(problemsOf(tools)).toEqual(['tools: must be a list of tools']);
  });

  it.each([[null], [undefined], ['weather'], [[weather]], [() => weather]])('refuses %p as a tool', (tool) => {
    expect(problemsOf([weather, tool])).toEqual(['tools[1]: must be an object with name, description, parameters']);
  });

  it('refuses a list with holes', () => {
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tried
    expect(problemsOf([weather, , ,])).toHaveLength(2);
  });

  it.each([[{ city: { type: 'string' } }], [{ city: 'string' }]])(
    'refuses %j, which is no schema but its properties',
    (parameters) => {
      expect(problemsOf([{ name: 'weather', parameters }])).toEqual([
        'tools[0].parameters: is no JSON Schema; write { type: "object", properties: { ... } } round it',
      ]);
    },
  );

  it('says where a name is missing, and which one an API does not take', () => {
    expect(problemsOf([{}])).toEqual(['tools[0].name: is missing']);
    const { problems } = readTools([weather, { name: 'a.b' }], undefined, /^\w+$/);
    expect(problems).toEqual(['tools[1].name: "a.b" is not taken by this API, whose names fit /^\\w+$/']);
  });

  it.each([null, '', 5, 'two words', 'größe', 'a/b', 'a\n', 'x'.repeat(129)])('refuses %p as a name', (name) => {
    expect(problemsOf([{ name }, { name }])).toEqual([
      expect.stringContaining('tools[0].name: must be'),
      expect.stringContaining('tools[1].name: must be'),
    ]);
  });

  it.each(['f', '_f', 'look_up', 'look-up', 'ns.look:up', '2fast', 'x'.repeat(128)])('takes %p as a name', (name) => {
    expect(read([{ name }])).toMatchObject({ tools: [{ name }], problems: [] });
  });

  it('refuses a name that an earlier tool has', () => {
    expect(problemsOf([weather, { name: 'now' }, { name: 'weather' }])).toEqual([
      'tools[2].name: "weather" is the name of an earlier tool',
    ]);
    expect(problemsOf([{ name: 'f' }, { name: 'F' }])).toEqual([]);
  });

  it.each([null, 5, {}])('refuses %p as a description', (description) => {
    expect(problemsOf([{ name: 'f', description }])).toEqual(['tools[0].description: must be a string']);
  });

  it('refuses members that a tool does not have, and names the one that was meant', () => {
    expect(problemsOf([{ name: 'f', parametres: {}, strict: true }])).toEqual([
      'tools[0].parametres: is not known; did you mean "parameters"?',
      'tools[0].strict: is not known (a tool has name, description, parameters)',
    ]);
    expect(problemsOf([{ type: 'function', function: weather }])).toHaveLength(3);
  });
});

describe('the parameters of a tool as JSON Schema', () => {
  it('are made those of an object where they have no type', () => {
    expect(parametersOf({ properties: { a: {} } })).toEqual({ type: 'object', properties: { a: {} } });
    expect(parametersOf({ type: undefined, anyOf: [{ required: ['a'] }] })).toEqual({
      type: 'object',
      anyOf: [{ required: ['a'] }],
    });
  });

  it('may have what a schema can have, and what no schema knows', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { a: { $ref: '#/$defs/a' }, b: { type: ['string', 'null'], nullable: true } },
      $defs: { a: { enum: ['x', 1, null] } },
      required: ['a'],
      additionalProperties: false,
    };
    expect(parametersOf(deepFreeze(schema))).toEqual(schema);
  });

  const cyclic: Record<string, unknown> = { type: 'object' };
  cyclic.self = cyclic;
  const none: [what: string, schema: unknown, says: string][] = [
    ['null', null, ': must be JSON Schema of an object'],
    ['text', 'object', ': must be JSON Schema of an object'],
    ['a list', [{ type: 'object' }], ': must be JSON Schema of an object'],
    ['true', true, ': must be JSON Schema of an object'],
    ['of a string', { type: 'string' }, '.type: must be "object"'],
    ['of several types', { type: ['object', 'null'] }, '.type: must be "object"'],
    ['of a type in capitals', { type: 'OBJECT' }, '.type: must be "object"'],
    ['with a property of no type', { properties: { a: { type: 'text' } } }, '.properties.a.type: is no JSON Schema'],
    ['with a property that is text', { properties: { a: 'string' } }, '.properties.a: is no JSON Schema'],
    ['with a list of properties', { properties: [{ name: 'a' }] }, '.properties: is no JSON Schema'],
    ['with required that is no list', { properties: {}, required: true }, '.required: is no JSON Schema'],
    ['with an empty enum', { properties: { a: { enum: 5 } } }, '.properties.a.enum: is no JSON Schema'],
    ['with a cycle', cyclic, ': must be JSON'],
    ['with a function', { properties: { a: () => 1 } }, ': must be JSON'],
    ['with a BigInt', { properties: { a: { const: 1n } } }, ': must be JSON'],
  ];
  it.each(none)('are refused where they are none: %s', (_what, schema, says) => {
    expect(flawOf(schema)).toContain(`tools[0].parameters${says}`);
  });

  it.each([1000, 2000, 100_000])('are refused, and nothing else is thrown, where they are %d levels deep', (depth) => {
    let deep: Json = { type: 'string' };
    for (let level = 0; level < depth; level += 1) deep = { type: 'object', properties: { a: deep } };
    const [problem = 'tools[0].parameters'] = problemsOf([{ name: 'f', parameters: deep }]);
    expect(problem).toContain('tools[0].parameters');
  });
});

describe('the parameters of a tool as a schema of a library', () => {
  it('become the JSON Schema of what it takes, not of what it makes of it', () => {
    const schema = z.object({
      city: z.string().describe('Where'),
      days: z.number().int().default(1),
      when: z.string().transform((text) => new Date(text)),
    });
    expect(parametersOf(schema)).toEqual({
      type: 'object',
      properties: {
        city: { type: 'string', description: 'Where' },
        days: { type: 'integer', default: 1, minimum: expect.any(Number), maximum: expect.any(Number) },
        when: { type: 'string' },
      },
      required: ['city', 'when'],
    });
  });

  it('become those of an object where they are a choice of objects', () => {
    const schema = z.discriminatedUnion('by', [
      z.object({ by: z.literal('id'), id: z.number() }),
      z.object({ by: z.literal('name') }),
    ]);
    expect(parametersOf(schema)).toMatchObject({ type: 'object', oneOf: [{ type: 'object' }, { type: 'object' }] });
  });

  it('may be a function that is one, as some libraries have them', () => {
    const schema = Object.assign(() => true, standard({ input: () => ({ type: 'object', $schema: 'x' }) }));
    expect(isStandardSchema(schema)).toBe(true);
    expect(parametersOf(schema)).toEqual({ type: 'object' });
  });

  it.each([
    ['is none of an object', z.string(), '.type: must be "object"'],
    ['has no JSON Schema', z.object({ at: z.date() }), ': Date cannot be represented in JSON Schema'],
    ['tells none', standard(undefined), ': this acme schema tells no JSON Schema: convert it first, or update acme'],
    ['tells text', standard({ input: () => 'object' }), ': this acme schema tells what is no JSON Schema'],
    ['tells it later', standard({ input: async () => ({}) }), ': this acme schema tells what is no JSON Schema'],
    ['tells a wrong one', standard({ input: () => ({ required: 1 }) }), '.required: is no JSON Schema'],
    ['tells it in another way', standard({ output: () => ({}) }), ': '],
    [
      'throws',
      standard({
        input: () => {
          throw new TypeError('not today');
        },
      }),
      ': not today',
    ],
    [
      'throws what is no error',
      standard({
        input: () => {
          throw null;
        },
      }),
      ': can not be turned into JSON Schema',
    ],
  ])('are refused where it %s', (_what, schema, says) => {
    expect(flawOf(schema)).toContain(`tools[0].parameters${says}`);
  });
});

describe('a schema that is used again', () => {
  it('is not read again', () => {
    let asked = 0;
    const schema = standard({ input: () => ({ type: 'object', title: `asked ${++asked}` }) });
    expect([parametersOf(schema), parametersOf(schema)]).toEqual([parametersOf(schema), { type: 'object', title: 'asked 1' }]);
  });

  it('is refused again where it was refused', () => {
    const schema = { type: 'string' };
    expect(flawOf(schema)).toBe(flawOf(schema));
  });
});

describe('toolChoice', () => {
  it.each(['auto', 'none', 'required', { name: 'weather' }])('may be %j', (choice) => {
    expect(problemsOf([weather], choice)).toEqual([]);
  });

  it.each([null, '', 'any', 'weather', 5, true, [], {}, { name: 5 }, { type: 'tool', name: 'weather' }, ['auto']])(
    'may not be %j',
    (choice) => {
      expect(problemsOf([weather], choice)).toEqual(['toolChoice: must be auto, none, required or { name }']);
    },
  );

  it('must name one of the tools', () => {
    expect(problemsOf([weather, { name: 'now' }], { name: 'time' })).toEqual([
      'toolChoice.name: there is no tool "time" among them (weather, now)',
    ]);
  });

  it.each([[undefined], [[]]])('needs tools, not %j, where one must be called', (tools) => {
    for (const choice of ['required', { name: 'weather' }]) {
      expect(problemsOf(tools, choice)).toEqual(['toolChoice: needs tools to choose from']);
    }
    for (const choice of ['auto', 'none']) expect(problemsOf(tools, choice)).toEqual([]);
  });
});
