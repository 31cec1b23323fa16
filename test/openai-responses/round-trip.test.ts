import { describe, expect, it } from '@jest/globals';
import { encodeMessage } from '../../src/openai-dialect/encode-message.ts';
import { decodeAnswer } from '../../src/openai-responses/decode.ts';
import { decodeEvent } from '../../src/openai-responses/decode-event.ts';
import { encodeInput } from '../../src/openai-responses/encode-input.ts';
import type { Message, Part } from '../../src/plugin.ts';
import { fold } from '../support/fold.ts';

const sentBack = (content: unknown[]) => encodeInput([{ role: 'assistant', content: content as Part[] }], 'acme');
const messageOf = (output: object[]): unknown[] => fold(...decodeAnswer({ object: 'response', output })).content;
const streamed = (output: object[]): unknown[] =>
  fold(
    ...output.flatMap((item, output_index) => [
      ...decodeEvent({ type: 'response.output_item.added', output_index, item: { ...item, status: 'in_progress' } }),
      ...decodeEvent({ type: 'response.output_item.done', output_index, item }),
    ]),
    ...decodeEvent({ type: 'response.completed', response: { output } }),
  ).content;

const block = { type: 'output_text', text: 'Hi', annotations: [{ type: 'url_citation', url: 'u' }], logprobs: [] };
const message = { id: 'm1', type: 'message', status: 'completed', role: 'assistant', content: [block], phase: 'commentary' };
const thought = {
  id: 't1',
  type: 'reasoning',
  summary: [{ type: 'summary_text', text: 'Hm' }],
  encrypted_content: 'sealed',
  status: null,
};
const call = {
  type: 'function_call',
  call_id: 'c1',
  name: 'add',
  arguments: '{"a": 1}',
  id: 'f1',
  status: 'completed',
  namespace: 'n',
};

describe('an answer goes back as the items that it came as', () => {
  it.each<[string, object[]]>([
    ['a thought before a call', [thought, call]],
    [
      'two thoughts before a message',
      [thought, { ...thought, id: 't2', content: [{ type: 'reasoning_text', text: 'a' }] }, message],
    ],
    ['thoughts without text or seal', [{ id: 't1', type: 'reasoning', summary: [] }, message]],
    [
      'several blocks',
      [{ ...message, content: [block, { type: 'refusal', refusal: 'No.' }, { type: 'of_the_future', a: [1] }] }],
    ],
    ['messages that follow each other', [message, { ...message, id: 'm2', phase: 'final_answer' }]],
    [
      'messages without ids',
      [
        { ...message, id: undefined },
        { ...message, id: undefined },
      ],
    ],
    ['a message without content', [thought, { ...message, content: [] }]],
    ['a message with an empty text', [{ ...message, content: [{ ...block, text: '' }] }]],
    ['what tools of the provider’s own did', [{ id: 'w1', type: 'web_search_call', action: { queries: ['a', 'b'] } }, message]],
    ['a custom tool', [thought, { id: 'x1', type: 'custom_tool_call', call_id: 'c', name: 'sql', input: 'SELECT 1' }]],
  ])('with %s', (_what, output) => {
    const expected = JSON.parse(JSON.stringify(output));
    expect(JSON.parse(JSON.stringify(sentBack(messageOf(output))))).toEqual(expected);
    expect(JSON.parse(JSON.stringify(sentBack(streamed(output))))).toEqual(expected);
  });

  it('with the text that the caller has changed', () => {
    const [part] = messageOf([message]) as [Part];
    expect(sentBack([{ ...part, text: 'Ho' }])).toEqual([{ ...message, content: [{ ...block, text: 'Ho' }] }]);
  });

  it('without items that have only begun', () => {
    const begun = ['reasoning', 'web_search_call', 'message'].flatMap((type, output_index) =>
      decodeEvent({ type: 'response.output_item.added', output_index, item: { id: 'x', type } }),
    );
    expect(sentBack(fold(...begun).content)).toEqual([]);
  });
});

it('an answer of Responses goes to chat completions as text and calls', () => {
  const answer = { role: 'assistant', content: messageOf([thought, message, call]) } as Message;
  expect(JSON.parse(JSON.stringify(encodeMessage(answer, 'acme')))).toEqual({
    role: 'assistant',
    content: 'Hi',
    tool_calls: [{ id: 'c1', type: 'function', function: { name: 'add', arguments: '{"a": 1}' } }],
  });
});
