import { type Answer, digest, type Question } from '../answer.ts';
import { type Exchange, opened, sse, uuid } from '../wire.ts';
import { thinks } from './cohere-request.ts';

export const FINISH_REASONS = { stop: 'COMPLETE', length: 'MAX_TOKENS', stop_sequence: 'STOP_SEQUENCE', tool_calls: 'TOOL_CALL' };
export const ERROR_EVENT = { error: 'the model failed while it generated: try again', error_type: 'INTERNAL_ERROR' };

/** A whole answer. */
export function encode({ question, answer }: Exchange) {
  const { id, reasoning, text: said, calls, finish } = answer;
  const thought = reasoning.join('');
  const isPlan = plans(question, answer);
  const content = [
    ...(thought && !isPlan ? [{ type: 'thinking', thinking: thought }] : []),
    ...(said ? [{ type: 'text', text: said }] : []),
  ];
  return {
    id: uuid(id),
    message: {
      role: 'assistant',
      ...(thought && isPlan && { tool_plan: thought }),
      ...(content.length > 0 && { content }),
      ...(calls.length > 0 && { tool_calls: calls.map(({ argumentsText }, place) => toolCall(answer, place, argumentsText)) }),
    },
    finish_reason: FINISH_REASONS[finish],
    usage: usage(answer),
  };
}

/** The same answer, a token a piece. */
export function stream({ question, answer }: Exchange) {
  const { id, finish } = answer;
  const message = { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] };
  let ended = '';
  const tokens = blocksOf(question, answer).flatMap(({ start, pieces, end }) => {
    const opening = ended + start;
    ended = end;
    return opened(opening, pieces);
  });
  return {
    contentType: 'text/event-stream',
    opening: sse({ id: uuid(id), type: 'message-start', delta: { message } }, 'message-start'),
    tokens,
    closing:
      ended + event('message-end', { delta: { finish_reason: FINISH_REASONS[finish], usage: usage(answer) } }) + sse('[DONE]'),
    error: event('message-end', { delta: { finish_reason: 'ERROR', usage: {}, ...ERROR_EVENT } }),
    keepAlive: ': keep-alive\n\n',
  };
}

/** A block as events of a stream: what begins it, one piece a token, what ends it. */
interface StreamedBlock {
  start: string;
  pieces: string[];
  end: string;
}

function blocksOf(question: Question, answer: Answer): StreamedBlock[] {
  const { reasoning, tokens, calls } = answer;
  const isPlan = plans(question, answer);
  const plan = { start: '', pieces: reasoning.map((tool_plan) => added('tool-plan-delta', { tool_plan })), end: '' };
  const texts = [
    isPlan ? { type: 'thinking', pieces: [] } : { type: 'thinking', pieces: reasoning },
    { type: 'text', pieces: tokens },
  ];
  const content = texts
    .filter(({ pieces }) => pieces.length > 0)
    .map(
      ({ type, pieces }, index): StreamedBlock => ({
        start: added('content-start', { content: { type, [type]: '' } }, index),
        pieces: pieces.map((piece) => added('content-delta', { content: { [type]: piece } }, index)),
        end: event('content-end', { index }),
      }),
    );
  const called = calls.map(
    (call, index): StreamedBlock => ({
      start: added('tool-call-start', { tool_calls: toolCall(answer, index, '') }, index),
      pieces: call.tokens.map((piece) => added('tool-call-delta', { tool_calls: { function: { arguments: piece } } }, index)),
      end: event('tool-call-end', { index }),
    }),
  );
  return [...(isPlan ? [plan] : []), ...content, ...called];
}

/** Models that have no thinking of their own say beforehand what they are about to call. */
function plans({ model }: Question, { calls }: Answer): boolean {
  return calls.length > 0 && !thinks(model);
}

function toolCall({ id, calls }: Answer, place: number, argumentsText: string) {
  const name = calls[place]?.name ?? '';
  const callId = `${name}_${digest(id, 'call', place).slice(0, 12)}`;
  return { id: callId, type: 'function', function: { name, arguments: argumentsText } };
}

/** What is billed leaves the cached tokens out, so that nobody takes it for what was read. */
export function counts({ promptTokens, cachedTokens, completionTokens, reasoning }: Answer) {
  return {
    billed_units: { input_tokens: promptTokens - cachedTokens, output_tokens: completionTokens },
    tokens: {
      input_tokens: promptTokens,
      output_tokens: completionTokens,
      ...(reasoning.length > 0 && { reasoning_tokens: reasoning.length }),
    },
  };
}

function usage(answer: Answer) {
  return { ...counts(answer), cached_tokens: answer.cachedTokens };
}

function event(type: string, data: object): string {
  return sse({ type, ...data }, type);
}

function added(type: string, message: object, index?: number): string {
  return event(type, { ...(index !== undefined && { index }), delta: { message } });
}
