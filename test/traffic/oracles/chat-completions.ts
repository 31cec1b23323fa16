import type { JsonObject } from '../../../src/message.ts';
import type { Recording } from '../recordings.ts';
import { askChat, canonicalChat } from './chat-asking.ts';
import type { ChatHabits } from './chat-habits.ts';
import { addMessage, type ChatReading, emptyChat, usageOf, withCitations } from './chat-reading.ts';
import { sentTurns, turnOf } from './chat-turn.ts';
import {
  answerOf,
  countOf,
  type Dialect,
  eventsOf,
  objectOf,
  objectsOf,
  type ReadFailure,
  type Reading,
  stringOf,
} from './dialect.ts';
import { textOf } from './frames.ts';

const COMMON: Omit<Dialect, 'endpoints' | 'config' | 'ask'> = {
  finishReasons: {
    stop: 'stop',
    // Together, text-generation-inference
    eos: 'stop',
    eos_token: 'stop',
    stop_sequence: 'stop',
    length: 'length',
    // Mistral
    model_length: 'length',
    tool_calls: 'tool_calls',
    function_call: 'tool_calls',
    content_filter: 'content_filter',
    error: 'error',
    // DeepSeek
    insufficient_system_resource: 'error',
    // Anthropic's words, by way of gateways
    end_turn: 'stop',
    max_tokens: 'length',
    tool_use: 'tool_calls',
    refusal: 'content_filter',
  },
  failureStatuses: {},
  defaults: {},
  refuse: ({ status, body }) => (status >= 400 ? undefined : strangenessOf(textOf(body))),

  read(recording) {
    if (recording.kind !== 'json') return readStream(eventsOf(recording));
    const answer = objectOf(answerOf(recording));
    const reading = emptyChat();
    const choice = firstChoice(answer);
    addMessage(reading, objectOf(choice?.message), 'whole');
    addSources(reading, answer);
    reading.rawFinishReason = stringOf(choice?.finish_reason);
    reading.usage = usageOf(rawUsageOf(answer, choice));
    return { ...reading, failure: failureIn(answer, choice) };
  },

  canonical: canonicalChat,
};

/** OpenAI's chat completions and all that speak them: https://platform.openai.com/docs/api-reference/chat */
export function chatCompletions(habits: ChatHabits = {}): Omit<Dialect, 'endpoints' | 'config'> {
  return {
    ...COMMON,
    read: (recording) => withCitations(COMMON.read(recording) as ChatReading, habits),
    blocks: (recording) => [turnOf(messagesOf(recording), recording.kind === 'json' ? 'whole' : 'piece', habits)],
    sentBlocks: sentTurns,
    ask: (body) => askChat(body, habits),
  };
}

/** The message, or the pieces of it. */
function messagesOf(recording: Recording): JsonObject[] {
  if (recording.kind === 'json') return [objectOf(firstChoice(objectOf(answerOf(recording)))?.message)];
  return eventsOf(recording).events.map((event) => objectOf(firstChoice(event)?.delta));
}

/** What comes after `[DONE]` is not read; a failure ends the reading. */
function readStream({ events, done, cut }: ReturnType<typeof eventsOf>): Reading {
  const reading = emptyChat();
  let usage: JsonObject = {};
  for (const event of events) {
    const choice = firstChoice(event);
    addMessage(reading, objectOf(choice?.delta), 'piece');
    reading.rawFinishReason = stringOf(choice?.finish_reason) || reading.rawFinishReason;
    usage = { ...usage, ...rawUsageOf(event, choice) };
    reading.usage = usageOf(usage);
    const failure = failureIn(event, choice);
    if (failure) return { ...reading, failure };
    if (choice?.finish_reason) addSources(reading, event);
  }
  const truncated = cut || !(done || reading.rawFinishReason);
  return truncated ? { ...reading, failure: {} } : reading;
}

/** Of several choices the first counts. */
function firstChoice({ choices }: JsonObject): JsonObject | undefined {
  return objectsOf(choices).find(({ index }) => (index ?? 0) === 0);
}

/** The counters that are told, at the top, in the choice, or in Groq's own member. */
function rawUsageOf({ usage, x_groq }: JsonObject, choice: JsonObject | undefined): JsonObject {
  const told = [usage, choice?.usage, objectOf(x_groq).usage].find(Boolean);
  return Object.fromEntries(Object.entries(objectOf(told)).filter(([, value]) => value !== null));
}

/** Perplexity tells its sources beside the choices, in each chunk again. */
function addSources({ sources }: ChatReading, { citations, search_results }: JsonObject): void {
  const told = Array.isArray(citations) ? citations : objectsOf(search_results).map(({ url }) => url);
  sources.push(...told.map(stringOf));
}

/** The status that a failure of this type has as an answer of its own. */
const STATUSES: Readonly<Record<string, number>> = {
  context_length_exceeded: 400,
  authentication_error: 401,
  invalid_api_key: 401,
  model_not_found: 404,
  rate_limit_exceeded: 429,
  insufficient_quota: 429,
  engine_overloaded_error: 429,
  server_error: 500,
  service_unavailable: 503,
  overloaded_error: 529,
};

/** The name of a failure is its code if that is a word; most have the type of all bad requests beside it. xAI's have no object. */
function failureIn(answer: JsonObject, choice: JsonObject | undefined): ReadFailure | undefined {
  const error = answer.error ?? choice?.error;
  if (!error) return undefined;
  const { code, type, status_code, message = error } = typeof error === 'string' ? answer : objectOf(error);
  const names = [code, type].map(stringOf).filter((name) => /[a-z]/.test(name));
  const telling = names.filter((name) => name !== 'invalid_request_error');
  const known = telling.map((name) => STATUSES[name]).find(Boolean) ?? (names.length > telling.length ? 400 : undefined);
  return {
    type: telling[0] ?? names[0],
    status: countOf(status_code) ?? countOf(code) ?? known,
    words: stringOf(message),
  };
}

/** Why a body is no chat completion: other APIs answer under the same endpoints' names. */
function strangenessOf(text: string): string | undefined {
  if (!/"(choices|error)":/.test(text)) return 'an answer of another API';
  // Choices that have a `text` and no message are answers of the older completions API.
  const isTextCompletion = /"choices":\s*\[\s*\{[^{}]*"text":/.test(text) && !/"(delta|message)":/.test(text);
  return isTextCompletion ? 'text completions' : undefined;
}
