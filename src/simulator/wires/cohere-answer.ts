import { type Answer, digest, type Question } from '../answer.ts';
import { type Exchange, opened, sse, uuid } from '../wire.ts';
import { citationsV2 } from './cohere-citations.ts';
import { thinks } from './cohere-request.ts';

export const FINISH_REASONS = { stop: 'COMPLETE', length: 'MAX_TOKENS', stop_sequence: 'STOP_SEQUENCE', tool_calls: 'TOOL_CALL' };
export const ERROR_EVENT = { error: 'the model failed while it generated: try again', error_type: 'INTERNAL_ERROR' };

/** A whole answer. */
export function encode(exchange: Exchange) {
  const { question, answer } = exchange;
  const { id, reasoning, text: said, calls, finish } = answer;
  const thought = reasoning.join('');
  const isPlan = plans(question, answer);
  const content = [
    ...(thought && !isPlan ? [{ type: 'thinking', thinking: thought }] : []),
    ...(said ? [{ type: 'text', text: said }] : []),
  ];
  const citations = citationsV2(exchange, content.length - 1);
  return {
    id: uuid(id),
    message: {
      role: 'assistant',
      ...(thought && isPlan && { tool_plan: thought }),
      ...(content.length > 0 && { content }),
      ...(citations.length > 0 && { citations }),
      ...(calls.length > 0 && { tool_calls: calls.map(({ argumentsText }, place) => toolCall(answer, place, argumentsText)) }),
    },
    finish_reason: FINISH_REASONS[finish],
    usage: usage(answer),
  };
}

/** The same answer, a token a piece. */
export function stream(exchange: Exchange) {
  const { answer } = exchange;
  const { id, finish } = answer;
  const message = { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] };
  let ended = '';
  const tokens = blocksOf(exchange).flatMap(({ start, pieces, end }) => {
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

function blocksOf(exchange: Exchange): StreamedBlock[] {
  const { question, answer } = exchange;
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
        pieces: pieces.map(
          (piece, place) =>
            (type === 'text' ? cited(exchange, index, place - 1) : '') +
            added('content-delta', { content: { [type]: piece } }, index),
        ),
        end: (type === 'text' ? cited(exchange, index, pieces.length - 1) : '') + event('content-end', { index }),
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

/** Citations come between the pieces of the text, right behind the token that they are of. */
function cited(exchange: Exchange, block: number, behind: number): string {
  const events = citationsV2(exchange, block, behind).map(
    (citations, index) => added('citation-start', { citations }, index) + event('citation-end', { index }),
  );
  return events.join('');
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
