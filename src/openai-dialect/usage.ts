import type { JsonObject, TokenUsage } from '../message.ts';

interface Details {
  prompt_tokens_details?: JsonObject | null;
  completion_tokens_details?: JsonObject | null;
}

/** The dialect's counters in ours, wherever a server puts them. */
export function readUsage(counters: JsonObject): Partial<TokenUsage> {
  const { prompt_tokens_details: promptDetails, completion_tokens_details: completionDetails } = counters as Details;
  const promptTokens = count(counters.prompt_tokens);
  const told = count(counters.completion_tokens);
  const total = count(counters.total_tokens);
  // Some count reasoning beside the completion tokens, but all count it in the total.
  const beyondPrompt = promptTokens === undefined || total === undefined ? undefined : total - promptTokens;
  const completionTokens = beyondPrompt === undefined ? told : Math.max(told ?? 0, beyondPrompt);
  return {
    ...(promptTokens !== undefined && { promptTokens }),
    ...(completionTokens !== undefined && { completionTokens }),
    cachedTokens: count(
      promptDetails?.cached_tokens ??
        counters.cached_tokens ??
        counters.prompt_cache_hit_tokens ??
        counters.cache_read_input_tokens ??
        counters.num_cached_tokens,
    ),
    cacheWriteTokens: count(promptDetails?.cache_write_tokens ?? counters.cache_creation_input_tokens),
    reasoningTokens: count(completionDetails?.reasoning_tokens ?? counters.reasoning_tokens),
  };
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined;
}
