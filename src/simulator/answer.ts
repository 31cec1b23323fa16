import { createHash } from 'node:crypto';

/** One turn of a conversation: as much of it as an answer depends on. */
export interface Turn {
  role: 'system' | 'user' | 'assistant' | 'tool';
  text: string;
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
}

/** What every wire answers to the same question. */
export interface Answer {
  /** 64 hexadecimal digits, the same for the same question. */
  id: string;
  text: string;
  /** `text`, token by token. */
  tokens: string[];
  reasoning: string[];
  finish: 'stop' | 'length' | 'stop_sequence';
  /** The stop sequence that was met; `text` ends before it. */
  stopSequence?: string | undefined;
  promptTokens: number;
  /** The part of `promptTokens` that counts as read from a cache: all but the last turn. */
  cachedTokens: number;
  /** Reasoning included. */
  completionTokens: number;
}

// Several bytes a character, so that a byte-wise cut of a stream is likely to go through one.
const WORDS = [
  'harbour',
  'café',
  'lantern',
  'jalapeño',
  'quartz',
  'smörgåsbord',
  'meadow',
  'façade',
  'compass',
  'żółw',
  'anvil',
  'déjà',
];
const SCRIPTS = ['世界', '日本語', '你好', '서울'];
const PICTURES = ['🦊', '🚀', '👩‍🚀', '🇫🇷'];

/** A token is a run of letters, marks, digits and `_`, or one other character that is no space; the space before it belongs to it. */
export function tokensOf(text: string): string[] {
  return text.match(/\s*(?:[\p{L}\p{M}\p{N}_]+|\S)/gu) ?? [];
}

/** 64 hexadecimal digits that depend on nothing but the parts. */
export function digest(...parts: (string | number)[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

/** The one answer to a question; `length`, in tokens, makes it as long as that. */
export function compose(question: Question, seed: number, length?: number): Answer {
  const asked = question.turns.filter(({ role }) => role === 'user').map(({ text }) => text);
  const id = digest(seed, ...asked.flatMap(tokensOf).map((token) => token.trim()));
  const words = (asked.at(-1) ?? '').match(/[\p{L}\p{M}\p{N}_]+/gu)?.length ?? 0;
  const budget = question.maxTokens ?? Number.POSITIVE_INFINITY;

  const thought = question.reasoning
    ? tokensOf(`I count ${inWords(words)}, then pick words by their hash: ${pick(WORDS, id, 0)}.`)
    : [];
  const reasoning = thought.slice(0, budget);
  const whole = stretch(tokensOf(sentence(words, id)), id, length);
  const kept = whole.slice(0, budget - reasoning.length);
  const stopped = cutAtStop(kept.join(''), question.stop ?? []);
  const tokens = stopped ? tokensOf(stopped.text) : kept;
  const cut = reasoning.length < thought.length || kept.length < whole.length;

  return {
    id,
    text: tokens.join(''),
    tokens,
    reasoning,
    finish: stopped ? 'stop_sequence' : cut ? 'length' : 'stop',
    stopSequence: stopped?.sequence,
    ...promptCounts(question.turns),
    completionTokens: reasoning.length + tokens.length,
  };
}

function promptCounts(turns: readonly Turn[]): Pick<Answer, 'promptTokens' | 'cachedTokens'> {
  const counts = turns.map(({ text }) => tokensOf(text).length);
  const promptTokens = counts.reduce((sum, count) => sum + count, 0);
  return { promptTokens, cachedTokens: promptTokens - (counts.at(-1) ?? 0) };
}

function sentence(words: number, id: string): string {
  // Steps that differ by less than the list is long give three words that differ.
  const picked = [0, 5, 10].map((step) => pick(WORDS, id, 1, step)).join(', ');
  return `Simulated réponse to ${inWords(words)}: ${picked}. ${pick(SCRIPTS, id, 2)} ${pick(PICTURES, id, 3)} No model was asked.`;
}

function inWords(count: number): string {
  return count === 1 ? '1 word' : `${count} words`;
}

function pick(list: readonly string[], id: string, nth: number, step = 0): string {
  return list[(Number.parseInt(id.slice(nth * 2, nth * 2 + 2), 16) + step) % list.length] ?? '';
}

function stretch(tokens: string[], id: string, length = tokens.length): string[] {
  const more = Math.max(0, length - tokens.length);
  return [...tokens, ...Array.from({ length: more }, (_, nth) => ` ${pick(WORDS, id, nth % 32)}`)].slice(0, length);
}

function cutAtStop(text: string, stop: readonly string[]): { text: string; sequence: string } | undefined {
  const found = stop.map((sequence) => ({ sequence, at: text.indexOf(sequence) })).filter(({ at }) => at >= 0);
  const first = found.toSorted((a, b) => a.at - b.at)[0];
  return first && { text: text.slice(0, first.at), sequence: first.sequence };
}
