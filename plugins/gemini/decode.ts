import type { Delta, FinishReason, JsonObject } from '../../src/plugin.ts';
import type { Candidate, FunctionCall, GeminiAnswer, GeminiPart } from './api.ts';
import { citationsOf } from './citations.ts';
import { decodeFailure, statusIn } from './failure.ts';

/** How the texts of parts that follow each other belong together. */
type Joining =
  /** They are pieces of one, as in a stream. */
  | 'pieces'
  /** Each is whole. */
  | 'whole';

/** A whole answer. Where a stream was not asked for as events, a list of its chunks. */
export function decode(body: unknown): Delta[] {
  return Array.isArray(body) ? body.flatMap((chunk) => read(chunk, 'pieces')) : read(body, 'whole');
}

/** One chunk of a [stream](https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent). None of them is the end. */
export function decodeEvent(data: unknown): Delta[] {
  return read(data, 'pieces');
}

function read(body: unknown, joining: Joining): Delta[] {
  const failure = statusIn(body);
  if (failure) return [decodeFailure(failure)];
  const { candidates, promptFeedback, usageMetadata, responseId, modelVersion } = (body ?? {}) as GeminiAnswer;
  if (!candidates && !promptFeedback && !usageMetadata) return [];
  const candidate = firstOf(candidates);
  return [
    { type: 'response', id: responseId, model: modelVersion },
    ...decodeParts(list(candidate?.content?.parts), joining),
    ...citationsOf(candidate, joining),
    ...(usageMetadata ? [{ type: 'usage' as const, counters: usageMetadata }] : []),
    ...decodeEnd(candidate?.finishReason, finishReasonOf),
    ...decodeEnd(promptFeedback?.blockReason, () => 'content_filter'),
  ];
}

/** Of several candidates the first counts; one without an index is the first. */
function firstOf(candidates: GeminiAnswer['candidates']): Candidate | undefined {
  return list(candidates).find(({ index }) => (index ?? 0) === 0);
}

const TEXT = 'text';
const THOUGHT = 'reasoning';
const CALL = 'call';
const TEXT_ENDS: Delta = { type: 'start', key: TEXT };
const THOUGHT_ENDS: Delta = { type: 'start', key: THOUGHT };

function decodeParts(parts: readonly GeminiPart[], joining: Joining): Delta[] {
  return parts.flatMap((part, index) => {
    const { functionCall, text } = part;
    if (functionCall && !isAnswered(functionCall, parts.slice(index + 1))) return decodeCall(part, functionCall);
    if (typeof text === 'string') return decodeText(part, text, joining);
    return Object.keys(part).length > 0 ? [TEXT_ENDS, THOUGHT_ENDS, { type: 'part', kind: 'opaque', data: part }] : [];
  });
}

/** Some tools are run by the API: call and result come together, and there is nothing to be done. */
function isAnswered({ name }: FunctionCall, later: readonly GeminiPart[]): boolean {
  return later.some(({ functionResponse }) => functionResponse && functionResponse.name === name);
}

/** Pieces make one text until another kind of part comes. A part with a signature stays a part of its own. */
function decodeText({ text: _text, thought, ...own }: GeminiPart, text: string, joining: Joining): Delta[] {
  const isSigned = Object.keys(own).length > 0;
  if (text === '' && !isSigned) return [];
  const key = thought ? THOUGHT : TEXT;
  const [ends, otherEnds] = thought ? [THOUGHT_ENDS, TEXT_ENDS] : [TEXT_ENDS, THOUGHT_ENDS];
  const deltas: Delta[] = isSigned || joining === 'whole' ? [otherEnds, ends] : [otherEnds];
  deltas.push({ type: key, key, text });
  if (thought) deltas.push({ type: 'part', key, kind: key, data: { ...own, thought } });
  else if (isSigned) deltas.push({ type: 'part', key, kind: key, data: own });
  if (isSigned) deltas.push(ends);
  return deltas;
}

/** Each call is another one, ids or not. Its metadata may be empty: that it is there says that the call is Gemini's. */
function decodeCall({ functionCall: _call, ...own }: GeminiPart, functionCall: FunctionCall): Delta[] {
  const { name, args, partialArgs, willContinue, ...told } = functionCall;
  if (partialArgs || willContinue) return [{ type: 'error', message: PARTIAL }];
  if (typeof name !== 'string') return [];
  // Calls are always whole, so one without arguments is not one whose arguments were cut off.
  const rest: JsonObject = args ? told : { ...told, args: null };
  const data: JsonObject = { ...own, ...(Object.keys(rest).length > 0 && { functionCall: rest }) };
  return [
    TEXT_ENDS,
    THOUGHT_ENDS,
    { type: 'start', key: CALL },
    { type: 'tool-call', key: CALL, id: told.id, name, argumentsText: JSON.stringify(args ?? {}), mode: 'whole' },
    { type: 'part', key: CALL, kind: 'tool-call', data },
    { type: 'stop', key: CALL },
  ];
}

const PARTIAL =
  'the arguments of a call come in pieces, which are not read here: do not ask for them (streamFunctionCallArguments)';

function decodeEnd(told: Candidate['finishReason'], reasonOf: (raw: string) => FinishReason): Delta[] {
  if (!told || typeof told === 'object') return [];
  const raw = String(told);
  return [{ type: 'finish', reason: reasonOf(raw), raw }];
}

const FINISH_REASONS = new Map<string, FinishReason>([
  ['STOP', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['SAFETY', 'content_filter'],
  ['RECITATION', 'content_filter'],
  ['BLOCKLIST', 'content_filter'],
  ['PROHIBITED_CONTENT', 'content_filter'],
  ['SPII', 'content_filter'],
  ['IMAGE_SAFETY', 'content_filter'],
  ['IMAGE_PROHIBITED_CONTENT', 'content_filter'],
  ['IMAGE_RECITATION', 'content_filter'],
  ['MODEL_ARMOR', 'content_filter'],
  ['ESCALATION', 'content_filter'],
  ['MALFORMED_FUNCTION_CALL', 'error'],
  ['MALFORMED_RESPONSE', 'error'],
  ['UNEXPECTED_TOOL_CALL', 'error'],
  ['TOO_MANY_TOOL_CALLS', 'error'],
  ['MISSING_THOUGHT_SIGNATURE', 'error'],
  // As numbers, where the URL asks for them. Those above 4 mean other things on other hosts.
  ['1', 'stop'],
  ['2', 'length'],
  ['3', 'content_filter'],
  ['4', 'content_filter'],
]);

function finishReasonOf(raw: string): FinishReason {
  return FINISH_REASONS.get(raw.toUpperCase()) ?? 'other';
}

/** Answers are read loosely: what should be a list of objects may be missing, or hold nothing. */
function list<T>(value: readonly (T | null)[] | null | undefined): readonly T[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}
