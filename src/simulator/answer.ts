import { createHash } from 'node:crypto';
import type { JsonObject, ToolChoice } from '../message.ts';
import { madeUpArguments, madeUpValue } from './arguments.ts';
import { sentence, thoughtOf, wordOf } from './words.ts';

/** One turn of a conversation: as much of it as an answer depends on. */
export interface Turn {
  role: 'system' | 'user' | 'assistant' | 'tool';
  /** Of a tool: its result. A failed one begins with `Error: `, whichever way the API tells it. */
  text: string;
  /** The images and files beside the text, in their order: their URLs, or their bytes in base64. */
  media?: readonly string[] | undefined;
}

/** A tool that may be called. */
export interface OfferedTool {
  name: string;
  /** JSON Schema of the arguments. */
  parameters?: unknown;
}

/** What a request asks, whatever the wire it came by. */
export interface Question {
  model: string;
  turns: Turn[];
  stream: boolean;
  /** Reasoning counts against it too. */
  maxTokens?: number | undefined;
  stop?: readonly string[] | undefined;
  /** The answer begins with reasoning. */
  reasoning?: boolean | undefined;
  tools?: readonly OfferedTool[] | undefined;
  /** Default `auto`: a tool is called if the last message is a user's and has its name in it. */
  toolChoice?: ToolChoice | undefined;
  /** Whether several tools may be called in one answer. Default `true`. */
  parallelCalls?: boolean | undefined;
  /** The answer is JSON that fits this schema; `true` for any JSON. */
  schema?: unknown;
}

/** A call of a tool. */
export interface AnswerCall {
  name: string;
  /** `undefined` where a token limit cuts them off. */
  arguments: JsonObject | undefined;
  argumentsText: string;
  /** `argumentsText`, token by token. */
  tokens: string[];
}

/** What every wire answers to the same question. */
export interface Answer {
  /** 64 hexadecimal digits, the same for the same question. */
  id: string;
  text: string;
  /** `text`, token by token. */
  tokens: string[];
  reasoning: string[];
  /** In the order in which the prompt names the tools. An answer with calls has no text. */
  calls: AnswerCall[];
  finish: 'stop' | 'length' | 'stop_sequence' | 'tool_calls';
  /** The stop sequence that was met; `text` ends before it. */
  stopSequence?: string | undefined;
  promptTokens: number;
  /** The part of `promptTokens` that counts as read from a cache: all but the last turn. */
  cachedTokens: number;
  /** Reasoning and the arguments of calls included. */
  completionTokens: number;
}

/** A token is a run of letters, marks, digits and `_`, or one other character that is no space; the space before it belongs to it. */
export function tokensOf(text: string): string[] {
  return text.match(/\s*(?:[\p{L}\p{M}\p{N}_]+|\S)/gu) ?? [];
}

/** 64 hexadecimal digits that depend on nothing but the parts. */
export function digest(...parts: (string | number)[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

/** The one answer to a question; `length`, in tokens, makes its text as long as that. */
export function compose(question: Question, seed: number, length?: number): Answer {
  const { turns } = question;
  const asked = turns.filter(({ role }) => role === 'user').map(({ text }) => text);
  const results = turns.slice(turns.findLastIndex(({ role }) => role !== 'tool') + 1).map(({ text }) => text);
  const heard = [...asked, ...results].flatMap(tokensOf).map((token) => token.trim());
  const id = digest(seed, heard.join('\n'));
  const words = (asked.at(-1) ?? '').match(/[\p{L}\p{M}\p{N}_]+/gu)?.length ?? 0;
  const budget = question.maxTokens ?? Number.POSITIVE_INFINITY;

  const thought = question.reasoning ? tokensOf(thoughtOf(words, id)) : [];
  const reasoning = thought.slice(0, budget);
  const left = budget - reasoning.length;
  const called = calledIn(question);
  const said = called.length > 0 ? [] : stretch(tokensOf(textOf(question, results, words, id)), id, length);
  const { calls, areCut } = cutCalls(
    called.map((tool, index) => callOf(tool, digest(id, index))),
    left,
  );
  const kept = said.slice(0, left);
  const stopped = cutAtStop(kept.join(''), question.stop ?? []);
  const tokens = stopped ? tokensOf(stopped.text) : kept;
  const cut = reasoning.length < thought.length || kept.length < said.length || areCut;

  return {
    id,
    text: tokens.join(''),
    tokens,
    reasoning,
    calls,
    finish: stopped ? 'stop_sequence' : cut ? 'length' : calls.length > 0 ? 'tool_calls' : 'stop',
    stopSequence: stopped?.sequence,
    ...promptCounts(turns),
    completionTokens: reasoning.length + tokens.length + calls.flatMap((call) => call.tokens).length,
  };
}

/** What is said: JSON where that is asked for, else a sentence, which tells by a few digits what was seen. */
function textOf({ turns, schema }: Question, results: readonly string[], words: number, id: string): string {
  if (schema) return JSON.stringify(schema === true ? { answer: wordOf(id, 0), words } : madeUpValue(schema, id));
  const seen = turns.flatMap(({ media = [] }) => media.map((one) => ` I see ${digest(one).slice(0, 8)}.`));
  return sentence(results, words, id) + seen.join('');
}

/** The tools that an answer calls. */
function calledIn({ turns, tools = [], toolChoice = 'auto', parallelCalls = true }: Question): OfferedTool[] {
  const last = turns.at(-1);
  if (typeof toolChoice === 'object') return tools.filter(({ name }) => name === toolChoice.name);
  if (last?.role === 'tool' && toolChoice === 'required') return tools.slice(-1);
  if (toolChoice === 'none' || last?.role !== 'user') return [];
  const places = tools.map((tool) => ({ tool, place: placeOf(tool.name, last.text) }));
  const named = places.filter(({ place }) => place >= 0).toSorted((a, b) => a.place - b.place);
  if (named.length === 0 && toolChoice === 'required') return tools.slice(0, 1);
  return named.slice(0, parallelCalls ? named.length : 1).map(({ tool }) => tool);
}

/** Where a text names a tool, not as a part of a longer name or word; below 0 if it does not. */
function placeOf(name: string, text: string): number {
  const literal = name.replaceAll(/[^\w:-]/g, '\\$&');
  return text.search(new RegExp(`(?<![\\w-]|\\w[.:])${literal}(?![\\w-]|[.:]\\w)`));
}

function callOf({ name, parameters }: OfferedTool, id: string): AnswerCall {
  const made = madeUpArguments(parameters, id);
  const argumentsText = JSON.stringify(made);
  return { name, arguments: made, argumentsText, tokens: tokensOf(argumentsText) };
}

/** What of the calls fits into a token limit: the arguments of the last one may be cut. */
function cutCalls(calls: readonly AnswerCall[], budget: number): { calls: AnswerCall[]; areCut: boolean } {
  const kept: AnswerCall[] = [];
  let left = budget;
  for (const call of calls) {
    if (left <= 0) return { calls: kept, areCut: true };
    const tokens = call.tokens.slice(0, left);
    if (tokens.length < call.tokens.length) {
      kept.push({ ...call, arguments: undefined, argumentsText: tokens.join(''), tokens });
      return { calls: kept, areCut: true };
    }
    kept.push(call);
    left -= tokens.length;
  }
  return { calls: kept, areCut: false };
}

function promptCounts(turns: readonly Turn[]): Pick<Answer, 'promptTokens' | 'cachedTokens'> {
  const counts = turns.map(({ text }) => tokensOf(text).length);
  const promptTokens = counts.reduce((sum, count) => sum + count, 0);
  return { promptTokens, cachedTokens: promptTokens - (counts.at(-1) ?? 0) };
}

function stretch(tokens: string[], id: string, length = tokens.length): string[] {
  const more = Math.max(0, length - tokens.length);
  return [...tokens, ...Array.from({ length: more }, (_, nth) => ` ${wordOf(id, nth)}`)].slice(0, length);
}

function cutAtStop(text: string, stop: readonly string[]): { text: string; sequence: string } | undefined {
  const found = stop.map((sequence) => ({ sequence, at: text.indexOf(sequence) })).filter(({ at }) => at >= 0);
  const first = found.toSorted((a, b) => a.at - b.at)[0];
  return first && { text: text.slice(0, first.at), sequence: first.sequence };
}
