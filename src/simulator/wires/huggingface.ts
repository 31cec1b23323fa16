import type { Answer, Question, Turn } from '../answer.ts';
import { anything, choice, explain, flag, list, members, number, part, record, someText, text, textOr, whole } from '../check.ts';
import {
  type ApiRequest,
  bearer,
  type Exchange,
  isMissing,
  NOW,
  type Problem,
  type SimulatedWire,
  sse,
  textOf,
} from '../wire.ts';

interface ChatBody {
  model: string;
  messages: { role: Turn['role'] | 'developer'; content?: unknown }[];
  stream?: boolean | null;
  stream_options?: { include_usage?: boolean } | null;
  max_tokens?: number | null;
  max_completion_tokens?: number | null;
  stop?: string | string[] | null;
  reasoning_effort?: string | null;
}

const MODELS = ['openai/gpt-oss-20b', 'deepseek-ai/DeepSeek-V4-Flash', 'meta-llama/Llama-3.3-70B-Instruct'];
const FAILURES: Record<number, string> = {
  401: 'Authorization header is correct, but the token seems invalid',
  402: 'You have exceeded your monthly included credits for Inference Providers. Subscribe to PRO to get 20x more monthly included credits.',
  403: 'This authentication method does not have sufficient permissions to call Inference Providers on behalf of user simulated',
  429: 'You have been rate limited. Please try again later.',
  504: 'Model simulated/model time out',
};
const FINISH_REASONS = { stop: 'stop', length: 'length', stop_sequence: 'stop', tool_calls: 'tool_calls' };
const nulls = { nulls: true };

const bodyRule = members(
  {
    model: someText,
    messages: list(
      members(
        {
          role: choice('system', 'developer', 'user', 'assistant', 'tool'),
          content: textOr(list(part)),
          name: text,
          tool_calls: list(record),
          tool_call_id: text,
          reasoning: text,
          reasoning_content: text,
        },
        ['role'],
        nulls,
      ),
      { least: 1 },
    ),
    stream: flag,
    stream_options: members({ include_usage: flag, include_obfuscation: flag }, [], nulls),
    max_tokens: whole({ least: 1 }),
    max_completion_tokens: whole({ least: 1 }),
    temperature: number({ least: 0, most: 2 }),
    top_p: number({ least: 0, most: 1 }),
    top_k: whole({ least: 0 }),
    n: whole({ least: 1 }),
    stop: textOr(list(text, { most: 4 })),
    seed: whole(),
    presence_penalty: number({ least: -2, most: 2 }),
    frequency_penalty: number({ least: -2, most: 2 }),
    reasoning_effort: choice('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'),
    response_format: record,
    tools: list(record),
    tool_choice: anything,
    tool_prompt: text,
    parallel_tool_calls: flag,
    logprobs: flag,
    top_logprobs: whole({ least: 0 }),
    logit_bias: anything,
    user: text,
  },
  ['model', 'messages'],
  nulls,
);

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
export const huggingface: SimulatedWire = {
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

  key: bearer,
  headers: edgeHeaders,

  error({ status, message }) {
    if (status === 404 && !message) return 'Not Found';
    if (status === 503 && !message) return { error: 'Model simulated/model is currently loading', estimated_time: 20 };
    const words = message ?? FAILURES[status] ?? (status < 500 ? 'Bad Request' : 'Internal Server Error');
    if (status === 404)
      return { error: { message: words, type: 'invalid_request_error', param: 'model', code: 'model_not_found' } };
    return { error: words };
  },

  endpoints: [
    { method: 'POST', path: '/huggingface/v1/chat/completions', check, encode, stream },
    {
      method: 'GET',
      path: '/huggingface/v1/models',
      isPublic: true,
      body: {
        object: 'list',
        data: MODELS.map((id) => ({ id, object: 'model', created: NOW.unix, owned_by: id.split('/')[0], providers: [] })),
      },
    },
    {
      method: 'GET',
      path: '/huggingface/api/whoami-v2',
      body: { type: 'user', id: '000000000000', name: 'simulated', isPro: false, orgs: [] },
    },
  ],
};

function check({ body }: ApiRequest): Problem | Question {
  const complaint = bodyRule(body, '');
  if (complaint)
    return { status: complaint.kind === 'missing' || complaint.kind === 'type' ? 422 : 400, message: explain(complaint) };
  const { model, messages, stop, reasoning_effort, ...asked } = body as unknown as ChatBody;
  const silent = messages.findIndex(
    ({ role, content }) => role !== 'assistant' && textOf(content) === '' && !Array.isArray(content),
  );
  if (silent >= 0) return { status: 400, message: `messages.${silent}.content must not be empty` };
  if (isMissing(model)) return { status: 404, message: `The requested model '${model}' does not exist` };
  return {
    model,
    turns: messages.map(({ role, content }) => ({ role: role === 'developer' ? 'system' : role, text: textOf(content) })),
    stream: asked.stream ?? false,
    maxTokens: asked.max_completion_tokens ?? asked.max_tokens ?? undefined,
    stop: typeof stop === 'string' ? [stop] : (stop ?? undefined),
    reasoning: Boolean(reasoning_effort) && reasoning_effort !== 'none',
  };
}

/** The providers behind the router name the reasoning text differently. */
function reasoningMember({ model }: Question): string {
  return model.startsWith('openai/') ? 'reasoning' : 'reasoning_content';
}

function encode({ question, answer }: Exchange) {
  const { reasoning, text: content, finish } = answer;
  const message = {
    role: 'assistant',
    content,
    ...(reasoning.length > 0 && { [reasoningMember(question)]: reasoning.join('') }),
  };
  return {
    ...envelope(question, answer, 'chat.completion'),
    choices: [{ index: 0, message, logprobs: null, finish_reason: FINISH_REASONS[finish] }],
    usage: usage(answer),
  };
}

function stream({ request, question, answer }: Exchange) {
  const { stream_options } = request.body as unknown as ChatBody;
  const shared = envelope(question, answer, 'chat.completion.chunk');
  const chunk = (delta: object, finish_reason: string | null = null) =>
    sse({ ...shared, choices: [{ index: 0, delta, logprobs: null, finish_reason }] });
  const member = reasoningMember(question);
  return {
    contentType: 'text/event-stream; charset=utf-8',
    opening: chunk({ role: 'assistant', content: '' }),
    tokens: [
      ...answer.reasoning.map((piece) => chunk({ [member]: piece })),
      ...answer.tokens.map((content) => chunk({ content })),
    ],
    closing:
      chunk({}, FINISH_REASONS[answer.finish]) +
      (stream_options?.include_usage ? sse({ ...shared, choices: [], usage: usage(answer) }) : '') +
      sse('[DONE]'),
    error: sse({ error: { message: 'The model is overloaded, please try again later', type: 'overloaded_error', code: 503 } }),
    keepAlive: ': keep-alive\n\n',
  };
}

function envelope({ model }: Question, { id }: Answer, object: string) {
  return { id: `chatcmpl-${id.slice(0, 24)}`, object, created: NOW.unix, model, system_fingerprint: 'fp_simulated' };
}

function usage({ promptTokens, cachedTokens, completionTokens, reasoning }: Answer) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
    ...(reasoning.length > 0 && { completion_tokens_details: { reasoning_tokens: reasoning.length } }),
  };
}
