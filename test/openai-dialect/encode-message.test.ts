import { describe, expect, it } from '@jest/globals';
import { encodeMessage } from '../../src/openai-dialect/encode-message.ts';
import type { DialectFacts, Message, Part } from '../../src/plugin.ts';

/** As it is sent: without what is undefined. */
function encode(message: Message, facts?: DialectFacts): unknown {
  return JSON.parse(JSON.stringify(encodeMessage(message, 'acme', facts)));
}

const call: Part = { type: 'tool-call', id: 'c1', name: 'add', arguments: { a: 1 }, argumentsText: '{ "a": 1 }' };

/** The arguments of a call as they are sent. */
function sentArguments(part: object): unknown {
  const message = encode({ role: 'assistant', content: [{ ...call, ...part }] });
  return (message as { tool_calls: { function: { arguments: string } }[] }).tool_calls[0]?.function.arguments;
}

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

  it('leaves what an answer of the Responses API has of its own, where a caller makes the answer a prompt', () => {
    const responses = { message: { id: 'm1' }, block: { type: 'output_text' } };
    const content: Part[] = [
      { type: 'text', text: 'a', providerMetadata: { acme: { responses } } },
      { type: 'opaque', providerMetadata: { acme: { responses: { type: 'web_search_call' } } } },
    ];
    expect(encode({ role: 'user', content })).toEqual({ role: 'user', content: [{ type: 'text', text: 'a' }] });
  });

  it('carries what the caller adds to a part for this provider', () => {
    const mark = { cache_control: { type: 'ephemeral' } };
    const file = { type: 'file', file: { file_id: 'f1' } };
    const content: Part[] = [
      { type: 'text', text: 'a', providerMetadata: { acme: mark } },
      { type: 'opaque', providerMetadata: { acme: file } },
      { type: 'opaque', providerMetadata: { other: file } },
    ];
    expect(encode({ role: 'user', content })).toEqual({ role: 'user', content: [{ type: 'text', text: 'a', ...mark }, file] });
    const [text] = content;
    expect(encode({ role: 'system', content: [text as Part] })).toEqual({
      role: 'system',
      content: [{ type: 'text', text: 'a', ...mark }],
    });
  });

  it('leaves out who speaks where the API takes no names', () => {
    for (const role of ['user', 'system', 'assistant'] as const)
      expect(encode({ role, content: 'Hi', name: 'ada' }, { speakerNames: false })).toEqual({ role, content: 'Hi' });
  });
});

describe('an answer', () => {
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

  it('has empty content beside tool calls alone where the API needs some', () => {
    const sent = encode({ role: 'assistant', content: [call] }, { contentBesideCalls: true });
    expect(sent).toMatchObject({ content: '', tool_calls: [{ id: 'c1' }] });
  });

  it('has what stands for reasoning beside calls that came without, where the API demands some', () => {
    const facts: DialectFacts = { reasoningField: 'reasoning_content', reasoningBesideCalls: '' };
    const thought: Part = { type: 'reasoning', text: 'Hm' };
    expect(encode({ role: 'assistant', content: [call] }, facts)).toMatchObject({ reasoning_content: '' });
    expect(encode({ role: 'assistant', content: [thought, call] }, facts)).toMatchObject({ reasoning_content: 'Hm' });
    expect(encode({ role: 'assistant', content: 'Hi' }, facts)).not.toHaveProperty('reasoning_content');
  });

  it('has empty content where there is nothing at all', () => {
    expect(encode({ role: 'assistant', content: [] })).toEqual({ role: 'assistant', content: '' });
  });

  it('writes arguments out where the model wrote none, or null', () => {
    expect(sentArguments({ argumentsText: '', arguments: undefined })).toBe('{}');
    expect(sentArguments({ argumentsText: '', arguments: { a: 1 } })).toBe('{"a":1}');
    expect(sentArguments({ argumentsText: 'null', arguments: {} })).toBe('{}');
  });

  it('sends arguments that were cut off as JSON, which holds what there is', () => {
    const argumentsText = '{"a": ';
    expect(JSON.parse(String(sentArguments({ argumentsText, arguments: undefined })))).toEqual({ arguments: argumentsText });
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

  it('gives reasoning back only where a member is named for it', () => {
    const message: Message = {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'Hm' },
        { type: 'text', text: 'Yes' },
      ],
    };
    const content = { role: 'assistant', content: 'Yes' };
    expect(encode(message)).toEqual(content);
    expect(encode(message, { reasoningField: 'reasoning_content' })).toEqual({ ...content, reasoning_content: 'Hm' });
    expect(encode(message, { reasoningField: 'reasoning' })).toEqual({ ...content, reasoning: 'Hm' });
  });

  it('knows nothing of what another provider needs back', () => {
    const others = { providerMetadata: { other: { refusal: true, detail: { data: 'x' }, type: 'thinking', extra: 1 } } };
    const content: Part[] = [
      { type: 'reasoning', text: 'Hm', ...others },
      { type: 'text', text: 'Yes', ...others },
      { ...call, ...others },
    ];
    expect(encode({ role: 'assistant', content })).toEqual({
      role: 'assistant',
      content: 'Yes',
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'add', arguments: '{ "a": 1 }' } }],
    });
  });
});

describe('the result of a tool', () => {
  it('names its call', () => {
    const content: Part[] = [{ type: 'text', text: '3' }];
    expect(encode({ role: 'tool', toolCallId: 'c1', name: 'add', content })).toEqual({
      role: 'tool',
      tool_call_id: 'c1',
      content: '3',
    });
  });

  it('says in words that the tool failed', () => {
    expect(encode({ role: 'tool', toolCallId: 'c1', content: 'no such city', isError: true })).toMatchObject({
      content: 'Error: no such city',
    });
  });
});
