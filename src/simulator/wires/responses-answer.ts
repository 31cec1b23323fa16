import { type Answer, type AnswerCall, digest } from '../answer.ts';
import { type Body, type Exchange, NOW, opened, sse } from '../wire.ts';
import type { ResponsesBody } from './responses-body.ts';
import { encrypted } from './responses-request.ts';

/** One entry of the output, and the events that tell it piece by piece. */
interface Item {
  whole: Record<string, unknown>;
  begun: Record<string, unknown>;
  /** Events before the first piece and after the last, without their numbers. */
  before: Event[];
  pieces: Event[];
  after: Event[];
}

interface Event {
  type: string;
  [member: string]: unknown;
}

/** A whole answer. */
export function encodeWhole(exchange: Exchange): object {
  const output = itemsOf(exchange).map(({ whole }) => whole);
  return envelope(exchange, { output, usage: usageOf(exchange.answer), ...endOf(exchange.answer) });
}

/** The same answer, an event a token. */
export function encodeStream(exchange: Exchange): Body {
  let count = 0;
  const write = ({ type, ...members }: Event) => sse({ type, sequence_number: count++, ...members }, type);
  const begun = envelope(exchange, { output: [], usage: null, status: 'in_progress' });
  const opening = ['response.created', 'response.in_progress'].map((type) => write({ type, response: begun })).join('');
  const items = itemsOf(exchange);
  let before = '';
  const tokens = items.flatMap((item, output_index) => {
    const told = (events: readonly Event[]) => events.map((event) => write({ ...event, output_index })).join('');
    const head = before + told([{ type: 'response.output_item.added', item: item.begun }, ...item.before]);
    const pieces = opened(
      head,
      item.pieces.map((event) => write({ ...event, output_index })),
    );
    before = (pieces.length > 0 ? '' : head) + told([...item.after, { type: 'response.output_item.done', item: item.whole }]);
    return pieces;
  });
  const end = endOf(exchange.answer);
  const output = items.map(({ whole }) => whole);
  return {
    contentType: 'text/event-stream; charset=utf-8',
    opening,
    tokens,
    closing:
      before +
      write({
        type: `response.${end.status}`,
        response: envelope(exchange, { output, usage: usageOf(exchange.answer), ...end }),
      }),
    error: sse(
      { type: 'error', sequence_number: 3, code: 'server_error', message: 'The server had an error.', param: null },
      'error',
    ),
    keepAlive: ': keep-alive\n\n',
  };
}

function envelope({ request, question, answer }: Exchange, members: object): object {
  const { store, reasoning, tools = [], max_output_tokens = null } = request.body as unknown as ResponsesBody;
  return {
    id: `resp_${answer.id.slice(0, 48)}`,
    object: 'response',
    created_at: NOW.unix,
    background: false,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens,
    model: question.model,
    parallel_tool_calls: question.parallelCalls ?? true,
    previous_response_id: null,
    reasoning: { effort: reasoning?.effort ?? null, summary: reasoning?.summary ?? null },
    store: store ?? true,
    tools,
    metadata: {},
    ...members,
  };
}

function endOf({ finish }: Answer): { status: 'completed' | 'incomplete'; incomplete_details: object | null } {
  return finish === 'length'
    ? { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }
    : { status: 'completed', incomplete_details: null };
}

function usageOf({ promptTokens, cachedTokens, completionTokens, reasoning }: Answer): object {
  return {
    input_tokens: promptTokens,
    input_tokens_details: { cached_tokens: cachedTokens },
    output_tokens: completionTokens,
    output_tokens_details: { reasoning_tokens: reasoning.length },
    total_tokens: promptTokens + completionTokens,
  };
}

function itemsOf(exchange: Exchange): Item[] {
  const { answer } = exchange;
  const said = answer.calls.length > 0 || answer.tokens.length === 0 ? [] : [messageOf(answer)];
  const called = answer.calls.map((call, position) => callOf(answer, call, position));
  return [...(answer.reasoning.length > 0 ? [thoughtOf(exchange)] : []), ...said, ...called];
}

/** What was thought is counted always; its summary is shown, and its seal given, to who asks for it. */
function thoughtOf({ request, answer }: Exchange): Item {
  const { reasoning, include } = request.body as unknown as ResponsesBody;
  const id = `rs_${answer.id.slice(0, 48)}`;
  const seal = include?.includes('reasoning.encrypted_content') ? { encrypted_content: encrypted(id) } : {};
  const text = answer.reasoning.join('');
  const at = { item_id: id, summary_index: 0 };
  const isShown = Boolean(reasoning?.summary);
  const item = { id, type: 'reasoning', summary: isShown ? [{ type: 'summary_text', text }] : [], ...seal };
  return {
    whole: item,
    begun: { ...item, summary: [] },
    before: isShown ? [{ type: 'response.reasoning_summary_part.added', ...at, part: { type: 'summary_text', text: '' } }] : [],
    pieces: isShown
      ? answer.reasoning.map((delta) => ({
          type: 'response.reasoning_summary_text.delta',
          ...at,
          delta,
          obfuscation: 'simulated',
        }))
      : [],
    after: isShown
      ? [
          { type: 'response.reasoning_summary_text.done', ...at, text },
          { type: 'response.reasoning_summary_part.done', ...at, part: { type: 'summary_text', text } },
        ]
      : [],
  };
}

function messageOf({ id: digits, text, tokens, finish }: Answer): Item {
  const id = `msg_${digits.slice(0, 48)}`;
  const at = { item_id: id, content_index: 0 };
  const part = { type: 'output_text', annotations: [], logprobs: [], text };
  const status = finish === 'length' ? 'incomplete' : 'completed';
  return {
    whole: { id, type: 'message', status, content: [part], role: 'assistant' },
    begun: { id, type: 'message', status: 'in_progress', content: [], role: 'assistant' },
    before: [{ type: 'response.content_part.added', ...at, part: { ...part, text: '' } }],
    pieces: tokens.map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [], obfuscation: 'simulated' })),
    after: [
      { type: 'response.output_text.done', ...at, text, logprobs: [] },
      { type: 'response.content_part.done', ...at, part },
    ],
  };
}

function callOf({ id: digits }: Answer, call: AnswerCall, position: number): Item {
  const { name, argumentsText, tokens } = call;
  const own = digest(digits, 'call', position);
  const id = `fc_${own.slice(0, 48)}`;
  const item = { id, type: 'function_call', call_id: `call_${own.slice(0, 24)}`, name };
  const status = call.arguments === undefined ? 'incomplete' : 'completed';
  return {
    whole: { ...item, status, arguments: argumentsText },
    begun: { ...item, status: 'in_progress', arguments: '' },
    before: [],
    pieces: tokens.map((delta) => ({
      type: 'response.function_call_arguments.delta',
      item_id: id,
      delta,
      obfuscation: 'simulated',
    })),
    after: [{ type: 'response.function_call_arguments.done', item_id: id, arguments: argumentsText }],
  };
}
