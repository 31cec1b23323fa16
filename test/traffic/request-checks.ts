import { expect } from '@jest/globals';
import type { Json, JsonObject, Message } from '../../src/message.ts';
import type { CompletionRequest } from '../../src/types.ts';
import { canonical, withoutDefaults } from './oracles/asking.ts';
import { objectsOf } from './oracles/dialect.ts';
import type { Recording } from './recordings.ts';
import { ask, clientFor, QUESTION, type Speaker } from './speaker.ts';

/** `response.message` goes back as the very blocks that it came from; each tool call has its result, as it must. */
export async function checkRoundTrip(speaker: Speaker, recording: Recording, blocks: unknown): Promise<void> {
  const client = clientFor(speaker, recording);
  const { message, toolCalls } = await ask(client, recording);
  const question: Message = { role: 'user', content: QUESTION };
  const results = toolCalls.map(({ id }): Message => ({ role: 'tool', toolCallId: id, content: 'done' }));
  const next = results.length > 0 ? results : [question];
  const { body } = client.encode({ messages: [question, message, ...next] });
  const { sentBlocks = contentOfSecond } = speaker.dialect;
  expect(sentBlocks(body)).toEqual(blocks);
}

function contentOfSecond({ messages }: JsonObject): Json | undefined {
  const { role, content } = objectsOf(messages)[1] ?? {};
  expect(role).toBe('assistant');
  return content;
}

/** The project's request becomes the recorded body. */
export function checkRequest(speaker: Speaker, recording: Recording, request: CompletionRequest): void {
  const { defaults, canonical: normalise = (body: JsonObject) => body } = speaker.dialect;
  const recorded = canonical(normalise(recording.request as JsonObject)) as JsonObject;
  const client = clientFor(speaker, recording);
  const sent = canonical(normalise(client.encode(request).body)) as JsonObject;
  // Some APIs have the model in the path.
  expect(withoutDefaults(sent, recorded, { model: client.model, ...defaults })).toEqual(recorded);
}
