import { describe, expect, it } from '@jest/globals';
import {
  anything,
  choice,
  explain,
  flag,
  like,
  list,
  members,
  number,
  part,
  type Rule,
  record,
  someText,
  text,
  textOr,
  whole,
} from '../../src/simulator/check.ts';

function said(rule: Rule, value: unknown): string | undefined {
  const complaint = rule(value, 'it');
  return complaint && explain(complaint);
}

describe('rules', () => {
  it.each<[string, Rule, unknown, string | undefined]>([
    ['a text', text, 'a', undefined],
    ['no text', text, 1, 'it is of type number but should be of type string'],
    ['a blank text', someText, ' ', 'it must not be empty'],
    ['a flag', flag, false, undefined],
    ['no flag', flag, 'true', 'it is of type string but should be of type boolean'],
    ['null', record, null, 'it is of type null but should be of type object'],
    ['an array for an object', record, [], 'it is of type list but should be of type object'],
    ['a number on its bound', number({ least: 0, most: 1 }), 1, undefined],
    ['a number over its bound', number({ most: 1 }), 1.1, 'it must be at most 1'],
    ['a number under its bound', number({ least: 0 }), -1, 'it must be at least 0'],
    ['a number on its outer bound', number({ over: 0 }), 0, 'it must be over 0'],
    ['a number on its upper outer bound', number({ under: 1 }), 1, 'it must be under 1'],
    ['half a token', whole(), 1.5, 'it is of type number but should be of type integer'],
    ['a text of another form', like(/^a+$/), 'b', 'it must match ^a+$'],
    ['no text for a form', like(/^1$/), 1, 'it is of type number but should be of type string'],
    ['a choice', choice('a', 'b'), 'c', 'it must be one of a, b'],
    ['an empty list', list(anything, { least: 1 }), [], 'it must not be empty'],
    ['a long list', list(anything, { most: 1 }), [1, 2], 'it must have at most 1 items'],
    ['no list', list(anything), 'a', 'it is of type string but should be of type list'],
    ['a bad item', list(text), ['a', 2], 'it.1 is of type number but should be of type string'],
    ['a part without a type', part, {}, 'it.type is of type undefined but should be of type string'],
    ['a text or a list', textOr(list(part)), 'a', undefined],
    ['a missing member', members({ a: text }, ['a']), {}, 'it.a is required'],
    ['an unknown member', members({ a: text }), { b: 1 }, 'it.b is not a valid field'],
    ['a member that every object has', members({}), { constructor: 1 }, 'it.constructor is not a valid field'],
    ['null where it is a value', members({ a: text }), { a: null }, 'it.a is of type null but should be of type string'],
    ['null where it is unset', members({ a: text }, [], { nulls: true }), { a: null }, undefined],
    ['null where something is required', members({ a: text }, ['a'], { nulls: true }), { a: null }, 'it.a is required'],
  ])('judge %s', (_name, rule, value, expected) => {
    expect(said(rule, value)).toBe(expected);
  });

  it('speak of the body where there is no path', () => {
    const complaint = members({})([], '');
    expect(complaint && explain(complaint)).toBe('the body is of type list but should be of type object');
  });
});
