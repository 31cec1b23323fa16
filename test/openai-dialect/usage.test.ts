import { describe, expect, it } from '@jest/globals';
import { readUsage } from '../../src/openai-dialect/usage.ts';

describe('usage', () => {
  it('reads the counters and their details', () => {
    const counters = {
      prompt_tokens: 20,
      completion_tokens: 10,
      total_tokens: 30,
      prompt_tokens_details: { cached_tokens: 5, cache_write_tokens: 2 },
      completion_tokens_details: { reasoning_tokens: 7 },
    };
    expect(readUsage(counters)).toEqual({
      promptTokens: 20,
      completionTokens: 10,
      cachedTokens: 5,
      cacheWriteTokens: 2,
      reasoningTokens: 7,
    });
  });

  it.each([
    ['DeepSeek', 'prompt_cache_hit_tokens'],
    ['Kimi', 'cached_tokens'],
    ['Mistral', 'num_cached_tokens'],
    ['Databricks', 'cache_read_input_tokens'],
  ])('reads the cached tokens of %s', (_name, counter) => {
    expect(readUsage({ prompt_tokens: 9, completion_tokens: 1, [counter]: 4 })).toMatchObject({ cachedTokens: 4 });
  });

  it('counts reasoning that stands beside the completion tokens', () => {
    const counters = {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 35,
      completion_tokens_details: { reasoning_tokens: 20 },
    };
    expect(readUsage(counters)).toMatchObject({ promptTokens: 10, completionTokens: 25, reasoningTokens: 20 });
  });

  it('leaves out what was not counted', () => {
    const usage = readUsage({ prompt_tokens: 10, completion_tokens: null, total_tokens: null, prompt_tokens_details: null });
    expect(usage.promptTokens).toBe(10);
    expect(usage).not.toHaveProperty('completionTokens');
    expect(readUsage({})).not.toHaveProperty('promptTokens');
  });
});
