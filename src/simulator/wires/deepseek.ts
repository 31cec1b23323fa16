import type { Answer } from '../answer.ts';
import { choice, list, members, text, textOr } from '../check.ts';
import { type Problem, uuid } from '../wire.ts';
import { chatCompletions } from './chat-completions.ts';
import { usageOf } from './chat-completions-answer.ts';
import { explainFlaw, type Flaw } from './chat-completions-request.ts';

const FAILURES: Record<number, [message: string, type: string]> = {
  401: ['Authentication Fails, Your api key: ****-key is invalid', 'authentication_error'],
  402: ['Insufficient Balance', 'unknown_error'],
  429: ['Rate limit reached', 'rate_limit_error'],
  503: ['Service is too busy. Please try again later.', 'service_unavailable_error'],
};

/** DeepSeek's chat completions. */
export const deepseek = chatCompletions({
  mount: '/deepseek',
  base: '/deepseek/v1',
  refusals: {
    'missing key': { status: 401, message: 'Authentication Fails (governor)' },
    'bad key': { status: 401 },
    'no permission': { status: 403 },
    'bad content type': { status: 415, message: 'Expected request with `Content-Type: application/json`' },
    'bad JSON': { status: 400, message: 'Failed to parse the request body as JSON' },
    'no such path': { status: 404 },
    'bad method': { status: 405, message: 'Method Not Allowed' },
  },
  headers: (id) => ({ server: 'elb', 'x-ds-trace-id': id.slice(0, 32) }),
  error: deepseekError,
  models: { ids: ['deepseek-flash', 'deepseek-pro'], more: { owned_by: 'deepseek' } },
  request: {
    members: {
      stop: textOr(list(text, { most: 16 })),
      thinking: members({ type: choice('enabled', 'disabled') }, ['type']),
    },
    forcesThinkers: false,
    thinksUnasked: true,
    formats: ['json_object'],
    jsonNeedsWord: true,
    blocks: ['text'],
    thoughtsBesideCalls: 'told',
    refuse: (flaw) => ({ status: 400, message: words(flaw) }),
  },
  answer: {
    id: uuid,
    callId: (digits, _name, position) => `call_0${position}_${digits.slice(0, 20)}`,
    shared: { system_fingerprint: 'fp_simulated_fp8_kvcache' },
    choice: { logprobs: null },
    noText: '',
    reasoningIn: () => 'reasoning_content',
    delta: (added) => ('reasoning_content' in added ? { content: null, ...added } : added),
    numbersCalls: true,
    usage,
    streamsUsage: 'at the finish',
    failure: deepseekError({ status: 503 }),
  },
});

function words(flaw: Flaw): string {
  switch (flaw.kind) {
    case 'no such model':
      return 'Model Not Exist';
    case 'forced in thought':
      return 'Thinking mode does not support this tool_choice';
    case 'no thoughts':
      return 'The `reasoning_content` in the thinking mode must be passed back to the API.';
    case 'no such format':
      return 'This response_format type is unavailable now';
    case 'no word':
      return "Prompt must contain the word 'json' in some form to use 'response_format' of type 'json_object'.";
    case 'no such block':
      return `Failed to deserialize the JSON body into the target type: messages[${flaw.index}]: unknown variant \`${flaw.type}\`, expected \`text\``;
    case 'no result':
      return `${explainFlaw(flaw)} (insufficient tool messages following tool_calls message)`;
    case 'missing':
    case 'unknown':
    case 'type':
    case 'choice':
    case 'pattern':
      return `Failed to deserialize the JSON body into the target type: ${explainFlaw(flaw)}`;
    default:
      return explainFlaw(flaw);
  }
}

/** Whatever goes wrong, the code is the same. */
function deepseekError({ status, message }: Problem) {
  if (status === 404) return { error_msg: 'Not Found. Please check the configuration.' };
  const [words, type] =
    FAILURES[status] ?? (status < 500 ? ['Bad Request', 'invalid_request_error'] : ['Server error', 'server_error']);
  return { error: { message: message ?? words, type, param: null, code: 'invalid_request_error' } };
}

function usage(answer: Answer) {
  const { promptTokens, cachedTokens } = answer;
  return { ...usageOf(answer), prompt_cache_hit_tokens: cachedTokens, prompt_cache_miss_tokens: promptTokens - cachedTokens };
}
