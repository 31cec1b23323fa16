import { bearer, NOW, type SimulatedWire } from '../wire.ts';
import { encode, stream } from './anthropic-answer.ts';
import { check } from './anthropic-request.ts';

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
      encode,
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

function requestId(id: string): string {
  return `req_sim${id.slice(0, 21)}`;
}
