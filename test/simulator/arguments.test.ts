import { describe, expect, it } from '@jest/globals';
import { digest } from '../../src/simulator/answer.ts';
import { madeUpArguments } from '../../src/simulator/arguments.ts';

const id = digest('any');
const only = (schema: unknown) => madeUpArguments({ type: 'object', properties: { it: schema } }, id).it;

describe('madeUpArguments', () => {
  it('gives no arguments where there are no parameters', () => {
    expect(madeUpArguments(undefined, id)).toEqual({});
    expect(madeUpArguments({}, id)).toEqual({});
    expect(madeUpArguments({ type: 'object' }, id)).toEqual({});
  });

  it.each<[unknown, unknown]>([
    [{ type: 'string' }, expect.stringMatching(/^\p{L}+$/u)],
    [{}, expect.any(String)],
    [true, expect.any(String)],
    [{ type: 'STRING' }, expect.any(String)],
    [{ type: ['integer', 'null'] }, expect.any(Number)],
    [{ type: 'boolean' }, true],
    [{ type: 'null' }, null],
    [{ const: 0 }, 0],
    [{ enum: ['b', 'a'] }, 'b'],
    [{ type: 'number', minimum: 50 }, 50],
    [{ type: 'number', maximum: 0.5 }, 0.5],
    [{ type: 'array', items: { type: 'boolean' } }, [true]],
    [{ type: 'object', properties: { deep: { const: 1 } } }, { deep: 1 }],
    [{ properties: { deep: { const: 1 } } }, { deep: 1 }],
    [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, expect.any(Number)],
    [{ oneOf: [{ const: 'x' }] }, 'x'],
    [{ type: 'array', items: { const: 1 }, minItems: 2 }, [1, 1]],
    [{ type: 'array', prefixItems: [{ const: 1 }, { const: 'b' }] }, [1, 'b']],
    [{ type: 'array', items: [{ const: 1 }, { const: 'b' }] }, [1, 'b']],
    [{ type: 'string', format: 'date' }, '2026-01-31'],
    [{ type: 'string', format: 'unheard-of' }, expect.stringMatching(/^\p{L}+$/u)],
    [{ $ref: '#/$defs/nowhere' }, expect.any(String)],
  ])('fits %j', (schema, expected) => {
    expect(only(schema)).toEqual(expected);
  });

  it('follows references, to where they would begin again', () => {
    const $defs = {
      'a/b': { const: 7 },
      tree: {
        properties: {
          leaf: { $ref: '#/$defs/a~1b' },
          twigs: { type: 'array', items: { $ref: '#/$defs/tree' } },
          left: { $ref: '#/$defs/tree' },
          right: { anyOf: [{ $ref: '#/$defs/tree' }, { type: 'null' }] },
          whole: { $ref: '#' },
        },
        required: ['leaf', 'right', 'whole'],
      },
    };
    const made = madeUpArguments({ $defs, properties: { tree: { $ref: '#/$defs/tree' } } }, id);
    expect(made).toEqual({ tree: { leaf: 7, twigs: [], right: null, whole: null } });
  });

  it('varies by the id and by the place', () => {
    const parameters = { properties: Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, {}])) };
    const made = madeUpArguments(parameters, id);
    expect(madeUpArguments(parameters, id)).toEqual(made);
    expect(madeUpArguments(parameters, digest('other'))).not.toEqual(made);
    expect(new Set(Object.values(made)).size).toBeGreaterThan(1);
  });
});
