import { describe, expect, it } from '@jest/globals';
import type { AnthropicConfig } from '../../../plugins/anthropic/api.ts';
import { encode } from '../../../plugins/anthropic/encode.ts';
import type { JsonObject, Message, Part } from '../../../src/plugin.ts';

const config = { model: 'claude-sonnet-5', version: '2023-06-01' } as AnthropicConfig;
const cache_control = { type: 'ephemeral' };

function bodyOf(...messages: Message[]): JsonObject {
  const { model } = config;
  return JSON.parse(JSON.stringify(encode({ provider: 'anthropic', config, model, messages, stream: false })));
}

const user = (...content: Part[]): Message => ({ role: 'user', content });
const text = (text: string): Part => ({ type: 'text', text });
const marked = (text: string): Part => ({ type: 'text', text, cache: true });

describe('a mark for the cache', () => {
  it('is put on texts, images and documents', () => {
    const url = 'https://example.com/it';
    const said = user(marked('A'), { type: 'image', url, cache: true }, { type: 'file', url, cache: true }, text('B'));
    expect(bodyOf(said).messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'A', cache_control },
          { type: 'image', source: { type: 'url', url }, cache_control },
          { type: 'document', source: { type: 'url', url }, cache_control },
          { type: 'text', text: 'B' },
        ],
      },
    ]);
  });

  it('makes blocks of system texts', () => {
    const system: Message[] = [
      { role: 'system', content: 'Be brief.' },
      { role: 'system', content: [marked('A long book.')] },
    ];
    expect(bodyOf(...system, user(text('Hi'))).system).toEqual([
      { type: 'text', text: 'Be brief.' },
      { type: 'text', text: 'A long book.', cache_control },
    ]);
  });

  it('is put on the result of a tool itself', () => {
    const call: Part = { type: 'tool-call', id: 't1', name: 'look', arguments: {}, argumentsText: '{}' };
    const result: Message = { role: 'tool', toolCallId: 't1', content: [text('seen')], cache: true };
    expect(bodyOf(user(text('Hi')), { role: 'assistant', content: [call] }, result).messages).toContainEqual({
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: 'seen' }], cache_control }],
    });
  });

  it('moves to what is before it from what is not sent, and from thoughts', () => {
    const thought: Part = { type: 'reasoning', text: 'Hm.', providerMetadata: { anthropic: { signature: 's' } } };
    const said: Message = { role: 'assistant', content: [text('A'), thought, marked(' ')] };
    expect(bodyOf(user(text('Hi')), said, user(text('And?'))).messages).toContainEqual({
      role: 'assistant',
      content: [
        { type: 'text', text: 'A', cache_control },
        { type: 'thinking', thinking: 'Hm.', signature: 's' },
      ],
    });
    expect(
      bodyOf(user(text('Hi')), { role: 'assistant', content: [thought, marked(' ')] }, user(text('And?'))).messages,
    ).toContainEqual({
      role: 'assistant',
      content: [{ type: 'thinking', thinking: 'Hm.', signature: 's' }],
    });
  });

  it('keeps a life that the caller gives it', () => {
    const hour = { type: 'ephemeral', ttl: '1h' };
    const own = { providerMetadata: { anthropic: { cache_control: hour } } };
    expect(bodyOf(user({ type: 'text', text: 'A', cache: true, ...own })).messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'A', cache_control: hour }] },
    ]);
  });

  it('stays four times: the first, and the last three', () => {
    const system: Message = { role: 'system', content: [marked('S')] };
    const turns = ['A', 'B', 'C', 'D'].map((letter) => user(marked(letter)));
    const { system: said, messages } = bodyOf(system, ...turns) as { system: object[]; messages: { content: object[] }[] };
    const blocks = [...said, ...messages.flatMap(({ content }) => content)];
    expect(blocks.map((block) => 'cache_control' in block)).toEqual([true, false, true, true, true]);
    expect(blocks[1]).toEqual({ type: 'text', text: 'A' });
  });

  it('is left on what the caller keeps', () => {
    const opaque = { type: 'search_result', cache_control: { type: 'ephemeral' } };
    const part: Part = { type: 'opaque', providerMetadata: { anthropic: opaque } };
    bodyOf(...Array.from({ length: 6 }, () => user(part)));
    expect(opaque.cache_control).toEqual({ type: 'ephemeral' });
  });
});
