import type { Json, JsonObject } from '../../../src/message.ts';
import type { Recording } from '../recordings.ts';
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
import { askGemini } from './gemini-asking.ts';
import { canonicalGemini } from './gemini-canonical.ts';
import { CitedSources } from './gemini-citations.ts';

/** https://ai.google.dev/api/generate-content; Vertex AI speaks the same. */
export const gemini: Dialect = {
  endpoints: ['generateContent', 'streamGenerateContent', 'vertex-generateContent', 'vertex-streamGenerateContent'],
  config: {},
  finishReasons: {
    STOP: 'stop',
    MAX_TOKENS: 'length',
    SAFETY: 'content_filter',
    RECITATION: 'content_filter',
    BLOCKLIST: 'content_filter',
    PROHIBITED_CONTENT: 'content_filter',
    SPII: 'content_filter',
    IMAGE_SAFETY: 'content_filter',
    MODEL_ARMOR: 'content_filter',
    MALFORMED_FUNCTION_CALL: 'error',
    UNEXPECTED_TOOL_CALL: 'error',
    TOO_MANY_TOOL_CALLS: 'error',
    1: 'stop',
    2: 'length',
    3: 'content_filter',
    4: 'content_filter',
  },
  failureStatuses: {},
  defaults: {},

  refuse(recording) {
    if (recording.status >= 400) return undefined;
    const text = textOf(recording.body);
    if (text.includes('"partialArgs"')) return 'arguments in pieces';
    return /"(candidates|promptFeedback|error)"/.test(text) ? undefined : 'no answer of this API';
  },

  read(recording) {
    const { chunks, cut } = chunksOf(recording);
    const reading: Reading = emptyReading();
    const cited = new CitedSources();
    const counters: JsonObject = {};
    for (const chunk of chunks) {
      const { code, status, message } = objectOf(chunk.error);
      if (chunk.error)
        return { ...reading, failure: { type: stringOf(status), status: countOf(code), words: stringOf(message) } };
      const candidate = candidateOf(chunk);
      addParts(reading, partsOf(chunk));
      cited.add(candidate);
      Object.assign(counters, objectOf(chunk.usageMetadata));
      reading.rawFinishReason =
        wordOf(candidate.finishReason) || wordOf(objectOf(chunk.promptFeedback).blockReason) || reading.rawFinishReason;
    }
    reading.usage = usageOf(counters);
    Object.assign(reading, cited.readIn(reading.text));
    const isOpen = recording.kind !== 'json' && reading.rawFinishReason === '';
    return cut || isOpen ? { ...reading, failure: {} } : reading;
  },

  /** Pieces of a stream make one text, but none with a signature does. */
  blocks(recording) {
    const { chunks, isStream } = chunksOf(recording);
    const blocks: JsonObject[] = [];
    for (const { thought, ...part } of chunks.flatMap(partsOf)) {
      const block: JsonObject = thought ? { ...part, thought } : part;
      const last = blocks.at(-1);
      if (isStream && last && isPlainText(last) && isPlainText(block) && last.thought === block.thought) {
        last.text = stringOf(last.text) + stringOf(block.text);
      } else if (Object.keys(block).length > 0 && !(block.text === '' && isPlainText(block))) blocks.push(block);
    }
    return blocks;
  },
  sentBlocks: ({ contents }) => objectsOf(contents)[1]?.parts,

  ask: askGemini,
  canonical: canonicalGemini,
};

/** Where a stream was not asked for as events, it is a list of its chunks. */
function chunksOf(recording: Recording): { chunks: JsonObject[]; isStream: boolean; cut: boolean } {
  if (recording.kind !== 'json') {
    const { events, cut } = eventsOf(recording);
    return { chunks: events, isStream: true, cut };
  }
  const answer = answerOf(recording);
  const isStream = Array.isArray(answer);
  return { chunks: isStream ? objectsOf(answer) : [objectOf(answer)], isStream, cut: false };
}

/** Of several candidates the first counts. */
function candidateOf({ candidates }: JsonObject): JsonObject {
  return objectsOf(candidates).find(({ index }) => (index ?? 0) === 0) ?? {};
}

function partsOf(chunk: JsonObject): JsonObject[] {
  return objectsOf(objectOf(candidateOf(chunk).content).parts);
}

/** A call whose result is there already was made by the API itself. */
function addParts(reading: Reading, parts: readonly JsonObject[]): void {
  const answered = parts.map(({ functionResponse }) => objectOf(functionResponse).name);
  for (const { text, thought, functionCall } of parts) {
    reading[thought ? 'reasoning' : 'text'] += stringOf(text);
    const { id, name, args } = objectOf(functionCall);
    if (!name || answered.includes(name)) continue;
    reading.calls.push({ id: stringOf(id), name: stringOf(name), argumentsText: JSON.stringify(args ?? {}) });
  }
}

function isPlainText(block: JsonObject): boolean {
  return 'text' in block && Object.keys(block).every((key) => key === 'text' || key === 'thought');
}

/** Enums are words, or numbers where the URL asks for them. */
function wordOf(value: Json | undefined): string {
  return typeof value === 'number' ? String(value) : stringOf(value);
}

function usageOf(counters: JsonObject): CountedUsage {
  const sum = (...names: string[]) => {
    const counts = names.map((name) => countOf(counters[name])).filter((count) => count !== undefined);
    return counts.length > 0 ? counts.reduce((a, b) => a + b) : undefined;
  };
  return {
    promptTokens: sum('promptTokenCount', 'toolUsePromptTokenCount'),
    completionTokens: sum('candidatesTokenCount', 'thoughtsTokenCount'),
    cachedTokens: sum('cachedContentTokenCount'),
    reasoningTokens: sum('thoughtsTokenCount'),
  };
}
