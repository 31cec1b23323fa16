import { sse } from '../http/framing.ts';
import type { Wire } from '../provider.ts';
import type { ResolvedConfig } from '../resolved-config.ts';
import type { ModelInfo } from '../types.ts';
import { chatAddress, modelsAddress } from './address.ts';
import { decodeAnswer, decodeChunk } from './decode.ts';
import { dialectEmbeddings } from './embeddings.ts';
import { encodeRequest } from './encode.ts';
import { type DialectFacts, SETTINGS, TOOL_NAMES } from './facts.ts';
import { failureOf, wordsOf } from './failure.ts';
import { dialectRerank } from './rerank.ts';
import { readUsage } from './usage.ts';

/**
 * OpenAI's [Chat Completions API](https://platform.openai.com/docs/api-reference/chat), as it and all who speak its dialect
 * understand it.
 *
 * @example
 * ```ts
 * const wire = openaiDialect({ maxTokensField: 'max_completion_tokens' });
 * ```
 */
export function openaiDialect(facts: DialectFacts = {}): Wire {
  const { settings = SETTINGS, models = 'private', keyHeader, toolCallIds, toolNames = TOOL_NAMES, unreachable } = facts;
  const { media, responseFormats, cacheMarks } = facts;
  const { embeddings, rerank } = facts;
  const modelsPath = (config: ResolvedConfig) => modelsAddress(config, facts);
  return {
    capabilities: [
      'chat',
      'stream',
      ...(settings.includes('tools') ? ['tools' as const] : []),
      ...(settings.includes('responseFormat') ? ['json' as const] : []),
      ...(media ? ['vision' as const] : []),
      'reasoning',
      ...(embeddings ? ['embed' as const] : []),
      ...(rerank ? ['rerank' as const] : []),
      ...(models === 'none' ? [] : ['models' as const]),
    ],
    settings,
    framing: sse,
    toolCallIds,
    toolNames,
    media,
    responseFormats,
    cacheMarks,
    unreachable,
    path: (call) => chatAddress(call, facts),

    headers(_config, apiKey): Record<string, string> {
      if (!apiKey) return {};
      return keyHeader ? { [keyHeader]: apiKey } : { authorization: `Bearer ${apiKey}` };
    },

    encode: (call) => encodeRequest(call, facts),
    decode: (body) => decodeAnswer(body, facts),
    decodeEvent: (data) => decodeChunk(data, facts),
    usage: readUsage,
    errorMessage: (body) => wordsOf(body),

    classify({ body }) {
      const { providerType, reason, retryAfterMs } = failureOf(body);
      return { providerType, reason, retryAfterMs };
    },

    ...(embeddings && { embeddings: dialectEmbeddings(embeddings, facts) }),
    ...(rerank && { rerank: dialectRerank(rerank, facts) }),
    ...(models !== 'none' && { models: { path: modelsPath, decode: readModels } }),
    ...(models === 'public' && { probe: (config: ResolvedConfig) => ({ path: modelsPath(config), checksKey: false }) }),
  };
}

function readModels(body: unknown): ModelInfo[] | undefined {
  const models = Array.isArray(body) ? body : (body as { data?: unknown } | null)?.data;
  if (!Array.isArray(models)) return undefined;
  return models.flatMap((raw) => (typeof raw?.id === 'string' ? { id: raw.id, raw } : []));
}
