import { expect } from '@jest/globals';
import type { LLMError } from '../../src/errors.ts';
import { sse } from '../../src/http/framing.ts';
import type { ToolCall } from '../../src/message.ts';
import type { CompletionStream, StreamEvent } from '../../src/types.ts';
import { expectResponse } from './expectation.ts';
import { answerOf, type Dialect, type ReadFailure, type Reading } from './oracles/dialect.ts';
import { textOf } from './oracles/frames.ts';
import { frameEdges, randomFrom } from './places.ts';
import type { Recording } from './recordings.ts';
import { refusedAs } from './refusals.ts';
import { Replay } from './replay.ts';
import { clientFor, QUESTION, type Speaker } from './speaker.ts';

/** A whole answer reads as its body says, or raises as it has to. */
export async function checkAnswer(speaker: Speaker, recording: Recording): Promise<void> {
  const reading = speaker.dialect.read(recording);
  const response = await clientFor(speaker, recording).complete(QUESTION).catch(asError);
  if (reading.failure) return expectError(response, reading.failure, speaker.dialect, UNREADABLE);
  if (response instanceof Error) throw response;
  expectResponse(response, reading, speaker.dialect);
  expect(response.raw).toEqual(answerOf(recording));
  expect(response.meta).toMatchObject({ status: 200, attempts: 1 });
  await checkWholeStream(speaker, recording, reading);
}

/** Some servers answer whole where a stream was asked for. JSON lines can't tell such an answer from a line. */
async function checkWholeStream(speaker: Speaker, recording: Recording, reading: Reading): Promise<void> {
  const transport = new Replay(recording);
  const { events, error } = await collect(clientFor(speaker, recording, transport).stream(QUESTION));
  if (transport.accept === sse.accept) expectEvents(events, error, reading, speaker.dialect);
}

/** A stream reads as its body says, or raises as it has to. */
export async function checkStream(speaker: Speaker, recording: Recording): Promise<void> {
  const reading = speaker.dialect.read(recording);
  const { events, error } = await collect(clientFor(speaker, recording).stream(QUESTION));
  if (reading.failure) expectFailure(events, error, reading, speaker.dialect);
  else expectEvents(events, error, reading, speaker.dialect);
}

const TRUNCATIONS = 6;

/** A stream that ends at one of its frames' edges raises, unless the body so far says that it is whole. */
export async function checkTruncated(speaker: Speaker, recording: Recording): Promise<void> {
  const edges = frameEdges(recording);
  const random = randomFrom(recording.name);
  for (let count = 0; count < TRUNCATIONS; count++) {
    const end = edges[Math.floor(random() * edges.length)];
    const truncated = { ...recording, body: recording.body.subarray(0, end) };
    const { failure, text } = speaker.dialect.read(truncated);
    const { events, error } = await collect(clientFor(speaker, truncated).stream(QUESTION));
    const seen = { end, text: joined(events, 'text'), raised: error !== undefined, finished: events.at(-1)?.type === 'finish' };
    expect(seen).toEqual({ end, text, raised: failure !== undefined, finished: failure === undefined });
  }
}

/** A refusal becomes the error that the table names, for whole answers and for streams. */
export async function checkRefusal(speaker: Speaker, recording: Recording): Promise<void> {
  const client = clientFor(speaker, recording);
  const { status, body, headers } = recording;
  const expected = { ...refusedAs(status, textOf(body), headers), status, provider: speaker.provider, attempts: 1 };
  for (const send of [() => client.complete(QUESTION), () => client.stream(QUESTION).response]) {
    const error = await send().then(() => undefined, asError);
    expect(membersOf(error, expected)).toEqual(expected);
    expect(error?.message).toMatch(new RegExp(`^\\[${speaker.provider}\\] `));
  }
}

/** What a failure without a type is in a whole answer, and in a stream. */
const UNREADABLE = { name: 'ResponseError', code: 'LLM_RESPONSE' };
const INTERRUPTED = { name: 'StreamInterruptedError', code: 'STREAM_READ' };

interface Collected {
  events: StreamEvent[];
  error?: LLMError;
}

async function collect(stream: CompletionStream): Promise<Collected> {
  const events: StreamEvent[] = [];
  try {
    for await (const event of stream) events.push(event);
    return { events };
  } catch (error) {
    return { events, error: error as LLMError };
  }
}

function expectEvents(events: StreamEvent[], error: LLMError | undefined, reading: Reading, dialect: Dialect): void {
  expect(error).toBeUndefined();
  const last = events.at(-1);
  expect(events.map(({ type }) => type).filter((type) => type === 'finish')).toHaveLength(1);
  if (last?.type !== 'finish') throw new Error(`the last event is ${last?.type}`);
  const { response } = last;
  expectResponse(response, reading, dialect);
  expect(last).toMatchObject({
    finishReason: response.finishReason,
    rawFinishReason: response.rawFinishReason,
    usage: response.usage,
  });
  expect(joined(events, 'text')).toBe(response.content);
  expect(joined(events, 'reasoning')).toBe(response.reasoning ?? '');
  expect(completeCalls(events)).toEqual(response.toolCalls);
  expect(startedCalls(events)).toEqual(response.toolCalls.map(({ id, name }) => ({ id, name })));
}

/** The answer so far goes with the error. */
function expectFailure(events: StreamEvent[], error: LLMError | undefined, reading: Reading, dialect: Dialect): void {
  const { failure = {}, text, reasoning } = reading;
  expectError(error, failure, dialect, INTERRUPTED);
  expect(events.map(({ type }) => type)).not.toContain('finish');
  expect(error?.partial).toMatchObject({ content: text, ...(reasoning ? { reasoning } : {}) });
  expect(joined(events, 'text')).toBe(text);
}

/** A failure with a status, or of a type that has one, is what the same refusal would be; any other is `unknown`. */
function expectError(error: object | undefined, failure: ReadFailure, { failureStatuses }: Dialect, unknown: object): void {
  const { type = '', words = '' } = failure;
  const status = failure.status ?? failureStatuses[type];
  const expected = { ...(status ? refusedAs(status, `${type} ${words}`) : unknown), providerType: failure.type };
  expect(membersOf(error, expected)).toEqual(expected);
}

function asError(thrown: LLMError): LLMError {
  return thrown;
}

function membersOf(error: object | undefined, expected: object): Record<string, unknown> {
  return Object.fromEntries(Object.keys(expected).map((key) => [key, (error as Record<string, unknown> | undefined)?.[key]]));
}

function joined(events: readonly StreamEvent[], wanted: 'text' | 'reasoning'): string {
  return events.reduce((text, event) => (event.type === wanted ? text + event.text : text), '');
}

function completeCalls(events: readonly StreamEvent[]): ToolCall[] {
  return events.flatMap((event) => (event.type === 'tool-call' ? [event.toolCall] : []));
}

function startedCalls(events: readonly StreamEvent[]): { id: string; name: string }[] {
  return events.flatMap((event) => (event.type === 'tool-call-start' ? [{ id: event.id, name: event.name }] : []));
}
