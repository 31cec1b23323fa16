import { type Answer, digest } from '../answer.ts';
import { type ApiRequest, type Exchange, opened, sse } from '../wire.ts';
import { type ModelBody, showsThoughts } from './anthropic-models.ts';
import { sign } from './anthropic-request.ts';

const STOP_REASONS = { stop: 'end_turn', length: 'max_tokens', stop_sequence: 'stop_sequence', tool_calls: 'tool_use' };

/** A whole answer. */
export function encode({ request, question: { model }, answer }: Exchange) {
  const { id, reasoning, text, calls, finish, stopSequence } = answer;
  const thinking = isShown(request) ? reasoning.join('') : '';
  return {
    model,
    id: `msg_sim${id.slice(0, 21)}`,
    type: 'message',
    role: 'assistant',
    content: [
      ...(reasoning.length > 0 ? [{ type: 'thinking', thinking, signature: sign(thinking) }] : []),
      ...(text ? [{ type: 'text', text }] : []),
      // The API has no form for input that is cut off.
      ...calls.flatMap((call, place) => (call.arguments ? [toolUse(answer, place, call.arguments)] : [])),
    ],
    stop_reason: STOP_REASONS[finish],
    stop_sequence: stopSequence ?? null,
    usage: { ...usage(answer), service_tier: 'standard' },
  };
}

/** A block as a stream tells it. */
interface StreamedBlock {
  start: object;
  /** What the first piece has before it. */
  head?: object[];
  /** One a token. */
  pieces: object[];
  /** What comes before its end. */
  seal?: object[];
}

/** The same answer, a token a piece. */
export function stream({ request, question, answer }: Exchange) {
  const { finish, stopSequence } = answer;
  const ping = event('ping', {});
  const begun = { ...encode({ request, question, answer }), content: [], stop_reason: null, stop_sequence: null };
  let ended = '';
  const tokens = blocksOf(answer, isShown(request)).flatMap(({ start, head = [], pieces, seal = [] }, index) => {
    const delta = (added: object) => event('content_block_delta', { index, delta: added });
    const opening = `${ended}${event('content_block_start', { index, content_block: start })}${ping}${head.map(delta).join('')}`;
    ended = seal.map(delta).join('') + event('content_block_stop', { index });
    return opened(opening, pieces.map(delta));
  });
  return {
    contentType: 'text/event-stream; charset=utf-8',
    opening: event('message_start', { message: { ...begun, usage: { ...usage(answer), output_tokens: 1 } } }),
    tokens,
    closing:
      ended +
      event('message_delta', {
        delta: { stop_reason: STOP_REASONS[finish], stop_sequence: stopSequence ?? null },
        usage: usage(answer),
      }) +
      event('message_stop', {}),
    error: event('error', { error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: null }),
    keepAlive: ping,
  };
}

function isShown({ body }: ApiRequest): boolean {
  return showsThoughts(body as unknown as ModelBody);
}

function blocksOf(answer: Answer, shows: boolean): StreamedBlock[] {
  const { reasoning, tokens, calls } = answer;
  const signature = { type: 'signature_delta', signature: sign(shows ? reasoning.join('') : '') };
  const thoughts: StreamedBlock = {
    start: { type: 'thinking', thinking: '', signature: '' },
    pieces: shows
      ? reasoning.map((thinking) => ({ type: 'thinking_delta', thinking }))
      : reasoning.slice(0, 1).map(() => signature),
    seal: shows ? [signature] : [],
  };
  const said: StreamedBlock = {
    start: { type: 'text', text: '' },
    pieces: tokens.map((text) => ({ type: 'text_delta', text })),
  };
  const called = calls.map((call, place): StreamedBlock => {
    const delta = (partial_json: string) => ({ type: 'input_json_delta', partial_json });
    // Of no arguments there are no pieces.
    const pieces = call.argumentsText === '{}' ? call.tokens.map(() => delta('')) : call.tokens.map(delta);
    return { start: toolUse(answer, place, {}), head: [delta('')], pieces };
  });
  return [thoughts, said, ...called].filter(({ pieces }) => pieces.length > 0);
}

function toolUse({ id, calls }: Answer, place: number, input: object) {
  return { type: 'tool_use', id: `toolu_sim${digest(id, 'call', place).slice(0, 21)}`, name: calls[place]?.name, input };
}

function usage({ promptTokens, cachedTokens, completionTokens, reasoning }: Answer) {
  return {
    input_tokens: promptTokens - cachedTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: cachedTokens,
    output_tokens: completionTokens,
    ...(reasoning.length > 0 && { output_tokens_details: { thinking_tokens: reasoning.length } }),
  };
}

function event(type: string, data: object): string {
  return sse({ type, ...data }, type);
}
