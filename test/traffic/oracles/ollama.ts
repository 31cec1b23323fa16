import type { Json, JsonObject } from '../../../src/message.ts';
import type { Recording } from '../recordings.ts';
import {
  answerOf,
  countOf,
  type Dialect,
  emptyReading,
  eventsOf,
  objectOf,
  objectsOf,
  type Reading,
  stringOf,
} from './dialect.ts';
import { askOfMessages, askOfPrompt, canonicalOllama } from './ollama-asking.ts';

/** What both of Ollama's own endpoints have in common: https://docs.ollama.com/api */
const common: Omit<Dialect, 'endpoints' | 'config' | 'ask'> = {
  finishReasons: { stop: 'stop', length: 'length' },
  failureStatuses: {},
  defaults: {},
  refuse: (recording) => (recording.kind === 'json' && recording.status < 400 ? strangenessOf(answerOf(recording)) : undefined),
  read: (recording) => read(recording),
  canonical: canonicalOllama,
};

/** https://docs.ollama.com/api/chat */
export const ollamaChat: Dialect = {
  ...common,
  endpoints: ['chat'],
  config: { api: 'chat' },
  ask: askOfMessages,

  /** One block: the message. */
  blocks(recording) {
    const { text, reasoning } = read(recording);
    const calls = linesOf(recording).lines.flatMap((line) => objectsOf(objectOf(line.message).tool_calls));
    if (text === '' && reasoning === '' && calls.length === 0) return [];
    const message: JsonObject = { role: 'assistant', content: text };
    if (reasoning !== '') message.thinking = reasoning;
    if (calls.length > 0) message.tool_calls = calls;
    return [message];
  },
  sentBlocks: ({ messages }) => objectsOf(messages).slice(1, 2),
};

/** https://docs.ollama.com/api/generate */
export const ollamaGenerate: Dialect = { ...common, endpoints: ['generate'], config: { api: 'generate' }, ask: askOfPrompt };

/** The documentation shows what a model wrote as if it were the answer, and one recording is of the API beside this one. */
function strangenessOf(answer: Json): string | undefined {
  const { choices, done } = objectOf(answer);
  if (choices !== undefined) return "OpenAI's dialect";
  return done === undefined ? 'no answer of the API' : undefined;
}

/** A whole answer is one line. */
function linesOf(recording: Recording): { lines: JsonObject[]; cut: boolean } {
  if (recording.kind === 'json') return { lines: [objectOf(answerOf(recording))], cut: false };
  const { events, cut } = eventsOf(recording);
  return { lines: events, cut };
}

function read(recording: Recording): Reading {
  const { lines, cut } = linesOf(recording);
  const reading: Reading = emptyReading();
  let isDone = recording.kind === 'json';
  for (const line of lines) {
    if (line.error) return { ...reading, failure: { words: stringOf(line.error) } };
    const { content, thinking, tool_calls } = line.message ? objectOf(line.message) : { ...line, content: line.response };
    reading.text += stringOf(content);
    reading.reasoning += stringOf(thinking);
    for (const { id, function: called } of objectsOf(tool_calls)) {
      const { name, arguments: given } = objectOf(called);
      reading.calls.push({ id: stringOf(id), name: stringOf(name), argumentsText: JSON.stringify(given) });
    }
    if (line.done !== true) continue;
    isDone = true;
    reading.rawFinishReason = stringOf(line.done_reason);
    reading.usage = { promptTokens: countOf(line.prompt_eval_count), completionTokens: countOf(line.eval_count) };
  }
  return cut || !isDone ? { ...reading, failure: {} } : reading;
}
