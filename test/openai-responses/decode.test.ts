import { describe, expect, it } from '@jest/globals';
import { decodeAnswer } from '../../src/openai-responses/decode.ts';
import { readResponsesUsage } from '../../src/openai-responses/usage.ts';
import { fold } from '../support/fold.ts';

const message = (...content: object[]) => ({ id: 'm1', type: 'message', role: 'assistant', status: 'completed', content });
const text = (said: string, annotations: object[] = []) => ({ type: 'output_text', text: said, annotations });
const answer = (output: object[], more: object = {}) => ({
  id: 'r1',
  object: 'response',
  model: 'm',
  status: 'completed',
  output,
  ...more,
});
const read = (...output: object[]) => fold(...decodeAnswer(answer(output)));

describe('a whole answer', () => {
  it('is its items in order', () => {
    const search = { id: 'w1', type: 'web_search_call', status: 'completed', action: { query: 'x' } };
    const call = { id: 'f1', type: 'function_call', call_id: 'c1', name: 'add', arguments: '{"a":1}', status: 'completed' };
    const { content, fold: folded } = read(
      { id: 't1', type: 'reasoning', summary: [], encrypted_content: 'x' },
      search,
      message(text('Hi')),
      call,
    );
    expect(content).toMatchObject([
      { type: 'reasoning', text: '' },
      { type: 'opaque', providerMetadata: { acme: { responses: search } } },
      { type: 'text', text: 'Hi' },
      { type: 'tool-call', id: 'c1', name: 'add', arguments: { a: 1 }, argumentsText: '{"a":1}' },
    ]);
    expect(folded).toMatchObject({ id: 'r1', model: 'm', finishReason: 'tool_calls', rawFinishReason: 'completed' });
  });

  it('has a refusal as text', () => {
    expect(read(message({ type: 'refusal', refusal: 'No.' })).content).toMatchObject([{ type: 'text', text: 'No.' }]);
  });

  it.each([
    ['summaries, as paragraphs', { summary: [{ text: 'a' }, { text: 'b' }] }, 'a\n\nb'],
    ['thoughts that are not hidden', { summary: [], content: [{ type: 'reasoning_text', text: 'c' }] }, 'c'],
    ['the summary of both', { summary: [{ text: 'a' }], content: [{ text: 'c' }] }, 'a'],
    ['nothing that could be read', { summary: null, encrypted_content: 'x' }, ''],
  ])('shows %s', (_what, item, shown) => {
    expect(read({ type: 'reasoning', ...item }).content).toMatchObject([{ type: 'reasoning', text: shown }]);
  });

  it('tells where pages are cited, and names files', () => {
    const page = { type: 'url_citation', start_index: 2, end_index: 4, title: 'A', url: 'https://a.test' };
    const file = { type: 'file_citation', file_id: 'f', filename: 'b.pdf', index: 3 };
    const { fold: folded } = read(
      message(text('😀 so it', [page, file]), text('x', [{ ...page, start_index: 0, end_index: 0 }])),
    );
    expect(folded.citations).toEqual([
      { url: 'https://a.test', title: 'A', start: 3, end: 5, raw: page },
      { title: 'b.pdf', raw: file },
      { url: 'https://a.test', title: 'A', raw: { ...page, start_index: 0, end_index: 0 } },
    ]);
  });

  it('reads what holds text as a message, whatever it is called', () => {
    expect(read({ type: 'of_the_future', role: 'assistant', content: [text('Hi')] }).content).toMatchObject([{ text: 'Hi' }]);
  });

  it.each([
    ['max_output_tokens', 'incomplete', 'length'],
    ['content_filter', 'incomplete', 'content_filter'],
    ['server_timeout', 'incomplete', 'other'],
    [undefined, 'completed', 'stop'],
    [undefined, 'incomplete', 'other'],
    [undefined, 'cancelled', 'other'],
    [undefined, 'queued', 'other'],
    [undefined, 'in_progress', 'other'],
  ])('ends for the reason %s when it is %s', (reason, status, finishReason) => {
    const { fold: folded } = fold(...decodeAnswer(answer([], { status, incomplete_details: reason && { reason } })));
    expect(folded).toMatchObject({ finishReason, rawFinishReason: reason ?? status });
  });

  it.each<[object, object]>([
    [
      { code: 'server_error', message: 'no' },
      { status: 500, providerType: 'server_error', message: 'no' },
    ],
    [
      { code: 'rate_limit_exceeded', message: 'Please try again in 2s.' },
      { status: 429, retryAfterMs: 2000 },
    ],
    [{ code: 'invalid_prompt', message: 'no' }, { status: 400 }],
    [
      { code: 'image_content_policy_violation', message: 'no' },
      { status: 400, reason: 'content_filter' },
    ],
    [
      { code: 'invalid_image_url', message: 'no' },
      { status: 400, reason: undefined },
    ],
    [{ message: 'no' }, { status: undefined, message: 'no' }],
  ])('fails inside a 200 with %j', (error, failure) => {
    const failed = decodeAnswer(answer([], { status: 'failed', error }));
    expect(failed.find(({ type }) => type === 'error')).toMatchObject({ type: 'error', ...failure });
    expect(failed.some(({ type }) => type === 'finish')).toBe(false);
  });

  it('fails where it says so without a reason', () => {
    expect(fold(...decodeAnswer(answer([], { status: 'failed', error: null }))).fold.failure).toMatchObject({ type: 'error' });
    expect(decodeAnswer({ error: { message: 'no', code: 429 } })).toEqual([
      expect.objectContaining({ status: 429, message: 'no' }),
    ]);
  });

  it.each([null, 'text', [], {}, { choices: [{ message: { content: 'Hi' } }] }, { data: [] }])('is not %j', (body) => {
    expect(decodeAnswer(body)).toEqual([]);
  });
});

describe('usage', () => {
  it('counts what is cached and what is thought', () => {
    const counters = {
      input_tokens: 9,
      input_tokens_details: { cached_tokens: 4, cache_write_tokens: 2 },
      output_tokens: 5,
      output_tokens_details: { reasoning_tokens: 3 },
      total_tokens: 14,
    };
    expect(readResponsesUsage(counters)).toEqual({
      promptTokens: 9,
      completionTokens: 5,
      cachedTokens: 4,
      cacheWriteTokens: 2,
      reasoningTokens: 3,
    });
    expect(readResponsesUsage({})).toMatchObject({ cachedTokens: undefined });
  });
});
