import { describe, expect, it } from '@jest/globals';
import { ALL, clientOf } from './support/built-in-apis.ts';
import { FakeTransport } from './support/fake-transport.ts';

/** What real APIs send, odd as it is, and what has to come of it. */
interface Odd {
  from: string;
  what: string;
  whole?: unknown;
  /** Events of a stream, parsed or as bytes. */
  events?: readonly unknown[];
  gives?: object;
  fails?: object;
}

const claude = (content: unknown, stop_reason = 'end_turn') => ({ id: 'm', type: 'message', model: 'c', content, stop_reason });
const block = (index: number, content_block: object) => ({ type: 'content_block_start', index, content_block });
const grown = (index: number, delta: object) => ({ type: 'content_block_delta', index, delta });
const started = { type: 'message_start', message: { id: 'm', content: [], usage: { input_tokens: 3, output_tokens: 1 } } };
const ended = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 4 } };
const chat = (message: unknown, finish_reason: unknown = 'stop') => ({
  id: 'm',
  choices: [{ index: 0, message, finish_reason }],
});
const chunk = (delta: unknown, finish_reason: unknown = null) => ({ id: 'm', choices: [{ index: 0, delta, finish_reason }] });
const piece = (position: object, name: string | undefined, text: string) => ({
  tool_calls: [{ ...position, function: { ...(name && { name }), arguments: text } }],
});
const part = (...parts: unknown[]) => ({ candidates: [{ content: { parts, role: 'model' }, index: 0 }] });

const ODD: readonly Odd[] = [
  { from: 'anthropic', what: 'no content', whole: claude([]), gives: { content: '', finishReason: 'stop' } },
  {
    from: 'anthropic',
    what: 'thinking first, then text in several blocks',
    whole: claude([
      { type: 'thinking', thinking: '', signature: 's' },
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ]),
    gives: { content: 'ab', toolCalls: [] },
  },
  {
    from: 'anthropic',
    what: 'a block of a new type',
    whole: claude([{ type: 'brand_new' }, { type: 'text', text: 'a' }]),
    gives: { content: 'a' },
  },
  { from: 'anthropic', what: 'a refusal', whole: claude([], 'refusal'), gives: { finishReason: 'content_filter' } },
  {
    from: 'anthropic',
    what: 'a stop reason of a new kind',
    whole: claude([], 'brand_new'),
    gives: { finishReason: 'other', rawFinishReason: 'brand_new' },
  },
  {
    from: 'anthropic',
    what: 'two beginnings, a ping, and a gap in the indexes',
    events: [
      started,
      { type: 'ping' },
      started,
      block(0, { type: 'text', text: '' }),
      grown(0, { type: 'text_delta', text: 'a' }),
      { type: 'ping' },
      block(4, { type: 'tool_use', id: 't', name: 'f', input: {} }),
      grown(4, { type: 'input_json_delta', partial_json: '' }),
      { type: 'content_block_stop', index: 4 },
      ended,
      { type: 'message_stop' },
    ],
    gives: {
      content: 'a',
      toolCalls: [{ id: 't', arguments: {} }],
      finishReason: 'tool_calls',
      usage: { promptTokens: 3, completionTokens: 4 },
    },
  },
  {
    from: 'anthropic',
    what: 'an error as its first event',
    events: [{ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }],
    fails: { code: 'LLM_REQUEST', reason: 'overloaded' },
  },
  {
    from: 'cohere v2',
    what: 'calls without content, and a plan',
    whole: {
      id: 'm',
      message: { tool_plan: 'I look.', tool_calls: [{ id: 't', function: { name: 'f', arguments: 'null' } }] },
      finish_reason: 'TOOL_CALL',
    },
    gives: { content: '', reasoning: 'I look.', toolCalls: [{ arguments: {} }], finishReason: 'tool_calls' },
  },
  {
    from: 'cohere v2',
    what: 'a failure at the end of a success',
    events: [
      { type: 'message-start', id: 'm' },
      { type: 'message-end', delta: { finish_reason: 'ERROR', error: 'no' } },
    ],
    fails: { code: 'STREAM_READ' },
  },
  {
    from: 'cohere v1',
    what: 'the whole text again at the end',
    events: [
      { event_type: 'text-generation', text: 'a' },
      { event_type: 'stream-end', finish_reason: 'COMPLETE', response: { text: 'a' } },
    ].map((event) => `${JSON.stringify(event)}\n`),
    gives: { content: 'a' },
  },
  {
    from: 'huggingface text-generation',
    what: 'a special token, no space after data, and no end but the body’s',
    events: [
      'data:{"token":{"text":"a","special":false}}\n\n',
      'data:{"token":{"text":"</s>","special":true},"generated_text":"a","details":{"finish_reason":"eos_token"}}\n\n',
    ],
    gives: { content: 'a', finishReason: 'stop' },
  },
  {
    from: 'huggingface text-generation',
    what: 'no details',
    whole: [{ generated_text: 'a', details: null }],
    gives: { content: 'a' },
  },
  {
    from: 'huggingface',
    what: 'two calls with the id "0"',
    whole: chat(
      { content: null, tool_calls: ['f', 'g'].map((name) => ({ id: '0', function: { name, arguments: '{}' } })) },
      'stop',
    ),
    gives: {
      toolCalls: [
        { id: '0', name: 'f' },
        { id: '0', name: 'g' },
      ],
      finishReason: 'tool_calls',
    },
  },
  { from: 'openai chat', what: 'a refusal', whole: chat({ content: null, refusal: 'No.' }), gives: { content: 'No.' } },
  { from: 'openai chat', what: 'no message', whole: chat(undefined), gives: { content: '' } },
  {
    from: 'openai chat',
    what: 'no choices but an error',
    whole: { error: { code: 502, message: 'no' } },
    fails: { code: 'LLM_REQUEST', status: 502 },
  },
  {
    from: 'openai chat',
    what: 'calls whose pieces are mixed, and usage without a choice',
    events: [
      { id: '', choices: [], prompt_filter_results: [] },
      chunk({ role: 'assistant', content: null, ...piece({ index: 0, id: 'a' }, 'f', '') }),
      chunk(piece({ index: 1, id: 'b' }, 'g', '{"b"')),
      chunk(piece({ index: 0 }, undefined, '{"a":1}')),
      chunk(piece({ index: 1 }, undefined, ':2}')),
      chunk({}, 'tool_calls'),
      { id: 'm', choices: [], usage: { prompt_tokens: 3, completion_tokens: 4 } },
    ],
    gives: {
      id: 'm',
      toolCalls: [
        { id: 'a', arguments: { a: 1 } },
        { id: 'b', arguments: { b: 2 } },
      ],
      usage: { promptTokens: 3 },
    },
  },
  {
    from: 'openai chat',
    what: 'a stream that ends with [DONE] and no reason',
    events: [chunk({ content: 'a' }), 'data: [DONE]\n\n'],
    gives: { content: 'a', finishReason: 'other' },
  },
  {
    from: 'openai chat',
    what: 'an error in the middle of a stream',
    events: [chunk({ content: 'a' }), { error: { message: 'no', type: 'server_error' } }],
    fails: { partial: { content: 'a' } },
  },
  {
    from: 'openai chat',
    what: 'JSON in the place of a stream',
    events: ['\n\n{"error":{"message":"no","code":"x"}}'],
    fails: { code: expect.stringMatching(/^(LLM|STREAM|INVALID)_/) },
  },
  {
    from: 'mistral',
    what: 'content as a list',
    whole: chat({
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
        { type: 'text', text: 'a' },
      ],
    }),
    gives: { content: 'a', reasoning: 'hm' },
  },
  { from: 'together', what: 'the finish reason eos', whole: chat({ content: 'a' }, 'eos'), gives: { finishReason: 'stop' } },
  {
    from: 'kimi',
    what: 'reasoning that took all tokens, and usage in the choice',
    events: [
      chunk({ reasoning_content: 'hm' }),
      {
        id: 'm',
        choices: [
          {
            index: 0,
            delta: {},
            finish_reason: 'length',
            usage: { prompt_tokens: 3, completion_tokens: 4, completion_tokens_details: { reasoning_tokens: 9 } },
          },
        ],
      },
    ],
    gives: {
      content: '',
      reasoning: 'hm',
      finishReason: 'length',
      usage: { promptTokens: 3, completionTokens: 4, reasoningTokens: 4 },
    },
  },
  {
    from: 'kimi',
    what: 'pieces of a call without an index',
    events: [
      chunk({ tool_calls: [{ id: 'f:0', type: 'function', function: { name: 'f', arguments: '{"a"' } }] }),
      chunk({ tool_calls: [{ function: { arguments: ':1}' } }] }),
      chunk({}, 'tool_calls'),
    ],
    gives: { toolCalls: [{ id: 'f:0', arguments: { a: 1 } }] },
  },
  {
    from: 'siliconflow',
    what: 'the role in each piece, and content null',
    events: [
      chunk({ role: 'assistant', content: null, reasoning_content: 'hm' }),
      chunk({ role: 'assistant', content: 'a' }, 'stop'),
    ],
    gives: { content: 'a', reasoning: 'hm' },
  },
  {
    from: 'gemini',
    what: 'a blocked prompt',
    whole: { promptFeedback: { blockReason: 'SAFETY' } },
    gives: { content: '', finishReason: 'content_filter' },
  },
  {
    from: 'gemini',
    what: 'a candidate without content',
    whole: { candidates: [{ finishReason: 'MAX_TOKENS' }] },
    gives: { content: '', finishReason: 'length' },
  },
  {
    from: 'gemini',
    what: 'content without parts',
    whole: { candidates: [{ content: {}, finishReason: 'BRAND_NEW' }] },
    gives: { content: '', finishReason: 'other' },
  },
  {
    from: 'gemini',
    what: 'text after its finish reason',
    events: [
      part({ text: 'a' }),
      { candidates: [{ finishReason: 'STOP' }] },
      part({ text: 'b' }),
      { candidates: [{ finishReason: 'STOP' }] },
    ],
    gives: { content: 'ab', finishReason: 'stop' },
  },
  {
    from: 'gemini',
    what: 'a call without arguments',
    whole: { candidates: [{ content: { parts: [{ functionCall: { name: 'f' } }] }, finishReason: 'STOP' }] },
    gives: { toolCalls: [{ name: 'f', arguments: {} }], finishReason: 'tool_calls' },
  },
  {
    from: 'ollama',
    what: 'no reason for its end',
    whole: { message: { content: 'a' }, done: true },
    gives: { content: 'a', finishReason: 'other' },
  },
  {
    from: 'ollama',
    what: 'arguments as text',
    whole: {
      message: { content: '', tool_calls: [{ function: { name: 'f', arguments: '{"a":1}' } }] },
      done: true,
      done_reason: 'stop',
    },
    gives: { toolCalls: [{ arguments: { a: 1 } }] },
  },
  {
    from: 'ollama',
    what: 'an error in the middle of a stream',
    events: ['{"message":{"content":"a"},"done":false}\n', '{"error":"out of memory"}\n'],
    fails: { code: 'STREAM_READ', partial: { content: 'a' }, message: expect.stringContaining('out of memory') },
  },
];

describe('what real APIs send', () => {
  it.each(ODD)('from $from is understood: $what', async ({ from, whole, events = [], gives, fails }) => {
    const api = ALL.find(({ label }) => label === from);
    if (!api) throw new Error(`there is no ${from}`);
    const bytes = events.map((event) => (typeof event === 'string' ? event : `data: ${JSON.stringify(event)}\n\n`));
    const client = clientOf(api, new FakeTransport({ chunks: whole === undefined ? bytes : [JSON.stringify(whole)] }));
    const answer = whole === undefined ? client.stream('Hi').response : client.complete('Hi');
    if (fails) await expect(answer).rejects.toMatchObject(fails);
    else expect(await answer).toMatchObject(gives ?? {});
  });
});
