import { choice, flag, list, record, text } from '../check.ts';
import type { Endpoint, Problem, Refusal } from '../wire.ts';
import { chatCompletions } from './chat-completions.ts';
import { type AnswerFacts, usageOf } from './chat-completions-answer.ts';
import type { RequestFacts } from './chat-completions-request.ts';
import { embeddings } from './embeddings.ts';
import { refuseLikeOpenai } from './openai-refusals.ts';
import { rerank } from './rerank.ts';

const FAILURES: Record<number, [message: string, type: string, code: string | null]> = {
  400: ['Bad request', 'invalid_request_error', null],
  401: [
    'Incorrect API key provided: ****-key. You can find your API key at https://platform.openai.com/account/api-keys.',
    'invalid_request_error',
    'invalid_api_key',
  ],
  403: [
    'You have insufficient permissions for this operation. Missing scopes: model.request.',
    'invalid_request_error',
    'missing_scope',
  ],
  404: ['Invalid URL', 'invalid_request_error', null],
  429: ['Rate limit reached for requests. Limit: 10000 / min. Please try again in 6ms.', 'requests', 'rate_limit_exceeded'],
  500: ['The server had an error while processing your request. Sorry about that!', 'server_error', null],
  503: ['The engine is currently overloaded, please try again later', 'server_error', null],
};

/** What OpenAI says before it looks at a body. */
export const OPENAI_REFUSALS: Readonly<Record<Refusal, Problem>> = {
  'missing key': {
    status: 401,
    message:
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    details: { code: null },
  },
  'bad key': { status: 401 },
  'no permission': { status: 403 },
  'bad content type': {
    status: 400,
    message: "Unsupported content type. This API method only accepts 'application/json' requests.",
    details: { code: 'unsupported_content_type' },
  },
  'bad JSON': { status: 400, message: 'We could not parse the JSON body of your request.' },
  'no such path': { status: 404 },
  'bad method': { status: 405, message: 'Not allowed to use this method here.', details: { code: 'method_not_supported' } },
};

/** What OpenAI makes of requests. */
export const OPENAI_REQUESTS: RequestFacts = {
  members: {
    metadata: record,
    modalities: list(text),
    prediction: record,
    prompt_cache_key: text,
    safety_identifier: text,
    service_tier: choice('auto', 'default', 'flex', 'priority'),
    store: flag,
    verbosity: choice('low', 'medium', 'high'),
    web_search_options: record,
  },
  jsonNeedsWord: true,
  strictSchemas: true,
  blocks: ['text', 'image_url', 'input_audio', 'refusal', 'audio', 'file'],
  refuse: refuseLikeOpenai,
};

/** How OpenAI writes answers. It counts reasoning and does not show it. */
export const OPENAI_ANSWERS: AnswerFacts = {
  id: (digits) => `chatcmpl-${digits.slice(0, 29)}`,
  callId: (digits) => `call_${digits.slice(0, 24)}`,
  shared: { service_tier: 'default', system_fingerprint: 'fp_simulated' },
  // Padding against those who read the lengths of encrypted chunks.
  chunk: { obfuscation: 'simulated' },
  choice: { logprobs: null },
  message: { refusal: null, annotations: [] },
  calls: 'interleaved',
  usage: (answer) => ({
    ...usageOf(answer),
    completion_tokens_details: {
      reasoning_tokens: answer.reasoning.length,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  }),
  failure: openaiError({ status: 500 }),
};

/** OpenAI's chat completions. */
export const openai = chatCompletions({
  mount: '/openai',
  base: '/openai/v1',
  refusals: OPENAI_REFUSALS,
  headers: (id) => ({
    'openai-organization': 'simulated',
    'openai-processing-ms': '1',
    'openai-version': '2020-10-01',
    'x-request-id': `req_${id.slice(0, 32)}`,
    'x-ratelimit-limit-requests': '10000',
    'x-ratelimit-limit-tokens': '30000000',
    'x-ratelimit-remaining-requests': '9999',
    'x-ratelimit-remaining-tokens': '29997985',
    'x-ratelimit-reset-requests': '6ms',
    'x-ratelimit-reset-tokens': '1m0.004s',
  }),
  error: openaiError,
  models: { ids: ['gpt-6-luna', 'gpt-5-mini', 'gpt-4o-mini'] },
  endpoints: openaiData('/openai/v1'),
  request: OPENAI_REQUESTS,
  answer: OPENAI_ANSWERS,
});

/** What OpenAI has beside its chat; and an order of documents, which it has not, but servers in its dialect that are tested on it. */
export function openaiData(base: string): readonly Endpoint[] {
  return [
    embeddings({ path: `${base}/embeddings`, most: 2048, refuse: refuseLikeOpenai }),
    rerank({ path: `${base}/rerank`, refuse: refuseLikeOpenai }),
  ];
}

function openaiError({ status, message, details }: Problem) {
  const [words, type, code] =
    FAILURES[status] ?? (status < 500 ? ['Bad request', 'invalid_request_error', null] : ['Server error', 'server_error', null]);
  return { error: { message: message ?? words, type, param: null, code, ...details } };
}
