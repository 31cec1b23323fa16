import { type Exchange, opened, type SimulatedWire, sse, uuid } from '../wire.ts';
import { cohere } from './cohere.ts';
import { counts, ERROR_EVENT, FINISH_REASONS } from './cohere-answer.ts';
import { citationsV1, documentsOf } from './cohere-citations.ts';
import { type ChatBody, check } from './cohere-v1-request.ts';

/** Cohere's chat API, version 1: JSON lines, or server-sent events for who accepts them. */
export const cohereV1: SimulatedWire = {
  ...cohere,
  base: '/cohere/v1',
  endpoints: [{ method: 'POST', path: '/cohere/v1/chat', check, encode, stream }],
};

function encode(exchange: Exchange) {
  const { request, answer } = exchange;
  const { message, chat_history = [], tool_results } = request.body as unknown as ChatBody;
  const { text, finish } = answer;
  // Parameters are no text here, so there is no form for those that are cut off.
  const called = answer.calls.flatMap(({ name, arguments: parameters }) => (parameters ? [{ name, parameters }] : []));
  const calls = called.length > 0 ? { tool_calls: called } : {};
  const citations = citationsV1(exchange);
  return {
    response_id: uuid(answer.id.slice(16)),
    text,
    generation_id: uuid(answer.id),
    chat_history: [
      ...chat_history,
      tool_results ? { role: 'TOOL', tool_results } : { role: 'USER', message },
      { role: 'CHATBOT', message: text, ...calls },
    ],
    // Calls are an answer like any other.
    finish_reason: FINISH_REASONS[finish === 'tool_calls' ? 'stop' : finish],
    meta: { api_version: { version: '1' }, ...counts(answer) },
    ...(citations.length > 0 && { citations, documents: documentsOf(exchange) }),
    ...calls,
  };
}

function stream(exchange: Exchange) {
  const { request, answer } = exchange;
  const asEvents = request.headers.accept?.includes('text/event-stream') ?? false;
  const event = (event_type: string, data: object, is_finished = false) => {
    const line = { is_finished, event_type, ...data };
    return asEvents ? sse(line, event_type) : `${JSON.stringify(line)}\n`;
  };
  const piece = (index: number, added: object) => event('tool-calls-chunk', { tool_call_delta: { index, ...added } });
  const { finish_reason, ...response } = encode(exchange);
  const { text, tool_calls } = response;
  // Right behind the token that they are of.
  const cited = (behind: number) => {
    const citations = citationsV1(exchange, behind);
    return citations.length > 0 ? event('citation-generation', { citations }) : '';
  };
  return {
    contentType: asEvents ? 'text/event-stream' : 'application/stream+json',
    opening: event('stream-start', { generation_id: uuid(answer.id) }),
    tokens: [
      ...answer.tokens.map((said, index) => cited(index - 1) + event('text-generation', { text: said })),
      ...answer.calls.flatMap(({ name, tokens }, index) =>
        opened(
          piece(index, { name }),
          tokens.map((parameters) => piece(index, { parameters })),
        ),
      ),
    ],
    closing:
      cited(answer.tokens.length - 1) +
      (tool_calls ? event('tool-calls-generation', { text, tool_calls }) : '') +
      event('stream-end', { response, finish_reason }, true),
    error: event('stream-end', { finish_reason: 'ERROR', ...ERROR_EVENT, response: { ...response, text: '' } }, true),
    keepAlive: asEvents ? ': keep-alive\n\n' : '\n',
  };
}
