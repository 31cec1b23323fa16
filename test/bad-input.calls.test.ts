import { describe, expect, it } from '@jest/globals';
import type { CompletionResponse } from '../src/types.ts';
import { clientOf, DIALECTS } from './support/built-in-apis.ts';
import { FakeTransport } from './support/fake-transport.ts';

/** How one dialect says that a tool is called with this text as arguments, whole and in events. */
interface Calling {
  whole?: (argumentsText: string, reason?: 'length') => unknown;
  events?: (argumentsText: string, reason?: 'length') => unknown[];
}

const chatCall = (argumentsText: string) => ({
  id: 'a',
  type: 'function',
  function: { name: 'never_offered', arguments: argumentsText },
});
const chatChunk = (delta: object, finish_reason?: string) => ({ id: 'c', choices: [{ index: 0, delta, finish_reason }] });
const v2Call = (argumentsText: string) => ({
  id: 'a',
  type: 'function',
  function: { name: 'never_offered', arguments: argumentsText },
});
const responsesCall = (argumentsText: string) => ({
  type: 'function_call',
  id: 'fc',
  call_id: 'a',
  name: 'never_offered',
  arguments: argumentsText,
});
const responsesAnswer = (argumentsText: string, reason?: 'length') => ({
  id: 'r',
  status: reason ? 'incomplete' : 'completed',
  incomplete_details: reason ? { reason: 'max_output_tokens' } : null,
  output: [responsesCall(argumentsText)],
});
const pieces = (text: string) => [text.slice(0, 3), text.slice(3)];

/** Those whose arguments are text; where they are an object, there is no text to be odd. */
const CALLING: Readonly<Record<string, Calling>> = {
  anthropic: {
    events: (text, reason) => [
      { type: 'message_start', message: { id: 'm', content: [] } },
      { type: 'content_block_start', index: 0, content_block: { type: 'tool_use', id: 'a', name: 'never_offered', input: {} } },
      ...pieces(text).map((partial_json) => ({
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'input_json_delta', partial_json },
      })),
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: reason ? 'max_tokens' : 'tool_use' } },
      { type: 'message_stop' },
    ],
  },
  'cohere v2': {
    whole: (text, reason) => ({
      id: 'm',
      finish_reason: reason ? 'MAX_TOKENS' : 'TOOL_CALL',
      message: { role: 'assistant', tool_calls: [v2Call(text)] },
    }),
    events: (text, reason) => [
      { type: 'message-start', id: 'm', delta: { message: { role: 'assistant' } } },
      { type: 'tool-call-start', index: 0, delta: { message: { tool_calls: v2Call('') } } },
      ...pieces(text).map((piece) => ({
        type: 'tool-call-delta',
        index: 0,
        delta: { message: { tool_calls: { function: { arguments: piece } } } },
      })),
      { type: 'tool-call-end', index: 0 },
      { type: 'message-end', delta: { finish_reason: reason ? 'MAX_TOKENS' : 'TOOL_CALL' } },
    ],
  },
  responses: {
    whole: (text, reason) => responsesAnswer(text, reason),
    events: (text, reason) => [
      { type: 'response.output_item.added', output_index: 0, item: responsesCall('') },
      ...pieces(text).map((delta) => ({ type: 'response.function_call_arguments.delta', output_index: 0, delta })),
      { type: 'response.output_item.done', output_index: 0, item: responsesCall(text) },
      { type: `response.${reason ? 'incomplete' : 'completed'}`, response: responsesAnswer(text, reason) },
    ],
  },
  'chat completions': {
    whole: (text, reason) => ({
      id: 'm',
      choices: [
        {
          index: 0,
          finish_reason: reason ?? 'tool_calls',
          message: { role: 'assistant', content: null, tool_calls: [chatCall(text)] },
        },
      ],
    }),
    events: (text, reason) => [
      chatChunk({ role: 'assistant', content: null, tool_calls: [{ index: 0, ...chatCall('') }] }),
      ...pieces(text).map((piece) => chatChunk({ tool_calls: [{ index: 0, function: { arguments: piece } }] })),
      chatChunk({}, reason ?? 'tool_calls'),
    ],
  },
};

const ODD: { what: string; argumentsText: string; parsed: unknown; reason?: 'length' }[] = [
  { what: 'empty', argumentsText: '', parsed: {} },
  { what: 'null', argumentsText: 'null', parsed: {} },
  { what: 'blank', argumentsText: '  ', parsed: {} },
  { what: 'a list', argumentsText: '[1]', parsed: [1] },
  { what: 'no JSON', argumentsText: 'zone=Graz', parsed: undefined },
  { what: 'cut off', argumentsText: '{"zone":"Gr', parsed: undefined, reason: 'length' },
  { what: 'cut off before they began', argumentsText: '', parsed: undefined, reason: 'length' },
  { what: 'JSON twice', argumentsText: '{}{}', parsed: undefined },
];

describe.each(DIALECTS.filter(({ dialect }) => CALLING[dialect]))('a tool call in an answer of $label', (one) => {
  const calling = CALLING[one.dialect] as Calling;

  const answersTo = async (argumentsText: string, reason?: 'length'): Promise<CompletionResponse[]> => {
    const answers: CompletionResponse[] = [];
    if (calling.whole) {
      const body = JSON.stringify(calling.whole(argumentsText, reason));
      answers.push(await clientOf(one, new FakeTransport({ chunks: [body] })).complete('Hi'));
    }
    const events = calling.events?.(argumentsText, reason).map((event) => `data: ${JSON.stringify(event)}\n\n`) ?? [];
    answers.push(await clientOf(one, new FakeTransport({ chunks: events })).stream('Hi').response);
    return answers;
  };

  it.each(ODD)('keeps arguments that are $what, and throws nothing', async ({ argumentsText, parsed, reason }) => {
    for (const { toolCalls, finishReason } of await answersTo(argumentsText, reason)) {
      expect(toolCalls).toEqual([{ id: 'a', name: 'never_offered', arguments: parsed, argumentsText }]);
      expect(finishReason).toBe(reason ?? 'tool_calls');
    }
  });
});

describe('an answer that calls a tool which was not offered', () => {
  const NAMED: Readonly<Record<string, unknown>> = {
    anthropic: {
      type: 'message',
      content: [{ type: 'tool_use', id: 'a', name: 'never_offered', input: {} }],
      stop_reason: 'tool_use',
    },
    'cohere v2': CALLING['cohere v2']?.whole?.('{}'),
    'cohere v1': {
      generation_id: 'm',
      text: '',
      finish_reason: 'COMPLETE',
      tool_calls: [{ name: 'never_offered', parameters: {} }],
    },
    responses: CALLING.responses?.whole?.('{}'),
    'chat completions': CALLING['chat completions']?.whole?.('{}'),
    gemini: { candidates: [{ content: { parts: [{ functionCall: { name: 'never_offered' } }] }, finishReason: 'STOP' }] },
    ollama: {
      message: { content: '', tool_calls: [{ function: { name: 'never_offered', arguments: {} } }] },
      done: true,
      done_reason: 'stop',
    },
  };

  it.each(DIALECTS.filter(({ dialect }) => NAMED[dialect]))('passes with $label', async (one) => {
    const client = clientOf(one, new FakeTransport({ chunks: [JSON.stringify(NAMED[one.dialect])] }));
    const { toolCalls, finishReason, content } = await client.complete({ prompt: 'Hi', tools: [{ name: 'offered' }] });
    expect(toolCalls).toMatchObject([{ id: expect.stringMatching(/./), name: 'never_offered', arguments: {} }]);
    expect([finishReason, content]).toEqual(['tool_calls', '']);
  });
});
