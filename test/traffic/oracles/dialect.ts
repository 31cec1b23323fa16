import type { FinishReason, Json, JsonObject } from '../../../src/message.ts';
import type { CompletionRequest } from '../../../src/types.ts';
import type { Recording } from '../recordings.ts';
import { jsonLines, serverSentEvents, textOf } from './frames.ts';

/** Tokens as the body counts them; without prompt or completion tokens the client has to estimate, and to say so. */
export interface CountedUsage {
  promptTokens?: number | undefined;
  completionTokens?: number | undefined;
  totalTokens?: number | undefined;
  cachedTokens?: number | undefined;
  cacheWriteTokens?: number | undefined;
  reasoningTokens?: number | undefined;
}

/** A tool call that a body holds; older APIs give it no id. */
export interface ReadCall {
  id?: string | undefined;
  name: string;
  argumentsText: string;
}

/** What a recorded 200 says, read without any of the project's code. */
export interface Reading {
  text: string;
  reasoning: string;
  calls: ReadCall[];
  /** The API's own word; empty where it sent none. */
  rawFinishReason: string;
  usage: CountedUsage;
  /** The addresses that are cited, in order; left out where the dialect does not read them. */
  cited?: string[] | undefined;
  /** The words of the answer that are cited, in order, once for each source; left out where the dialect does not read them. */
  citedWords?: string[] | undefined;
  /** Set where the body must raise: it was cut off, or tells a failure. */
  failure?: ReadFailure | undefined;
}

/** A failure inside a 200; empty where the body was cut off. */
export interface ReadFailure {
  type?: string | undefined;
  /** The status that it tells of itself. */
  status?: number | undefined;
  words?: string | undefined;
}

/** A request of the project's for a recorded one, or why there is none. */
export type Asking = { request: CompletionRequest; reason?: undefined } | { reason: string };

/** One wire format: how its recordings are to be understood. */
export interface Dialect {
  /** The endpoints of the recordings that speak it; `*-chat` stands for all that end so. */
  readonly endpoints: readonly string[];
  /** The provider of ours that reads them. Default: the one that the recordings' folder is named after. */
  readonly provider?: string | undefined;
  /** The settings that make a client speak it. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly finishReasons: Readonly<Record<string, FinishReason>>;
  /** The status that a failure of this type has where it is no event of a stream. */
  readonly failureStatuses: Readonly<Record<string, number>>;
  /** Why a recording of these endpoints is not for a chat client after all. */
  refuse?(recording: Recording): string | undefined;
  read(recording: Recording): Reading;
  /** The blocks that the answer has to become when it goes back as a message: none where it is empty. */
  blocks?(recording: Recording): Json[];
  /** The blocks of the second message of an encoded request. Default: the `content` of `messages[1]`. */
  sentBlocks?(body: JsonObject): Json | undefined;
  ask(body: JsonObject, recording: Recording): Asking;
  /** The form in which requests are compared. */
  canonical?(body: JsonObject): JsonObject;
  /** What a request says even where the caller is silent. */
  readonly defaults: JsonObject;
}

/** An empty reading, to be filled. */
export function emptyReading(): Reading {
  return { text: '', reasoning: '', calls: [], rawFinishReason: '', usage: {} };
}

/** The parsed events of a stream and whether they are all there: `[DONE]` is left out, a cut-off one ends the list. */
export function eventsOf(recording: Recording): { events: JsonObject[]; done: boolean; cut: boolean } {
  const frames = recording.kind === 'ndjson' ? jsonLines(recording.body) : serverSentEvents(recording.body);
  const events: JsonObject[] = [];
  for (const { data } of frames) {
    if (data.trim() === '[DONE]') return { events, done: true, cut: false };
    try {
      events.push(JSON.parse(data));
    } catch {
      return { events, done: false, cut: true };
    }
  }
  return { events, done: false, cut: false };
}

/** The body of a whole answer. */
export function answerOf(recording: Recording): Json {
  return JSON.parse(textOf(recording.body));
}

/** A member that should be an object. */
export function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** A member that should be a list of objects. */
export function objectsOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

/** A member that should be text. */
export function stringOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** A counter: `null` and absence are the same. */
export function countOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
