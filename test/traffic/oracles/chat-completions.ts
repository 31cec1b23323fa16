import type { Json, JsonObject } from '../../../src/message.ts';
import { askWith, messagesOf } from './asking.ts';
import {
  answerOf,
  type CountedUsage,
  countOf,
  type Dialect,
  emptyReading,
  eventsOf,
  objectOf,
  objectsOf,
  type Reading,
  stringOf,
} from './dialect.ts';
import { textOf } from './frames.ts';

/** OpenAI's chat completions and all that speak them: https://platform.openai.com/docs/api-reference/chat */
export const chatCompletions: Omit<Dialect, 'endpoints' | 'config'> = {
  finishReasons: {
    stop: 'stop',
    eos_token: 'stop',
    stop_sequence: 'stop',
    length: 'length',
    tool_calls: 'tool_calls',
    function_call: 'tool_calls',
    content_filter: 'content_filter',
  },
  failureStatuses: {},
  defaults: {},
  refuse: (recording) => (isTextCompletion(recording.body) ? 'text completions' : undefined),

  read(recording) {
    if (recording.kind === 'json') {
      const answer = objectOf(answerOf(recording));
      const reading = emptyReading();
      const choice = firstChoice(answer);
      addMessage(reading, objectOf(choice?.message));
      reading.rawFinishReason = stringOf(choice?.finish_reason);
      reading.usage = usageOf(answer.usage) ?? {};
      return reading;
    }
    return readStream(eventsOf(recording));
  },

  ask: (body) =>
    askWith(
      body,
      {
        max_tokens: 'maxTokens',
        temperature: 'temperature',
        top_p: 'topP',
        stop: 'stop',
        seed: 'seed',
        presence_penalty: 'presencePenalty',
        frequency_penalty: 'frequencyPenalty',
      },
      [],
      { messages: messagesOf(objectsOf(body.messages)) },
    ),
};

function readStream({ events, done, cut }: ReturnType<typeof eventsOf>): Reading {
  const reading = emptyReading();
  for (const event of events) {
    if (event.error) return { ...reading, failure: { type: stringOf(objectOf(event.error).type) } };
    reading.usage = usageOf(event.usage) ?? reading.usage;
    const choice = firstChoice(event);
    addMessage(reading, objectOf(choice?.delta));
    reading.rawFinishReason = stringOf(choice?.finish_reason) || reading.rawFinishReason;
  }
  const truncated = cut || !(done || reading.rawFinishReason);
  return truncated ? { ...reading, failure: {} } : reading;
}

/** Of several choices the first counts. */
function firstChoice({ choices }: JsonObject): JsonObject | undefined {
  return objectsOf(choices).find(({ index }) => (index ?? 0) === 0);
}

/** A whole message, or a piece of one. A piece of a call without a name of its own goes on with the last of its index. */
function addMessage(reading: Reading, message: JsonObject): void {
  reading.text += stringOf(message.content);
  reading.reasoning += stringOf(message.reasoning_content) || stringOf(message.reasoning);
  for (const { id, index, function: called } of objectsOf(message.tool_calls)) {
    const { name, arguments: argumentsText } = objectOf(called);
    const known = name ? undefined : (reading.calls[countOf(index) ?? -1] ?? reading.calls.at(-1));
    if (known) known.argumentsText += stringOf(argumentsText);
    else reading.calls.push({ id: stringOf(id), name: stringOf(name), argumentsText: stringOf(argumentsText) });
  }
}

function usageOf(value: Json | undefined): CountedUsage | undefined {
  if (!value) return undefined;
  const usage = objectOf(value);
  return {
    promptTokens: countOf(usage.prompt_tokens),
    completionTokens: countOf(usage.completion_tokens),
    totalTokens: countOf(usage.total_tokens),
    cachedTokens: countOf(objectOf(usage.prompt_tokens_details).cached_tokens) ?? countOf(usage.cached_tokens),
    reasoningTokens: countOf(objectOf(usage.completion_tokens_details).reasoning_tokens),
  };
}

/** Choices that have a `text` and no message are answers of the older completions API, whatever the endpoint. */
function isTextCompletion(body: Uint8Array): boolean {
  const text = textOf(body);
  return /"choices":\s*\[\s*\{[^{}]*"text":/.test(text) && !/"(delta|message)":/.test(text);
}
