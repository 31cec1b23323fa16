import type { LLMError } from '../../src/errors.ts';
import { ProviderRegistry } from '../../src/index.ts';
import type { Client, CompletionResponse } from '../../src/types.ts';
import type { Dialect } from './oracles/dialect.ts';
import type { Recording } from './recordings.ts';
import { Replay } from './replay.ts';

/** A provider's name and one of the formats that it speaks. */
export interface Speaker {
  provider: string;
  dialect: Dialect;
}

/** What is asked for each recording: the answer does not depend on it. */
export const QUESTION = 'What was asked is not recorded here.';

/** Nothing here waits, so time stands still; the environment is left out, so that a developer's settings change nothing. */
const registry = new ProviderRegistry({
  env: {},
  random: () => 0.5,
  clock: { now: () => 0, monotonic: () => 0, schedule: () => () => undefined },
});

/** The real client, its network replaced by a recording. */
export function clientFor({ provider, dialect }: Speaker, recording: Recording, transport = new Replay(recording)): Client {
  const { model } = recording;
  const config = { apiKey: 'k', retry: { attempts: 1 }, transport, ...dialect.config };
  return registry.create(provider, model ? { ...config, model } : config);
}

/** Asks as the recording was asked: for a whole answer or a stream. */
export function ask(client: Client, { kind }: Recording): Promise<CompletionResponse> {
  return kind === 'json' ? client.complete(QUESTION) : client.stream(QUESTION).response;
}

/** What must not depend on where the bytes were cut, as one string: events and answer, or the error and the answer so far. */
export async function outcomeOf(client: Client, { kind }: Recording): Promise<string> {
  const told: string[] = [];
  try {
    if (kind === 'json') return fingerprint(await client.complete(QUESTION));
    for await (const event of client.stream(QUESTION)) {
      told.push(
        event.type === 'finish' ? fingerprint(event.response) : 'text' in event ? event.type + event.text : JSON.stringify(event),
      );
    }
  } catch (error) {
    const { name, message, partial } = error as LLMError;
    told.push(`${name}: ${message} ${partial && fingerprint(partial)}`);
  }
  return told.join('\n');
}

function fingerprint({ meta: _meta, raw: _raw, ...response }: CompletionResponse): string {
  return JSON.stringify(response);
}
