import { anthropic } from './oracles/anthropic.ts';
import { chatCompletions } from './oracles/chat-completions.ts';
import { cohereV1, cohereV2 } from './oracles/cohere.ts';
import type { Dialect } from './oracles/dialect.ts';
import { textGeneration } from './oracles/text-generation.ts';
import { type Recording, recordingsOf } from './recordings.ts';

/** What a provider speaks, and why the rest of its recordings is left out, by endpoint. */
export interface Traffic {
  dialects: readonly Dialect[];
  unspoken: Readonly<Record<string, string>>;
}

/** The providers whose recordings are run; another one is another entry, and an oracle where its dialect is new. */
export const providers = {
  anthropic: {
    dialects: [anthropic],
    unspoken: { 'complete-legacy': 'retired API', count_tokens: 'no chat', models: 'no chat' },
  },
  cohere: {
    dialects: [cohereV2, cohereV1],
    unspoken: { 'v1-generate': 'retired API', 'compat-chat': "OpenAI's dialect on another path", models: 'no chat' },
  },
  huggingface: {
    dialects: [
      { ...chatCompletions, endpoints: ['router-chat'], config: { api: 'chat' } },
      { ...textGeneration, endpoints: ['native', 'tgi-generate'], config: { api: 'text-generation' } },
    ],
    unspoken: { models: 'no chat' },
  },
} satisfies Record<string, Traffic>;

export type RecordedProvider = keyof typeof providers;

/** A recording and the dialect that reads it, or why none does. */
export type Assigned = { recording: Recording; dialect: Dialect } | { recording: Recording; dialect?: undefined; reason: string };

/** All recordings of a provider; `undefined` where the folder is not there. */
export function assignedOf(provider: RecordedProvider): Assigned[] | undefined {
  const { dialects, unspoken }: Traffic = providers[provider];
  return recordingsOf(provider)?.map((recording) => {
    const dialect = dialects.find(({ endpoints }) => endpoints.includes(recording.endpoint));
    const reason = dialect ? dialect.refuse?.(recording) : (unspoken[recording.endpoint] ?? 'no dialect');
    return dialect && !reason ? { recording, dialect } : { recording, reason: reason ?? '' };
  });
}
