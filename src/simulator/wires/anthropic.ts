import type { Answer, Question } from '../answer.ts';
import { bearer, type Exchange, NOW, opened, type SimulatedWire, sse } from '../wire.ts';
import { check, sign } from './anthropic-request.ts';

const MODELS = [
  ['claude-sonnet-5', 'Claude Sonnet 5'],
  ['claude-haiku-4-5-20251001', 'Claude Haiku 4.5'],
];
const FAILURES: Record<number, [type: string, message: string]> = {
  400: ['invalid_request_error', 'Bad Request'],
  401: ['authentication_error', 'invalid x-api-key'],
  402: ['billing_error', 'Your credit balance is too low to access the Anthropic API.'],
  403: ['permission_error', 'Your API key does not have permission to use the specified resource.'],
  404: ['not_found_error', 'Not found'],
  405: ['invalid_request_error', 'Method Not Allowed'],
  413: ['request_too_large', 'Request exceeds the maximum size'],
  429: ['rate_limit_error', 'This request would exceed your rate limit of 4,000 requests per minute.'],
  504: ['timeout_error', 'Request timed out'],
  529: ['overloaded_error', 'Overloaded'],
};
const STOP_REASONS = { stop: 'end_turn', length: 'max_tokens', stop_sequence: 'stop_sequence', tool_calls: 'tool_use' };

/** Anthropic's Messages API. */
export const anthropic: SimulatedWire = {
  mount: '/anthropic',
  base: '/anthropic/v1',
  refusals: {
    'missing key': { status: 401, message: 'x-api-key header is required' },
    'bad key': { status: 401 },
    'no permission': { status: 403 },
    'bad content type': { status: 400, message: 'content-type: must be application/json' },
    'bad JSON': { status: 400, message: 'The request body is not valid JSON' },
    'no such path': { status: 404 },
    'bad method': { status: 405 },
  },

  key: (headers) => headers['x-api-key'] || bearer(headers),

  headers: (id) => ({
    'request-id': requestId(id),
    'anthropic-organization-id': '00000000-0000-0000-0000-000000000000',
    'anthropic-ratelimit-requests-limit': '4000',
    'anthropic-ratelimit-requests-remaining': '3999',
    'anthropic-ratelimit-requests-reset': '2026-01-01T00:00:01Z',
    'anthropic-ratelimit-tokens-limit': '480000',
    'anthropic-ratelimit-tokens-remaining': '479000',
    'anthropic-ratelimit-tokens-reset': '2026-01-01T00:00:02Z',
  }),

  error({ status, message }, id) {
    const [type, words] =
      FAILURES[status] ?? (status < 500 ? ['invalid_request_error', 'Bad Request'] : ['api_error', 'Internal server error']);
    return { type: 'error', error: { type, message: message ?? words }, request_id: requestId(id) };
  },

  endpoints: [
    {
      method: 'POST',
      path: '/anthropic/v1/messages',
      check,
      encode: ({ question, answer }) => message(question, answer),
      stream,
    },
    {
      method: 'GET',
      path: '/anthropic/v1/models',
      body: {
        data: MODELS.map(([id, display_name]) => ({ type: 'model', id, display_name, created_at: NOW.iso })),
        first_id: MODELS.at(0)?.[0],
        has_more: false,
        last_id: MODELS.at(-1)?.[0],
      },
    },
  ],
};

function message({ model }: Question, answer: Answer) {
  const { id, reasoning, text, finish, stopSequence } = answer;
  const thinking = reasoning.join('');
  return {
    model,
    id: `msg_sim${id.slice(0, 21)}`,
    type: 'message',
    role: 'assistant',
    content: [
      ...(thinking ? [{ type: 'thinking', thinking, signature: sign(thinking) }] : []),
      ...(text ? [{ type: 'text', text }] : []),
    ],
    stop_reason: STOP_REASONS[finish],
    stop_sequence: stopSequence ?? null,
    usage: { ...usage(answer), service_tier: 'standard' },
  };
}

function stream({ question, answer }: Exchange) {
  const { reasoning, tokens, finish, stopSequence } = answer;
  const index = reasoning.length > 0 ? 1 : 0;
  const start = (at: number, content_block: object) => event('content_block_start', { index: at, content_block });
  const delta = (at: number, added: object) => event('content_block_delta', { index: at, delta: added });
  const stop = (at: number) => event('content_block_stop', { index: at });
  const ping = event('ping', {});
  const signed = index === 1 ? delta(0, { type: 'signature_delta', signature: sign(reasoning.join('')) }) + stop(0) : '';
  const begun = { ...message(question, answer), content: [], stop_reason: null, stop_sequence: null };
  return {
    contentType: 'text/event-stream; charset=utf-8',
    opening: event('message_start', { message: { ...begun, usage: { ...usage(answer), output_tokens: 1 } } }),
    tokens: [
      ...opened(
        start(0, { type: 'thinking', thinking: '', signature: '' }) + ping,
        reasoning.map((thinking) => delta(0, { type: 'thinking_delta', thinking })),
      ),
      ...opened(
        signed + start(index, { type: 'text', text: '' }) + ping,
        tokens.map((piece) => delta(index, { type: 'text_delta', text: piece })),
      ),
    ],
    closing:
      (tokens.length > 0 ? stop(index) : signed) +
      event('message_delta', {
        delta: { stop_reason: STOP_REASONS[finish], stop_sequence: stopSequence ?? null },
        usage: usage(answer),
      }) +
      event('message_stop', {}),
    error: event('error', { error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: null }),
    keepAlive: ping,
  };
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

function requestId(id: string): string {
  return `req_sim${id.slice(0, 21)}`;
}
