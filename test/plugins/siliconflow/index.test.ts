import { describe, expect, it } from '@jest/globals';
import { ProviderRegistry } from '../../../src/registry/registry.ts';
import { failureOf } from '../../support/failure.ts';
import { FakeTransport } from '../../support/fake-transport.ts';

const create = (config: Record<string, unknown> = {}) =>
  new ProviderRegistry({ env: {} }).create('siliconflow' as string, { apiKey: 'k-123', ...config });

describe('siliconflow', () => {
  it('asks its own API, or that of the other accounts', () => {
    const { url, body } = create().encode({ prompt: 'Hi', topK: 5, maxTokens: 9 });
    expect(url).toBe('https://api.siliconflow.cn/v1/chat/completions');
    expect(body).toMatchObject({ model: 'deepseek-ai/DeepSeek-V4-Flash', top_k: 5, max_tokens: 9 });
    expect(create({ baseURL: 'https://api.siliconflow.com' }).encode('Hi').url).toBe(
      'https://api.siliconflow.com/v1/chat/completions',
    );
  });

  it('says how much to think in its own words', () => {
    const bodyOf = (reasoning: object) => create().encode({ prompt: 'Hi', reasoning: reasoning as { effort: 'none' } }).body;
    expect(bodyOf({ effort: 'none' })).toMatchObject({ enable_thinking: false });
    expect(bodyOf({ effort: 'max' })).toMatchObject({ reasoning_effort: 'max' });
    expect(bodyOf({ budgetTokens: 256 })).toMatchObject({ thinking_budget: 256 });
    expect([1, 99_999].map((budgetTokens) => bodyOf({ budgetTokens }).thinking_budget)).toEqual([128, 32_768]);
  });

  it('gives JSON of any form, and that of a schema by a tool', () => {
    const schema = { type: 'object', properties: { city: { type: 'string' } } };
    expect(create().encode({ prompt: 'Hi', responseFormat: { type: 'json' } }).body).toMatchObject({
      response_format: { type: 'json_object' },
    });
    const { body } = create().encode({ prompt: 'Hi', responseFormat: { type: 'json_schema', name: 'place', schema } });
    expect(body).toMatchObject({ tools: [{ function: { name: 'place' } }], tool_choice: { function: { name: 'place' } } });
    expect(body.response_format).toBeUndefined();
  });

  it('sees images', () => {
    const image = { type: 'image', url: 'https://a.example/a.png' } as const;
    expect(create().encode([{ role: 'user', content: [image] }]).body.messages).toEqual([
      { role: 'user', content: [{ type: 'image_url', image_url: { url: image.url } }] },
    ]);
  });

  it('refuses what it does not take', () => {
    expect(() => create().encode({ prompt: 'Hi', seed: 1 })).toThrow('seed: is not sent to this API');
  });

  it('asks a stream for no usage, as every chunk tells it', async () => {
    const chunk = (content: string, completion_tokens: number) =>
      `data: ${JSON.stringify({
        choices: [{ index: 0, delta: { role: 'assistant', content, reasoning_content: null }, finish_reason: null }],
        usage: { prompt_tokens: 5, completion_tokens, total_tokens: 5 + completion_tokens },
      })}\n\n`;
    const transport = new FakeTransport({ chunks: [chunk('a', 1), chunk('b', 2), 'data: [DONE]\n\n'] });
    const { content, usage } = await create({ transport }).stream('Hi').response;
    expect([content, usage.totalTokens]).toEqual(['ab', 7]);
    expect(String(transport.requests[0]?.body)).not.toContain('stream_options');
  });

  it.each([
    [400, 20012, 'Model does not exist.', 'LLM_RESPONSE', 'model_not_found'],
    [403, 30001, 'Sorry, your account balance is insufficient', 'LLM_REQUEST', 'quota'],
    [403, '30001', 'Sorry, your account balance is insufficient', 'LLM_REQUEST', 'quota'],
    [403, 30003, 'No permission', 'INVALID_CONFIG', 'permission'],
  ])('knows what a %i with the code %j means', async (status, number, message, code, reason) => {
    const transport = new FakeTransport({ status, chunks: [JSON.stringify({ code: number, message, data: null })] });
    expect(await failureOf(create({ transport }).complete('Hi'))).toMatchObject({ code, reason, status });
  });

  it('reads a body that is words alone', async () => {
    const transport = new FakeTransport({ status: 401, chunks: ['"Invalid token"'] });
    const error = await failureOf(create({ transport }).complete('Hi'));
    expect(error).toMatchObject({ code: 'INVALID_CONFIG', reason: 'invalid_key' });
    expect(error.message).toContain('"Invalid token"');
  });
});
