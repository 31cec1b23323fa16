import type { JsonObject, TokenUsage } from '../message.ts';
import { readUsage } from '../openai-dialect/usage.ts';

/** The counters of Responses in ours: those of chat completions under other names. Embeddings beside it have the names of chat. */
export function readResponsesUsage(counters: JsonObject): Partial<TokenUsage> {
  return readUsage({
    prompt_tokens: counters.input_tokens ?? counters.prompt_tokens,
    completion_tokens: counters.output_tokens ?? counters.completion_tokens,
    total_tokens: counters.total_tokens,
    prompt_tokens_details: counters.input_tokens_details,
    completion_tokens_details: counters.output_tokens_details,
  });
}
