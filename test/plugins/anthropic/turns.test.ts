import { describe, expect, it } from '@jest/globals';
import type { AnthropicConfig } from '../../../plugins/anthropic/api.ts';
import { encode } from '../../../plugins/anthropic/encode.ts';
import { InvalidInputError, type JsonObject, type Message, type Part } from '../../../src/plugin.ts';

const config = { model: 'claude-sonnet-5', version: '2023-06-01' } as AnthropicConfig;
const hello: Message = { role: 'user', content: 'Hello' };

function bodyOf(...messages: Message[]): JsonObject {
  const { model } = config;
  return JSON.parse(JSON.stringify(encode({ provider: 'anthropic', config, model, messages, stream: false })));
}

function turnsOf(...messages: Message[]): unknown {
  return bodyOf(...messages).messages;
}

function answer(...content: Part[]): Message {
  return { role: 'assistant', content };
}

const own = (data: JsonObject) => ({ providerMetadata: { anthropic: data } });
const call = (id: string, city: string): Part => ({
  type: 'tool-call',
  id,
  name: 'weather',
  arguments: { city },
  argumentsText: JSON.stringify({ city }),
});

describe('system messages', () => {
  it('are joined by a blank line, wherever they stand', () => {
    const messages: Message[] = [
      { role: 'system', content: 'Be brief.' },
      hello,
      { role: 'system', content: [{ type: 'text', text: 'Be kind.' }] },
    ];
    expect(bodyOf(...messages)).toMatchObject({
      system: 'Be brief.\n\nBe kind.',
      messages: [{ role: 'user', content: 'Hello' }],
    });
  });

  it('are left out where they say nothing', () => {
    expect(bodyOf({ role: 'system', content: '' }, hello)).not.toHaveProperty('system');
  });

  it('stay blocks where one carries more than text', () => {
    const cache_control = { type: 'ephemeral' };
    const messages: Message[] = [
      { role: 'system', content: 'Be brief.' },
      { role: 'system', content: [{ type: 'text', text: 'A long book.', ...own({ cache_control }) }] },
      hello,
    ];
    expect(bodyOf(...messages).system).toEqual([
      { type: 'text', text: 'Be brief.' },
      { type: 'text', text: 'A long book.', cache_control },
    ]);
  });
});

describe('messages', () => {
  it.each([' \n', [{ type: 'text' as const, text: ' ' }]])('are refused where nothing is left to send: %j', (content) => {
    const blank = () => turnsOf({ role: 'system', content: 'Be brief.' }, { role: 'user', content });
    expect(blank).toThrow(InvalidInputError);
    expect(blank).toThrow('[anthropic] messages: must say more than white space');
  });

  it('keep their order, strings as strings, without the names of speakers', () => {
    const turns = turnsOf({ ...hello, name: 'Ann' }, { role: 'assistant', content: 'Hi' }, hello, {
      role: 'user',
      content: [{ type: 'text', text: 'Again' }],
    });
    expect(turns).toEqual([
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Hi' },
      { role: 'user', content: 'Hello' },
      { role: 'user', content: [{ type: 'text', text: 'Again' }] },
    ]);
  });

  it('send signed thinking back unchanged, also without words', () => {
    const said = answer(
      { type: 'reasoning', text: 'Hm.', ...own({ signature: 'sig1' }) },
      { type: 'reasoning', text: '', ...own({ signature: 'sig2' }) },
      { type: 'text', text: 'Yes' },
    );
    expect(turnsOf(hello, said)).toContainEqual({
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'Hm.', signature: 'sig1' },
        { type: 'thinking', thinking: '', signature: 'sig2' },
        { type: 'text', text: 'Yes' },
      ],
    });
  });

  it('drop thinking without a signature, and text of white space only', () => {
    const said = answer({ type: 'reasoning', text: 'Hm.' }, { type: 'text', text: '\n\n' }, { type: 'text', text: 'Yes' });
    expect(turnsOf(hello, said)).toContainEqual({ role: 'assistant', content: [{ type: 'text', text: 'Yes' }] });
  });

  it('leave out an answer of which nothing is left', () => {
    expect(turnsOf(hello, answer(), hello)).toHaveLength(2);
    expect(turnsOf(hello, answer({ type: 'text', text: '' }), hello)).toHaveLength(2);
    expect(turnsOf(hello, { role: 'assistant', content: ' ' }, hello)).toHaveLength(2);
  });

  it('send opaque blocks, citations and the members of calls back unchanged', () => {
    const search = { type: 'server_tool_use', id: 'srv1', name: 'web_search', input: { query: 'x' } };
    const citations = [{ type: 'char_location', cited_text: 'Grass is green.', document_index: 0 }];
    const said = answer(
      { type: 'opaque', ...own(search) },
      { type: 'text', text: 'Green', ...own({ citations }) },
      { ...call('t1', 'Rome'), ...own({ caller: { type: 'direct' } }) },
    );
    expect(turnsOf(hello, said)).toContainEqual({
      role: 'assistant',
      content: [
        search,
        { type: 'text', text: 'Green', citations },
        { type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Rome' }, caller: { type: 'direct' } },
      ],
    });
  });

  it("leave out other providers' metadata", () => {
    const metadata = { providerMetadata: { gemini: { thoughtSignature: 'x' } } };
    const said = answer({ type: 'text', text: 'Yes', ...metadata }, { type: 'opaque', ...metadata });
    expect(turnsOf(hello, said)).toContainEqual({ role: 'assistant', content: [{ type: 'text', text: 'Yes' }] });
  });
});

describe('tool results', () => {
  it('that follow each other stand in one user turn', () => {
    const turns = turnsOf(
      hello,
      answer(call('t1', 'Rome'), call('t2', 'Oslo')),
      { role: 'tool', toolCallId: 't1', content: 'sunny' },
      { role: 'tool', toolCallId: 't2', content: [{ type: 'text', text: 'no such city' }], isError: true },
      hello,
      answer(call('t3', 'Bern')),
      { role: 'tool', toolCallId: 't3', content: 'rain', isError: false },
    );
    expect(turns).toEqual([
      { role: 'user', content: 'Hello' },
      {
        role: 'assistant',
        content: [
          { type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Rome' } },
          { type: 'tool_use', id: 't2', name: 'weather', input: { city: 'Oslo' } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 't1', content: 'sunny' },
          { type: 'tool_result', tool_use_id: 't2', content: [{ type: 'text', text: 'no such city' }], is_error: true },
        ],
      },
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 't3', name: 'weather', input: { city: 'Bern' } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't3', content: 'rain', is_error: false }] },
    ]);
  });

  it('may be empty', () => {
    expect(turnsOf(hello, { role: 'tool', toolCallId: 't1', content: '' })).toContainEqual({
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: 't1', content: [] }],
    });
  });

  it('say that they are errors, also without words', () => {
    const result: Message = { role: 'tool', toolCallId: 't1', content: ' ', isError: true };
    expect(turnsOf(hello, result)).toContainEqual({
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: 't1', content: 'Error:  ', is_error: true }],
    });
  });

  it.each([
    ['{"ci', { arguments: '{"ci' }],
    ['null', {}],
    ['', {}],
    ['["Rome"]', { arguments: ['Rome'] }],
  ])('answer a call with the arguments %j, which go back as an object', (argumentsText, input) => {
    const called: Part = { type: 'tool-call', id: 't1', name: 'weather', arguments: undefined, argumentsText };
    expect(turnsOf(hello, answer(called))).toContainEqual({
      role: 'assistant',
      content: [{ type: 'tool_use', id: 't1', name: 'weather', input }],
    });
  });
});
