import { failureOf, jsonLines, type Wire, wordsOf } from '../../src/plugin.ts';
import type { OllamaConfig, OllamaModels } from './api.ts';
import { decode } from './decode.ts';
import { embeddings } from './embeddings.ts';
import { encodeChat, encodeGenerate } from './encode.ts';

const TAGS = '/api/tags';

const SETTINGS = [
  'maxTokens',
  'temperature',
  'topP',
  'topK',
  'stop',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
  'responseFormat',
  'reasoning',
] as const;

/** What both endpoints have in common. */
const common = {
  framing: jsonLines,
  headers: (_config, apiKey): Record<string, string> => (apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
  decode,
  decodeEvent: decode,

  usage: ({ prompt_eval_count, eval_count }) => ({
    ...(typeof prompt_eval_count === 'number' && { promptTokens: prompt_eval_count }),
    ...(typeof eval_count === 'number' && { completionTokens: eval_count }),
  }),

  errorMessage(body) {
    const words = wordsOf(body);
    // Nothing but a name: the command is there to be copied.
    const [, model] = /^model ["']([\w.:/-]{1,200})["'] not found/i.exec(words ?? '') ?? [];
    return model ? `${words} (\`ollama pull ${model}\` gets it)` : words;
  },

  classify({ status, body }) {
    const { message = '', providerType } = failureOf(body);
    if (/requires more system memory/i.test(message)) return { providerType, retryable: false };
    if (status === 503 && /server busy/i.test(message)) return { providerType, reason: 'overloaded' };
    return { providerType };
  },

  embeddings,

  models: {
    path: () => TAGS,
    decode(body) {
      const { models } = (body ?? {}) as OllamaModels;
      if (!Array.isArray(models)) return undefined;
      return models.flatMap((raw) => (typeof raw?.name === 'string' ? [{ id: raw.name, raw }] : []));
    },
  },

  probe: () => ({ path: TAGS, checksKey: false }),
} satisfies Partial<Wire<OllamaConfig>>;

/** Ollama's [chat](https://docs.ollama.com/api/chat). */
export const chat: Wire<OllamaConfig> = {
  ...common,
  capabilities: ['chat', 'stream', 'tools', 'json', 'vision', 'reasoning', 'embed', 'models'],
  settings: [...SETTINGS, 'tools', 'toolChoice'],
  // Bytes of files that its models read: https://docs.ollama.com/capabilities/vision
  media: { image: { sources: ['data'], types: /^image\/(png|jpeg|jpg|webp)$/i } },
  path: () => '/api/chat',
  encode: encodeChat,
};

/** Ollama's [completion](https://docs.ollama.com/api/generate) of a prompt, which it puts into the model's template unless `raw` is set. */
export const generate: Wire<OllamaConfig> = {
  ...common,
  capabilities: ['chat', 'stream', 'json', 'reasoning', 'embed', 'models'],
  settings: SETTINGS,
  path: () => '/api/generate',
  encode: encodeGenerate,
};
