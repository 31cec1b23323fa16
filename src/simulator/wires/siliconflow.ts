import { flag, number, text, whole } from '../check.ts';
import type { Problem } from '../wire.ts';
import { chatCompletions } from './chat-completions.ts';
import { usageOf } from './chat-completions-answer.ts';
import { explainFlaw, type Flaw } from './chat-completions-request.ts';
import { embeddings } from './embeddings.ts';
import { rerank } from './rerank.ts';

/** What has words of its own. */
const FAILURES: Record<number, [message: string, code: number]> = {
  400: ['The parameter is invalid. Please check again.', 20015],
  402: ['Sorry, your account balance is insufficient', 30001],
  403: ['You have no permission to use this model.', 40300],
  500: ['Request processing has failed due to an unknown error.', 50500],
  503: ['Model service overloaded. Please try again later.', 50505],
};

/** SiliconFlow's chat completions. */
export const siliconflow = chatCompletions({
  mount: '/siliconflow',
  base: '/siliconflow/v1',
  refusals: {
    'missing key': { status: 401 },
    'bad key': { status: 401 },
    'no permission': { status: 403 },
    'bad content type': { status: 400 },
    'bad JSON': { status: 400 },
    'no such path': { status: 404 },
    'bad method': { status: 405 },
  },
  headers: (id) => ({ 'x-siliconcloud-trace-id': `ti_${id.slice(0, 20)}` }),
  error: siliconflowError,
  models: { ids: ['deepseek-ai/DeepSeek-V4-Flash', 'Qwen/Qwen3-8B'], more: { owned_by: '' } },
  request: {
    members: {
      top_k: number(),
      min_p: number(),
      enable_thinking: flag,
      thinking_budget: whole({ least: 128, most: 32_768 }),
    },
    formats: ['json_object'],
    refuse: refuseLikeSiliconflow,
  },
  endpoints: [
    embeddings({ path: '/siliconflow/v1/embeddings', most: 32, refuse: refuseLikeSiliconflow }),
    rerank({
      path: '/siliconflow/v1/rerank',
      members: { max_chunks_per_doc: whole(), overlap_tokens: whole({ most: 80 }), instruction: text },
      refuse: refuseLikeSiliconflow,
    }),
  ],
  answer: {
    id: (digits) => digits.slice(0, 32),
    callId: (digits) => digits.slice(0, 18),
    shared: { system_fingerprint: '' },
    noText: '',
    reasoningIn: () => 'reasoning_content',
    delta: (added) => ({ content: null, reasoning_content: null, ...added, role: 'assistant' }),
    usage: usageOf,
    streamsUsage: 'always',
    failure: siliconflowError({ status: 503 }),
  },
});

function refuseLikeSiliconflow(flaw: Flaw): Problem {
  if (flaw.kind !== 'no such model') return { status: 400, message: explainFlaw(flaw) };
  return { status: 400, message: 'Model does not exist. Please check it carefully.', details: { code: 20012 } };
}

/** Flat, but for what the gateway says: a text that is JSON, or plain words. */
function siliconflowError({ status, message, details }: Problem): string | object {
  if (status === 401) return JSON.stringify('Invalid token');
  if (status === 404) return '404 page not found';
  if (status === 429) return { message: 'Request was rejected due to rate limiting. Details: TPM limit reached.', data: null };
  const [words, code] = FAILURES[status] ?? ['Request processing has failed.', status * 100];
  return { code, message: message ?? words, data: null, ...details };
}
