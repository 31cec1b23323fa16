import { describe, expect, it } from '@jest/globals';
import { grammarOf } from '../../../plugins/huggingface/grammar.ts';
import { InvalidInputError, type JsonObject } from '../../../src/plugin.ts';
import { createCall } from '../../openai-dialect/create-call.ts';

const grammar = (schema: JsonObject, strict = true) =>
  grammarOf(createCall({ responseFormat: { type: 'json_schema', name: 'person', schema, strict } }));

describe('a grammar', () => {
  it('is the schema', () => {
    const schema = { type: 'object', properties: { age: { type: 'integer' } } };
    expect(grammar(schema)).toEqual({ type: 'json', value: schema });
  });

  it('is not there without one', () => {
    expect(grammarOf(createCall())).toBeUndefined();
  });

  it.each([true, false])('is refused without properties, strict or not: %s', (strict) => {
    expect(() => grammar({ type: 'array', items: { type: 'string' } }, strict)).toThrow(InvalidInputError);
    expect(() => grammar({ type: 'object' }, strict)).toThrow(/responseFormat\.schema\.properties: is missing/);
  });
});
