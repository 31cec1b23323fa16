import { bearer, type SimulatedWire, uuid } from '../wire.ts';
import { encode, stream } from './cohere-answer.ts';
import { embed, rerank } from './cohere-data.ts';
import { check } from './cohere-request.ts';

const MODELS = ['command-a-03-2025', 'command-a-reasoning-08-2025', 'command-r7b-12-2024'];
const FAILURES: Record<number, string> = {
  401: 'invalid api token',
  402: 'please add a payment method to continue using the API',
  403: 'your API key does not have permission to use this resource',
  404: 'the requested resource was not found',
  405: 'method not allowed',
  422: 'invalid request',
  429: "You are using a Trial key, which is limited to 20 API calls / minute. You can continue to use the Trial key for free or upgrade to a Production key with higher rate limits at 'https://dashboard.cohere.com/api-keys'.",
  498: 'the request was blocked: its words are on a block list',
  499: 'the request was canceled',
  503: 'the model is temporarily unavailable',
};

/** Cohere's chat API, version 2. */
export const cohere: SimulatedWire = {
  mount: '/cohere',
  base: '/cohere/v2',
  refusals: {
    'missing key': { status: 401, message: 'no api key supplied' },
    'bad key': { status: 401 },
    'no permission': { status: 403 },
    'bad content type': { status: 400, message: 'invalid request: Content-Type must be application/json' },
    'bad JSON': { status: 400, message: 'invalid request: the request body is not valid JSON' },
    'no such path': { status: 404 },
    'bad method': { status: 405 },
  },

  key: bearer,

  headers: (id) => ({
    'x-debug-trace-id': id.slice(0, 32),
    'x-endpoint-monthly-call-limit': '1000',
    'x-trial-endpoint-call-limit': '20',
    'x-trial-endpoint-call-remaining': '19',
  }),

  error({ status, message }, id) {
    const words = message ?? FAILURES[status] ?? (status < 500 ? 'invalid request' : 'internal server error');
    return status === 401 ? { message: words } : { id: uuid(id), message: words };
  },

  endpoints: [
    { method: 'POST', path: '/cohere/v2/chat', check, encode, stream },
    embed,
    rerank,
    {
      method: 'GET',
      path: '/cohere/v1/models',
      body: {
        models: MODELS.map((name) => ({
          name,
          endpoints: ['chat'],
          finetuned: false,
          context_length: 256000,
          default_endpoints: [],
        })),
      },
    },
  ],
};
