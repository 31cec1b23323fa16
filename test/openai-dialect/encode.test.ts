import { describe, expect, it } from '@jest/globals';
import { encodeMessage } from '../../src/openai-dialect/encode.ts';
import type { Message, Part } from '../../src/plugin.ts';

/** As it is sent: without what is undefined. */
function encode(message: Message, ...facts: ['reasoning_content'] | []): unknown {
  return JSON.parse(JSON.stringify(encodeMessage(message, 'acme', ...facts)));
}

const call: Part = { type: 'tool-call', id: 'c1', name: 'add', arguments: { a: 1 }, argumentsText: '{ "a": 1 }' };

describe('a message', () => {
  it('keeps a text as it is', () => {
    expect(encode({ role: 'system', content: 'Be brief' })).toEqual({ role: 'system', content: 'Be brief' });
    expect(encode({ role: 'user', content: 'Hi', name: 'ada' })).toEqual({ role: 'user', name: 'ada', content: 'Hi' });
    expect(encode({ role: 'assistant', content: 'Hello' })).toEqual({ role: 'assistant', content: 'Hello' });
  });

  it('keeps the parts of a user apart, and joins those of all others', () => {
    const content: Part[] = [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ];
    expect(encode({ role: 'user', content })).toEqual({ role: 'user', content });
    expect(encode({ role: 'system', content })).toEqual({ role: 'system', content: 'ab' });
    expect(encode({ role: 'assistant', content })).toEqual({ role: 'assistant', content: 'ab' });
  });

  it('gives tool calls back with the arguments as the model wrote them', () => {
    expect(encode({ role: 'assistant', content: [{ type: 'text', text: 'So' }, call] })).toEqual({
      role: 'assistant',
      content: 'So',
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'add', arguments: '{ "a": 1 }' } }],
    });
  });

  it('has no content beside tool calls alone', () => {
    expect(encode({ role: 'assistant', content: [call] })).not.toHaveProperty('content');
  });

  it('has empty content where there is nothing at all', () => {
    expect(encode({ role: 'assistant', content: [] })).toEqual({ role: 'assistant', content: '' });
  });

  it('writes arguments out where the model wrote none', () => {
    const written = (part: object) => encode({ role: 'assistant', content: [{ ...call, argumentsText: '', ...part }] });
    expect(written({ arguments: undefined })).toMatchObject({ tool_calls: [{ function: { arguments: '{}' } }] });
    expect(written({ arguments: { a: 1 } })).toMatchObject({ tool_calls: [{ function: { arguments: '{"a":1}' } }] });
  });

  it('gives the call of a custom tool back as one', () => {
    const custom: Part = {
      type: 'tool-call',
      id: 'c2',
      name: 'sql',
      arguments: undefined,
      argumentsText: 'SELECT 1',
      providerMetadata: { acme: { type: 'custom' } },
    };
    expect(encode({ role: 'assistant', content: [custom] })).toMatchObject({
      tool_calls: [{ id: 'c2', type: 'custom', custom: { name: 'sql', input: 'SELECT 1' } }],
    });
  });

  it('answers a tool call', () => {
    const content: Part[] = [{ type: 'text', text: '3' }];
    expect(encode({ role: 'tool', toolCallId: 'c1', content })).toEqual({ role: 'tool', tool_call_id: 'c1', content: '3' });
  });

  it('gives reasoning back only where a member is named for it', () => {
    const message: Message = {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'Hm' },
        { type: 'text', text: 'Yes' },
      ],
    };
    expect(encode(message)).toEqual({ role: 'assistant', content: 'Yes' });
    expect(encode(message, 'reasoning_content')).toEqual({ role: 'assistant', content: 'Yes', reasoning_content: 'Hm' });
  });
});
