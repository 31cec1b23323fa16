import { sse } from '../http/framing.ts';
import type { JsonObject, TokenUsage } from '../message.ts';
import type { ResolvedConfig, Setting, Wire } from '../provider.ts';
import type { ModelInfo } from '../types.ts';
import { decodeAnswer, decodeChunk } from './decode.ts';
import { encodeEffort, encodeMessage, type ReasoningField } from './encode.ts';
import { failureOf, wordsOf } from './failure.ts';

/** What one API that speaks OpenAI's dialect does in its own way. All of it is data; what is left out is the default. */
export interface DialectFacts {
  /** The settings that the API takes. Default: those of OpenAI. */
  settings?: readonly Setting[] | undefined;
  /** The member for the most tokens to generate. Default `max_tokens`. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
  /** The member in which the reasoning of earlier answers goes back. Default: it stays here. Answers are read with either. */
  reasoningField?: ReasoningField | undefined;
  /** Whether a stream tells its usage only if `stream_options` asks for it. Default `true`. */
  asksForUsage?: boolean | undefined;
  /** The list of models: it looks at the key (the default), anyone may read it, or there is none. */
  models?: 'private' | 'public' | 'none' | undefined;
}

const ROUTE_AT_END = /\/chat\/completions(?=\?|$)/;

const SETTINGS: readonly Setting[] = [
  'maxTokens',
  'temperature',
  'topP',
  'stop',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
  'reasoning',
  'user',
];

/**
 * OpenAI's [Chat Completions API](https://platform.openai.com/docs/api-reference/chat), as it and all who speak its dialect
 * understand it. It posts to `/chat/completions` below `baseURL`, or to `baseURL` itself if that is where it ends.
 *
 * @example
 * ```ts
 * const wire = openaiDialect({ maxTokensField: 'max_completion_tokens' });
 * ```
 */
export function openaiDialect(facts: DialectFacts = {}): Wire {
  const { settings = SETTINGS, maxTokensField = 'max_tokens', reasoningField, asksForUsage = true, models = 'private' } = facts;
  return {
    capabilities: ['chat', 'stream', 'reasoning', ...(models === 'none' ? [] : ['models' as const])],
    settings,
    framing: sse,
    path: ({ config }) => (ROUTE_AT_END.test(config.baseURL) ? '' : '/chat/completions'),
    headers: (_config, apiKey): Record<string, string> => (apiKey ? { authorization: `Bearer ${apiKey}` } : {}),

    encode: (call) => ({
      model: call.model,
      messages: call.messages.map((message) => encodeMessage(message, call.provider, reasoningField)),
      [maxTokensField]: call.maxTokens,
      temperature: call.temperature,
      top_p: call.topP,
      top_k: call.topK,
      stop: call.stop,
      seed: call.seed,
      presence_penalty: call.presencePenalty,
      frequency_penalty: call.frequencyPenalty,
      reasoning_effort: encodeEffort(call),
      user: call.user,
      stream: call.stream,
      ...(call.stream && asksForUsage && { stream_options: { include_usage: true } }),
    }),

    decode: decodeAnswer,
    decodeEvent: decodeChunk,
    usage: readUsage,
    errorMessage: (body) => wordsOf(body),

    classify({ body }) {
      const { providerType, reason, retryAfterMs } = failureOf(body);
      return { providerType, reason, retryAfterMs };
    },

    ...(models !== 'none' && { models: { path: modelsPath, decode: readModels } }),
    ...(models === 'public' && { probe: (config: ResolvedConfig) => ({ path: modelsPath(config), checksKey: false }) }),
  };
}

function modelsPath({ baseURL }: ResolvedConfig): string {
  return ROUTE_AT_END.test(baseURL) ? baseURL.replace(ROUTE_AT_END, '/models') : '/models';
}

function readModels(body: unknown): ModelInfo[] | undefined {
  const models = Array.isArray(body) ? body : (body as { data?: unknown } | null)?.data;
  if (!Array.isArray(models)) return undefined;
  return models.flatMap((raw) => (typeof raw?.id === 'string' ? { id: raw.id, raw } : []));
}

function readUsage(counters: JsonObject): Partial<TokenUsage> {
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

interface Details {
  prompt_tokens_details?: JsonObject | null;
  completion_tokens_details?: JsonObject | null;
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined;
}
