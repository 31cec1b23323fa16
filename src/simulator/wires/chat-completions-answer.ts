import { type Answer, type AnswerCall, digest, type Question } from '../answer.ts';
import { type Body, type Exchange, NOW, sse } from '../wire.ts';
import type { ChatBody } from './chat-completions-body.ts';

/** What a chunk adds to the message. */
type ChunkDelta = Readonly<Record<string, unknown>>;

/** How one API writes its answers. */
export interface AnswerFacts {
  /** The id of an answer, of 64 hexadecimal digits. */
  id(digits: string): string;
  /** The id of a tool call, of 64 hexadecimal digits. */
  callId(digits: string, name: string, position: number): string;
  /** Further members of every answer and every chunk. */
  shared?: object;
  /** Further members of every chunk. */
  chunk?: object;
  /** Further members of every choice. */
  choice?: object;
  /** Further members of every whole message. */
  message?: object;
  /** What stands for the text of an answer that only calls tools. Default `null`. */
  noText?: '' | null;
  /** The member that reasoning is in. Left out: it is counted, and not shown. */
  reasoningIn?(question: Question): string;
  /** Fills up what a chunk adds. */
  delta?(added: ChunkDelta): ChunkDelta;
  /** Which pieces of parallel calls come first. Default `in turn`. `unnumbered` ones have no index, but their place in the list. */
  calls?: 'in turn' | 'interleaved' | 'unnumbered';
  /** Whether a whole answer numbers its calls too. */
  numbersCalls?: boolean;
  usage(answer: Answer): object;
  /** Where a stream tells its usage. Default `if asked`: in a chunk of its own. */
  streamsUsage?: 'if asked' | 'at the finish' | 'in the choice' | 'always';
  /** What comes before all other events. */
  preamble?: string;
  /** Tells of a failure inside a stream. */
  failure: unknown;
}

const FINISH_REASONS = { stop: 'stop', length: 'length', stop_sequence: 'stop', tool_calls: 'tool_calls' };

/** A whole answer. */
export function encodeWhole(facts: AnswerFacts, { question, answer }: Exchange): object {
  const { reasoning, text, calls, finish } = answer;
  const member = facts.reasoningIn?.(question);
  const wholeCall = (call: AnswerCall, index: number) => ({
    ...(facts.numbersCalls && { index }),
    ...writeCall(facts, answer, call, index),
  });
  const message = {
    role: 'assistant',
    content: calls.length > 0 ? noText(facts) : text,
    ...(member && reasoning.length > 0 && { [member]: reasoning.join('') }),
    ...(calls.length > 0 && { tool_calls: calls.map(wholeCall) }),
    ...facts.message,
  };
  return {
    ...envelope(facts, question, answer, 'chat.completion'),
    choices: [{ index: 0, message, ...facts.choice, finish_reason: FINISH_REASONS[finish] }],
    usage: facts.usage(answer),
  };
}

/** The same answer, a chunk a token. */
export function encodeStream(facts: AnswerFacts, { request, question, answer }: Exchange): Body {
  const { stream_options } = request.body as unknown as ChatBody;
  const { streamsUsage = 'if asked', delta = (added) => added } = facts;
  const shared = { ...envelope(facts, question, answer, 'chat.completion.chunk'), ...facts.chunk };
  const isAsked = streamsUsage === 'if asked' && stream_options?.include_usage;
  const usage = facts.usage(answer);

  const chunk = (added: ChunkDelta, count: number, finish: string | null = null) => {
    const choice = { index: 0, delta: delta(added), ...facts.choice, finish_reason: finish };
    if (streamsUsage === 'always')
      return sse({ ...shared, choices: [choice], usage: facts.usage({ ...answer, completionTokens: count }) });
    if (streamsUsage === 'in the choice') return sse({ ...shared, choices: [finish ? { ...choice, usage } : choice] });
    if (streamsUsage === 'at the finish') return sse({ ...shared, choices: [choice], usage: finish ? usage : null });
    return sse({ ...shared, choices: [choice], ...(isAsked && { usage: null }) });
  };
  const trailing = isAsked || streamsUsage === 'in the choice' ? sse({ ...shared, choices: [], usage }) : '';

  return {
    contentType: 'text/event-stream; charset=utf-8',
    opening: (facts.preamble ?? '') + chunk({ role: 'assistant', content: answer.calls.length > 0 ? noText(facts) : '' }, 0),
    tokens: pieces(facts, question, answer).map((added, index) => added.map((one) => chunk(one, index + 1)).join('')),
    closing: chunk({}, answer.completionTokens, FINISH_REASONS[answer.finish]) + trailing + sse('[DONE]'),
    error: sse(facts.failure),
    keepAlive: ': keep-alive\n\n',
  };
}

/** What the chunks add, by tokens: the first one of a call comes with the chunk that opens the call. */
function pieces(facts: AnswerFacts, question: Question, answer: Answer): ChunkDelta[][] {
  const member = facts.reasoningIn?.(question);
  const thoughts = member ? answer.reasoning.map((piece) => [{ [member]: piece }]) : [];
  const said = answer.tokens.map((content) => [{ content }]);
  return [...thoughts, ...said, ...callPieces(facts, answer)];
}

function callPieces(facts: AnswerFacts, answer: Answer): ChunkDelta[][] {
  const begun = answer.calls.map((call, position) => writeCall(facts, answer, { ...call, argumentsText: '' }, position));
  const tokens = answer.calls.flatMap((call, position) => call.tokens.map((text, nth) => ({ text, position, nth })));
  if (facts.calls === 'unnumbered') {
    return tokens.map(({ text, position: at }, index) => [
      ...(index === 0 ? [{ tool_calls: begun }] : []),
      { tool_calls: begun.map((_call, position) => ({ function: { arguments: position === at ? text : '' } })) },
    ]);
  }
  const ordered = facts.calls === 'interleaved' ? tokens.toSorted((a, b) => a.nth - b.nth) : tokens;
  return ordered.map(({ text, position: index, nth }) => [
    ...(nth === 0 ? [{ tool_calls: [{ index, ...begun[index] }] }] : []),
    { tool_calls: [{ index, function: { arguments: text } }] },
  ]);
}

function writeCall(facts: AnswerFacts, { id }: Answer, { name, argumentsText }: AnswerCall, position: number) {
  return {
    id: facts.callId(digest(id, 'call', position), name, position),
    type: 'function',
    function: { name, arguments: argumentsText },
  };
}

function noText({ noText: text = null }: AnswerFacts): '' | null {
  return text;
}

function envelope({ id, shared }: AnswerFacts, { model }: Question, answer: Answer, object: string) {
  return { id: id(answer.id), object, created: NOW.unix, model, ...shared };
}

/** Usage as OpenAI tells it. */
export function usageOf({ promptTokens, cachedTokens, completionTokens, reasoning }: Answer) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
    ...(reasoning.length > 0 && { completion_tokens_details: { reasoning_tokens: reasoning.length } }),
  };
}
