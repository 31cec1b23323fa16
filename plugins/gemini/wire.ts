import { type JsonObject, sse, type TokenUsage, type Wire } from '../../src/plugin.ts';
import type { GeminiModels } from './api.ts';
import { decode, decodeEvent } from './decode.ts';
import { embeddings } from './embeddings.ts';
import { encode } from './encode.ts';
import { classify, errorMessage } from './failure.ts';
import { MEDIA } from './media.ts';
import { pathOf } from './path.ts';

/** Google's [Gemini API](https://ai.google.dev/api/generate-content). */
export const geminiWire: Wire = {
  capabilities: ['chat', 'stream', 'tools', 'json', 'vision', 'reasoning', 'embed', 'models'],
  settings: [
    'maxTokens',
    'temperature',
    'topP',
    'topK',
    'stop',
    'seed',
    'presencePenalty',
    'frequencyPenalty',
    'tools',
    'toolChoice',
    'responseFormat',
    'reasoning',
  ],
  framing: sse,
  toolNames: /^[A-Za-z_]/,
  media: MEDIA,
  path: (call) => `/${pathOf(call)}:${call.stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
  headers: (_config, apiKey) => (apiKey ? { 'x-goog-api-key': apiKey } : {}),
  encode,
  decode,
  decodeEvent,
  usage,
  errorMessage,
  classify: ({ body }) => classify(body),
  embeddings,

  models: {
    path: () => '/models?pageSize=1000',
    decode(body) {
      const { models } = (body ?? {}) as GeminiModels;
      if (!Array.isArray(models)) return undefined;
      return models.flatMap((raw) => (typeof raw?.name === 'string' ? [{ id: raw.name.replace(/^models\//, ''), raw }] : []));
    },
  },
};

/** What tools of the API's own read is input beside the prompt; the total counts it too. Counters of nothing are left out. */
function usage(counters: JsonObject): Partial<TokenUsage> {
  const { promptTokenCount, toolUsePromptTokenCount, candidatesTokenCount, thoughtsTokenCount } = counters;
  return {
    ...sum('promptTokens', promptTokenCount, toolUsePromptTokenCount),
    ...sum('completionTokens', candidatesTokenCount, thoughtsTokenCount),
    ...sum('totalTokens', counters.totalTokenCount),
    ...sum('cachedTokens', counters.cachedContentTokenCount),
    ...sum('reasoningTokens', thoughtsTokenCount),
  };
}

/** Nothing where none of the counters is there. */
function sum(name: keyof TokenUsage, ...counters: unknown[]): Partial<TokenUsage> {
  const counts = counters.filter((counter) => typeof counter === 'number');
  return counts.length > 0 ? { [name]: counts.reduce((total, count) => total + count, 0) } : {};
}
