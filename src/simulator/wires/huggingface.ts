import { text, whole } from '../check.ts';
import type { Problem } from '../wire.ts';
import { chatCompletions } from './chat-completions.ts';
import { usageOf } from './chat-completions-answer.ts';
import { explainFlaw, type Flaw } from './chat-completions-request.ts';
import { openaiEmbeddings } from './huggingface-data.ts';

const MODELS = ['openai/gpt-oss-20b', 'deepseek-ai/DeepSeek-V4-Flash', 'meta-llama/Llama-3.3-70B-Instruct'];
const FAILURES: Record<number, string> = {
  401: 'Authorization header is correct, but the token seems invalid',
  402: 'You have exceeded your monthly included credits for Inference Providers. Subscribe to PRO to get 20x more monthly included credits.',
  403: 'This authentication method does not have sufficient permissions to call Inference Providers on behalf of user simulated',
  429: 'You have been rate limited. Please try again later.',
  504: 'Model simulated/model time out',
};

/** The headers that Hugging Face's edge adds. The token limit is one that no double can hold. */
export function edgeHeaders(id: string): Record<string, string> {
  return {
    'x-powered-by': 'huggingface-moon',
    'x-request-id': `Root=1-${id.slice(0, 8)}-${id.slice(8, 32)}`,
    'x-inference-provider': 'simulated',
    'x-ratelimit-remaining-requests-minute': '1999',
    'x-ratelimit-remaining-tokens-minute': '9223372036854767616',
  };
}

/** Hugging Face's router: chat completions in OpenAI's dialect. */
export const huggingface = chatCompletions({
  mount: '/huggingface',
  base: '/huggingface/v1',
  refusals: {
    'missing key': { status: 401, message: 'Invalid username or password.' },
    'bad key': { status: 401 },
    'no permission': { status: 403 },
    'bad content type': { status: 415, message: 'Expected request with `Content-Type: application/json`' },
    'bad JSON': { status: 400, message: 'Failed to parse the request body as JSON' },
    'no such path': { status: 404 },
    'bad method': { status: 405, message: 'Method Not Allowed' },
  },
  headers: edgeHeaders,

  error({ status, message }) {
    if (status === 404 && !message) return 'Not Found';
    if (status === 503 && !message) return { error: 'Model simulated/model is currently loading', estimated_time: 20 };
    const words = message ?? FAILURES[status] ?? (status < 500 ? 'Bad Request' : 'Internal Server Error');
    if (status === 404)
      return { error: { message: words, type: 'invalid_request_error', param: 'model', code: 'model_not_found' } };
    return { error: words };
  },

  models: { isPublic: true, ids: MODELS, more: { providers: [] } },
  endpoints: [
    openaiEmbeddings,
    {
      method: 'GET',
      path: '/huggingface/api/whoami-v2',
      body: { type: 'user', id: '000000000000', name: 'simulated', isPro: false, orgs: [] },
    },
  ],
  request: { takesEmpty: false, members: { top_k: whole({ least: 0 }), tool_prompt: text }, refuse },
  answer: {
    id: (digits) => `chatcmpl-${digits.slice(0, 24)}`,
    callId: (digits) => `call_${digits.slice(0, 24)}`,
    shared: { system_fingerprint: 'fp_simulated' },
    choice: { logprobs: null },
    // The providers behind the router name it differently.
    reasoningIn: ({ model }) => (model.startsWith('openai/') ? 'reasoning' : 'reasoning_content'),
    usage: usageOf,
    failure: {
      error: { message: 'The model is overloaded, please try again later', type: 'overloaded_error', code: 503 },
    },
  },
});

function refuse(flaw: Flaw): Problem {
  const status = { 'no such model': 404, missing: 422, type: 422 }[flaw.kind as string] ?? 400;
  return { status, message: explainFlaw(flaw) };
}
