import { type JsonObject, sse, type Wire, wordsOf } from '../../src/plugin.ts';
import type { AnthropicConfig, AnthropicFailure, AnthropicModels } from './api.ts';
import { decode, decodeEvent } from './decode.ts';
import { encode } from './encode.ts';
import { responseFormats } from './format.ts';
import { MEDIA } from './media.ts';

/** Anthropic's [Messages API](https://platform.claude.com/docs/en/api/messages). */
export const anthropicWire: Wire<AnthropicConfig> = {
  capabilities: ['chat', 'stream', 'tools', 'json', 'vision', 'reasoning', 'models'],
  settings: ['maxTokens', 'temperature', 'topP', 'topK', 'stop', 'tools', 'toolChoice', 'responseFormat', 'reasoning', 'user'],
  framing: sse,
  responseFormats,
  media: MEDIA,
  cacheMarks: true,
  toolCallIds: /^[\w-]+$/,
  toolNames: /^[\w-]{1,128}$/,
  path: () => '/messages',

  headers: ({ version, betas = [] }, apiKey) => ({
    ...(apiKey && { 'x-api-key': apiKey }),
    'anthropic-version': version,
    ...(betas.length > 0 && { 'anthropic-beta': betas.join(',') }),
  }),

  encode,
  decode,
  decodeEvent,

  usage({ input_tokens, cache_read_input_tokens, cache_creation_input_tokens, output_tokens, output_tokens_details }) {
    const input = count(input_tokens);
    const cachedTokens = count(cache_read_input_tokens);
    const cacheWriteTokens = count(cache_creation_input_tokens);
    const completionTokens = count(output_tokens);
    return {
      ...(input !== undefined && { promptTokens: input + (cachedTokens ?? 0) + (cacheWriteTokens ?? 0) }),
      ...(completionTokens !== undefined && { completionTokens }),
      cachedTokens,
      cacheWriteTokens,
      reasoningTokens: count((output_tokens_details as JsonObject | null | undefined)?.thinking_tokens),
    };
  },

  errorMessage: (body) => wordsOf(body),

  classify({ body }) {
    const words = wordsOf(body) ?? '';
    const providerType = (body as AnthropicFailure | null)?.error?.type;
    if (/credit balance is too low/i.test(words)) return { providerType, reason: 'quota' };
    if (/exceed context limit/i.test(words)) return { providerType, reason: 'context_length' };
    return { providerType };
  },

  models: {
    path: () => '/models?limit=1000',
    decode(body) {
      const { data } = (body ?? {}) as AnthropicModels;
      if (!Array.isArray(data)) return undefined;
      return data.flatMap((raw) => (typeof raw?.id === 'string' ? [{ id: raw.id, raw }] : []));
    },
  },
};

function count(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
