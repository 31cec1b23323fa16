import { describe, expect, it } from '@jest/globals';
import type { Json, ToolCall } from '../src/message.ts';
import { argumentsOf, argumentsTextOf, resultTextOf } from '../src/tool-message.ts';

function call(argumentsText: string, parsed?: Json): ToolCall {
  return { id: 'a', name: 'look_up', arguments: parsed, argumentsText };
}

describe('the arguments of a call that goes back', () => {
  it.each([
    ['{"a": 1}', undefined, { a: 1 }, '{"a": 1}'],
    ['', undefined, {}, '{}'],
    ['  ', undefined, {}, '{}'],
    ['null', undefined, {}, '{}'],
    ['', { a: 1 }, { a: 1 }, '{"a":1}'],
    ['{"a": 1}', { a: 2 }, { a: 1 }, '{"a": 1}'],
    ['[1]', undefined, { arguments: [1] }, '[1]'],
    ['"text"', undefined, { arguments: 'text' }, '"text"'],
    ['{"a": ', undefined, { arguments: '{"a": ' }, '{"arguments":"{\\"a\\": "}'],
    ['no JSON', { a: 1 }, { arguments: 'no JSON' }, '{"arguments":"no JSON"}'],
  ])('%j with %j parsed are %j, as text %j', (text, parsed, asObject, asText) => {
    expect(argumentsOf(call(text, parsed))).toEqual(asObject);
    expect(argumentsTextOf(call(text, parsed))).toBe(asText);
  });
});

describe('the text of a result', () => {
  it('says that it is an error, once', () => {
    expect(resultTextOf({ role: 'tool', content: '18 °C' })).toBe('18 °C');
    expect(resultTextOf({ role: 'tool', content: 'no such city', isError: true })).toBe('Error: no such city');
    expect(resultTextOf({ role: 'tool', content: 'error: no such city', isError: true })).toBe('error: no such city');
  });
});
