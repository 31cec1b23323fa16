import { anthropic } from './oracles/anthropic.ts';
import { chatCompletions } from './oracles/chat-completions.ts';
import type { ChatHabits } from './oracles/chat-habits.ts';
import { cohereV1, cohereV2 } from './oracles/cohere.ts';
import type { Dialect } from './oracles/dialect.ts';
import { gemini } from './oracles/gemini.ts';
import { ollamaChat, ollamaGenerate } from './oracles/ollama.ts';
import { responses } from './oracles/responses.ts';
import { textGeneration } from './oracles/text-generation.ts';
import { type Recording, recordingsOf } from './recordings.ts';

/** What the recordings of a folder speak, and why the rest of them is left out, by endpoint. */
export interface Traffic {
  /** The first one that has a recording's endpoint reads it. */
  dialects: readonly Dialect[];
  unspoken: Readonly<Record<string, string>>;
}

const NO_CHAT = { models: 'no chat', '*-models': 'no chat' };

/** OpenAI's dialect as a provider of ours speaks it. The model is for recordings that name none. */
function chat(provider: string, endpoints: string[], habits: ChatHabits = {}, config: Dialect['config'] = {}): Dialect {
  return { ...chatCompletions({ ...habits, provider }), provider, endpoints, config: { model: 'some-model', ...config } };
}

/** OpenAI's dialect as servers speak it that have no provider of their own. */
function custom(...endpoints: string[]): Dialect {
  const reasoning = 'reasoning_content';
  return chat('custom', endpoints, { reasoning }, { baseURL: 'https://api.example.com/v1', reasoningField: reasoning });
}

/** OpenAI's Responses API as a provider of ours speaks it. */
function responding(provider: string, endpoints: string[], config: Dialect['config'] = {}): Dialect {
  return { ...responses(provider), provider, endpoints, config: { model: 'some-model', api: 'responses', ...config } };
}

/** The same as servers speak it that have no provider of their own, or one that does not speak it. */
function customResponding(...endpoints: string[]): Dialect {
  return responding('custom', endpoints, { baseURL: 'https://api.example.com/v1' });
}

/** The folders whose recordings are run; another one is another entry, and an oracle where its dialect is new. */
export const folders = {
  anthropic: {
    dialects: [anthropic],
    unspoken: { 'complete-legacy': 'retired API', count_tokens: 'no chat', ...NO_CHAT },
  },
  cohere: {
    dialects: [cohereV2, cohereV1, custom('compat-chat')],
    unspoken: { 'v1-generate': 'retired API', ...NO_CHAT },
  },
  huggingface: {
    dialects: [
      chat('huggingface', ['router-chat'], {}, { api: 'chat' }),
      { ...textGeneration, endpoints: ['native', 'tgi-generate'], config: { api: 'text-generation' } },
    ],
    unspoken: NO_CHAT,
  },
  openai: {
    dialects: [chat('openai', ['chat'], {}, { api: 'chat' }), responding('openai', ['responses'])],
    unspoken: { 'completions-legacy': 'text completions', ...NO_CHAT },
  },
  deepseek: {
    dialects: [
      chat('deepseek', ['chat'], { reasoning: 'reasoning_content', thinking: 'thinking', blind: true }),
      customResponding('responses'),
    ],
    unspoken: NO_CHAT,
  },
  kimi: {
    dialects: [chat('kimi', ['chat'], { reasoning: 'reasoning_content', thinking: 'thinking' })],
    unspoken: NO_CHAT,
  },
  gemini: {
    dialects: [gemini],
    unspoken: { countTokens: 'no chat', interactions: 'Interactions API', ...NO_CHAT },
  },
  'openai-compatible': {
    dialects: [
      chat('azure-openai', ['azure-chat'], {}, { baseURL: 'https://resource.openai.azure.com' }),
      chat('cerebras', ['cerebras-chat'], { reasoning: 'reasoning' }),
      chat('fireworks', ['fireworks-chat']),
      chat('groq', ['groq-chat']),
      chat('llamacpp', ['llamacpp-chat'], { reasoning: 'reasoning_content' }),
      chat('mistral', ['mistral-chat'], { ids: /^[a-zA-Z0-9]{9}$/ }),
      chat('openrouter', ['openrouter-chat'], { reasoning: 'reasoning', thinking: 'reasoning', marks: true }),
      chat('perplexity', ['perplexity-chat'], { numbered: true }),
      chat('together', ['together-chat']),
      chat('vllm', ['vllm-chat']),
      chat('xai', ['xai-chat'], { reasoning: 'reasoning_content' }),
      custom('*-chat'),
      responding('azure-openai', ['azure-responses'], { baseURL: 'https://resource.openai.azure.com/openai/v1' }),
      responding('xai', ['xai-responses']),
      responding('openrouter', ['openrouter-responses']),
      responding('lmstudio', ['lmstudio-responses']),
      customResponding('*-responses'),
    ],
    unspoken: NO_CHAT,
  },
  ollama: {
    dialects: [ollamaChat, ollamaGenerate, custom('openai-chat')],
    unspoken: { pull: 'no chat', show: 'no chat', tags: 'no chat' },
  },
} satisfies Record<string, Traffic>;

export type RecordedFolder = keyof typeof folders;

/** A recording, and the dialect that reads it or the reason why none does. */
export type Assigned = { recording: Recording; dialect: Dialect } | { recording: Recording; dialect?: undefined; reason: string };

/** All recordings of a folder; `undefined` where it is not there. */
export function assignedOf(folder: RecordedFolder): Assigned[] | undefined {
  const { dialects, unspoken }: Traffic = folders[folder];
  return recordingsOf(folder)?.map((recording) => {
    const dialect = dialects.find(({ endpoints }) => endpoints.some((pattern) => fits(pattern, recording.endpoint)));
    const [, unread] = Object.entries(unspoken).find(([pattern]) => fits(pattern, recording.endpoint)) ?? [];
    const reason = dialect ? dialect.refuse?.(recording) : (unread ?? 'no dialect');
    return dialect && !reason ? { recording, dialect } : { recording, reason: reason ?? '' };
  });
}

/** A pattern that begins with `*` fits by its end. */
function fits(pattern: string, endpoint: string): boolean {
  return pattern.startsWith('*') ? endpoint.endsWith(pattern.slice(1)) : endpoint === pattern;
}
