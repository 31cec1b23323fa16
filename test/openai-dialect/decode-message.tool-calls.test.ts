import { describe, expect, it } from '@jest/globals';
import { decodeMessage } from '../../src/openai-dialect/decode-message.ts';
import type { Delta } from '../../src/plugin.ts';

/** The deltas of these calls, whole or as a piece of a stream. */
function decode(tool_calls: unknown, mode: 'append' | 'whole' = 'whole', rest: object = {}): Delta[] {
  const deltas: Delta[] = [];
  decodeMessage(deltas, { tool_calls, ...rest }, mode);
  return deltas;
}

describe('the tool calls of a whole answer', () => {
  it('have keys of their own, even if all ids are the same', () => {
    const call = (name: string) => ({ id: '0', type: 'function', index: 0, function: { name, arguments: '{}' } });
    expect(decode([call('a'), call('b')])).toEqual([
      { type: 'tool-call', key: 0, id: '0', name: 'a', argumentsText: '{}', mode: 'whole' },
      { type: 'tool-call', key: 1, id: '0', name: 'b', argumentsText: '{}', mode: 'whole' },
    ]);
  });

  it('have arguments that were parsed written back into text', () => {
    expect(decode([{ id: 'c', function: { name: 'a', arguments: { x: 1 } } }])).toMatchObject([{ argumentsText: '{"x":1}' }]);
  });

  it('are marked where the tool is a custom one, whose input is no JSON', () => {
    expect(decode([{ id: 'c', type: 'custom', custom: { name: 'sql', input: 'SELECT 1' } }])).toEqual([
      { type: 'tool-call', key: 0, id: 'c', name: 'sql', argumentsText: 'SELECT 1', mode: 'whole' },
      { type: 'part', key: 0, kind: 'tool-call', data: { type: 'custom' } },
    ]);
  });

  it('keep what they have beside name, id and arguments', () => {
    const extra_content = { google: { thought_signature: 's' } };
    const call = {
      id: 'c',
      type: 'function',
      extra_content,
      empty: null,
      function: { name: 'a', arguments: '{}', strict: true },
    };
    expect(decode([call])[1]).toEqual({
      type: 'part',
      key: 0,
      kind: 'tool-call',
      data: { extra_content, function: { strict: true } },
    });
  });

  it('keep nothing of what says nothing', () => {
    const call = {
      id: 'c',
      type: 'function',
      index: 0,
      custom: { name: '', input: '' },
      function: { name: 'a', description: null },
    };
    expect(decode([call, null])).toHaveLength(1);
  });

  it('may be the older function_call, but not one that is empty', () => {
    expect(decode(null, 'whole', { function_call: { name: 'a', arguments: '{}' } })).toEqual([
      { type: 'tool-call', key: 'function_call', name: 'a', argumentsText: '{}', mode: 'whole' },
    ]);
    expect(decode(null, 'whole', { function_call: { name: '', arguments: '' } })).toEqual([]);
  });
});

describe('the pieces of tool calls in a stream', () => {
  it('belong together by their index', () => {
    expect(decode([{ index: 1, id: 'c', type: 'function', function: { name: 'a', arguments: '' } }], 'append')).toEqual([
      { type: 'tool-call', key: 1, id: 'c', name: 'a', argumentsText: '', mode: 'append' },
    ]);
    expect(decode([{ index: 1, id: null, function: { name: null, arguments: '{"x"' } }], 'append')).toEqual([
      { type: 'tool-call', key: 1, id: '', name: '', argumentsText: '{"x"', mode: 'append' },
    ]);
  });

  it('belong together by their place in the list where there is no index', () => {
    expect(decode([{ function: { arguments: '{"a"' } }, { function: { arguments: '{"b"' } }], 'append')).toMatchObject([
      { key: 0 },
      { key: 1 },
    ]);
  });

  it('are of several calls where they come together, even with the same index and without ids', () => {
    const call = (name: string) => ({ index: 0, id: '', type: 'function', function: { name, arguments: '{}' } });
    const keys = decode([call('a'), call('b'), call('b')], 'append').map((delta) => 'key' in delta && delta.key);
    expect(new Set(keys).size).toBe(3);
    expect(keys[0]).toBe(0);
  });

  it('may be several of one call', () => {
    const pieces = [
      { index: 0, id: 'c', function: { name: 'a', arguments: '{' } },
      { index: 0, function: { arguments: '}' } },
    ];
    expect(decode(pieces, 'append')).toMatchObject([{ key: 0 }, { key: 0 }]);
  });

  it('go on with the last call where there is neither index nor id', () => {
    const [first] = decode([{ id: 'c', function: { name: 'a', arguments: '' } }], 'append');
    const [next] = decode([{ function: { arguments: '{}' } }], 'append');
    expect(first).toMatchObject({ key: 0, id: 'c' });
    expect(next).toMatchObject({ key: undefined, argumentsText: '{}' });
  });

  it('keep what they have beside, under the same key', () => {
    const extra_content = { google: { thought_signature: 's' } };
    expect(decode([{ index: 3, id: 'c', function: { name: 'a' }, extra_content }], 'append')[1]).toEqual({
      type: 'part',
      key: 3,
      kind: 'tool-call',
      data: { extra_content },
    });
  });
});
