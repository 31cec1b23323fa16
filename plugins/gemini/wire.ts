import { type Call, InvalidInputError, type JsonObject, sse, type TokenUsage, type Wire } from '../../src/plugin.ts';
import type { GeminiModels } from './api.ts';
import { decode, decodeEvent } from './decode.ts';
import { encode } from './encode.ts';
import { classify, errorMessage } from './failure.ts';

/** Google's [Gemini API](https://ai.google.dev/api/generate-content). */
export const geminiWire: Wire = {
  capabilities: ['chat', 'stream', 'tools', 'reasoning', 'models'],
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
    'reasoning',
  ],
  framing: sse,
  toolNames: /^[A-Za-z_]/,
  path: (call) => `/${resourceOf(call)}:${call.stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
  headers: (_config, apiKey) => (apiKey ? { 'x-goog-api-key': apiKey } : {}),
  encode,
  decode,
  decodeEvent,
  usage,
  errorMessage,
  classify: ({ body }) => classify(body),

  models: {
    path: () => '/models?pageSize=1000',
    decode(body) {
      const { models } = (body ?? {}) as GeminiModels;
      if (!Array.isArray(models)) return undefined;
      return models.flatMap((raw) => (typeof raw?.name === 'string' ? [{ id: raw.name.replace(/^models\//, ''), raw }] : []));
    },
  },
};

/** A name with a path in it, such as that of a tuned model, is the whole of it. */
function resourceOf({ model, provider }: Call): string {
  // Half a character has no place in a URL.
  if (/\p{Cs}/u.test(model)) throw new InvalidInputError('model: is no text that can be sent', { provider, model });
  const path = model.split('/').map(encodeURIComponent).join('/');
  return model.includes('/') ? path.replace(/^\/+/, '') : `models/${path}`;
}

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
