import { describe, expect, it } from '@jest/globals';
import { Fold } from '../../src/client/fold.ts';
import { decodeAnswer, decodeChunk } from '../../src/openai-dialect/decode.ts';
import { encodeMessage } from '../../src/openai-dialect/encode-message.ts';
import type { Delta, DialectFacts } from '../../src/plugin.ts';

/** What goes back of what these deltas say. */
function sentBack(deltas: readonly Delta[], facts?: DialectFacts): unknown {
  const fold = new Fold({ provider: 'acme', model: 'm', createId: () => 'made-up' });
  for (const delta of deltas) fold.push(delta);
  fold.close();
  return JSON.parse(JSON.stringify(encodeMessage(fold.message(), 'acme', facts)));
}

const ofWhole = (message: object, facts?: DialectFacts) => sentBack(decodeAnswer({ choices: [{ message }] }), facts);
const ofStream = (pieces: readonly object[], facts?: DialectFacts) =>
  sentBack(
    pieces.flatMap((delta) => decodeChunk({ choices: [{ index: 0, delta }] })),
    facts,
  );

const call = { id: 'c1', type: 'function', function: { name: 'add', arguments: '{"a": 1}' } };

describe('a whole answer goes back as it came', () => {
  it.each<[string, object]>([
    ['with calls and text', { content: 'So', tool_calls: [call, { ...call, id: 'c2' }] }],
    ['with calls alone', { tool_calls: [call] }],
    ['with a refusal', { content: null, refusal: 'I cannot' }],
    ['with a custom tool', { tool_calls: [{ id: 'c1', type: 'custom', custom: { name: 'sql', input: 'SELECT 1' } }] }],
    ['with a built-in tool', { tool_calls: [{ ...call, type: 'builtin_function' }] }],
    ["with Google's signatures", { tool_calls: [{ ...call, extra_content: { google: { thought_signature: 's' } } }] }],
    ['with signatures of the message', { content: 'Hi', extra_content: { google: { thought: true } }, thought_signature: 's' }],
    [
      'with details of its reasoning',
      {
        content: 'Yes',
        reasoning_details: [
          { type: 'reasoning.text', text: 'Hm', signature: 's', index: 0 },
          { type: 'reasoning.text', text: 'So', index: 0 },
          { type: 'reasoning.summary', summary: 'In short', index: 1 },
          { type: 'reasoning.encrypted', data: 'x', id: 'c1', index: 2 },
          { type: 'reasoning.encrypted', data: 'y', id: 'c2', index: 2 },
        ],
      },
    ],
    [
      'with thoughts in its content',
      {
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }], closed: true },
          { type: 'text', text: 'Yes' },
        ],
        tool_calls: [call],
      },
    ],
    [
      'with references in its thoughts and its content',
      {
        content: [
          {
            type: 'thinking',
            thinking: [
              { type: 'text', text: 'a' },
              { type: 'reference', reference_ids: [1] },
            ],
          },
          { type: 'text', text: 'b' },
          { type: 'reference', reference_ids: [2] },
          { type: 'text', text: 'c', citations: ['x'] },
        ],
      },
    ],
    ['with thoughts that are a text', { content: [{ type: 'thinking', thinking: 'Hm', signature: 's' }] }],
    ['with thoughts that are a summary', { content: [{ type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm' }] }] }],
  ])('%s', (_what, message) => {
    expect(ofWhole(message)).toEqual({ role: 'assistant', ...message });
  });

  it('with its reasoning, where a member is named for it', () => {
    const message = { content: 'Yes', reasoning_content: 'Hm' };
    expect(ofWhole(message, { reasoningField: 'reasoning_content' })).toEqual({ role: 'assistant', ...message });
    expect(ofWhole(message)).toEqual({ role: 'assistant', content: 'Yes' });
  });
});

describe('a stream goes back put together', () => {
  it('from the details of its reasoning', () => {
    const pieces = [
      { reasoning: 'H', reasoning_details: [{ type: 'reasoning.text', text: 'H', index: 0, format: 'f' }] },
      { reasoning: 'm', reasoning_details: [{ type: 'reasoning.text', text: 'm', index: 0, format: 'f' }] },
      { content: 'Yes' },
      { reasoning_details: [{ type: 'reasoning.text', signature: 's', index: 0, format: 'f' }] },
      { reasoning_details: [{ type: 'reasoning.encrypted', data: 'x', index: 0 }] },
    ];
    expect(ofStream(pieces, { reasoningField: 'reasoning' })).toEqual({
      role: 'assistant',
      content: 'Yes',
      reasoning: 'Hm',
      reasoning_details: [
        { type: 'reasoning.text', text: 'Hm', index: 0, format: 'f', signature: 's' },
        { type: 'reasoning.encrypted', data: 'x', index: 0 },
      ],
    });
  });

  it('from thoughts in its content', () => {
    const thought = (text: string) => ({ content: [{ type: 'thinking', thinking: [{ type: 'text', text }] }] });
    expect(ofStream([thought('H'), thought('m'), { content: 'Y' }, { content: 'es' }])).toEqual({
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] },
        { type: 'text', text: 'Yes' },
      ],
    });
  });

  it('from a refusal', () => {
    expect(ofStream([{ content: '', refusal: 'I' }, { refusal: ' cannot' }])).toEqual({
      role: 'assistant',
      content: null,
      refusal: 'I cannot',
    });
  });

  it('from calls without an index, and with members beside', () => {
    const extra_content = { google: { thought_signature: 's' } };
    const pieces = [
      {
        tool_calls: [
          { id: 'c1', function: { name: 'add', arguments: '' }, extra_content },
          { id: 'c2', function: { name: 'sub' } },
        ],
      },
      { tool_calls: [{ function: { arguments: '{"a"' } }, { function: { arguments: '{}' } }] },
      { tool_calls: [{ function: { arguments: ': 1}' } }, { function: { arguments: '' } }] },
    ];
    expect(ofStream(pieces)).toEqual({
      role: 'assistant',
      tool_calls: [
        { ...call, extra_content },
        { id: 'c2', type: 'function', function: { name: 'sub', arguments: '{}' } },
      ],
    });
  });

  it('from whole calls, one in each piece, that all have the same id', () => {
    const one = (index: number, name: string) => ({
      tool_calls: [{ ...call, id: '0', index, function: { name, arguments: '{}' } }],
    });
    expect(ofStream([one(0, 'add'), one(1, 'sub')])).toMatchObject({
      tool_calls: [
        { id: '0', function: { name: 'add', arguments: '{}' } },
        { id: '0', function: { name: 'sub', arguments: '{}' } },
      ],
    });
  });
});
