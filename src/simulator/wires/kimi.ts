import { choice, list, members, number, text, textOr } from '../check.ts';
import type { Problem } from '../wire.ts';
import { chatCompletions } from './chat-completions.ts';
import { usageOf } from './chat-completions-answer.ts';
import { explainFlaw } from './chat-completions-request.ts';

const FAILURES: Record<number, [message: string, type: string]> = {
  400: ['Invalid request', 'invalid_request_error'],
  401: ['Invalid Authentication', 'invalid_authentication_error'],
  403: ['The API you are accessing is not open', 'permission_denied_error'],
  404: ['The requested resource was not found', 'resource_not_found_error'],
  429: ['Your account reached max request per minute limit, please try again later', 'rate_limit_reached_error'],
};

/** Moonshot's chat completions of the Kimi models. */
export const kimi = chatCompletions({
  mount: '/kimi',
  base: '/kimi/v1',
  refusals: {
    'missing key': { status: 401 },
    'bad key': { status: 401 },
    'no permission': { status: 403 },
    'bad content type': { status: 400, message: 'Invalid request: unsupported content type' },
    'bad JSON': { status: 400, message: 'Invalid request: the body is not valid JSON' },
    'no such path': { status: 404 },
    'bad method': { status: 405, message: 'Method Not Allowed' },
  },
  headers: (id) => ({ 'msh-request-id': id.slice(0, 32), 'msh-trace-mode': 'on' }),
  error: kimiError,
  models: { ids: ['kimi-k2.6', 'kimi-k3'], more: { owned_by: 'moonshot' } },
  request: {
    takesEmpty: false,
    forcesThinkers: false,
    thinksUnasked: true,
    effortsOf: (model) => (/^kimi-k3/.test(model) ? ['low', 'high', 'max'] : undefined),
    blocks: ['text', 'image_url', 'video_url'],
    fetchesImages: false,
    thoughtsBesideCalls: 'some',
    members: {
      temperature: number({ least: 0, most: 1 }),
      stop: textOr(list(text, { most: 5 })),
      thinking: members({ type: choice('enabled', 'disabled'), keep: text }, ['type'], { nulls: true }),
      prompt_cache_key: text,
      safety_identifier: text,
    },
    refuse(flaw) {
      if (flaw.kind === 'no such model')
        return { status: 404, message: `Not found the model ${flaw.model} or Permission denied` };
      if (flaw.kind === 'bad media')
        return { status: 400, message: `Invalid request: unsupported image url: ${flaw.value.slice(0, 60)}` };
      if (flaw.kind === 'forced in thought') return { status: 400, message: explainFlaw(flaw) };
      if (flaw.kind === 'no thoughts') {
        const where = `assistant tool call message at index ${flaw.index}`;
        return { status: 400, message: `thinking is enabled but reasoning_content is missing in ${where}` };
      }
      const ids = flaw.kind === 'no result' ? ` The following tool_call_ids did not have response messages: ${flaw.ids}` : '';
      return { status: 400, message: `Invalid request: ${explainFlaw(flaw)}${ids}` };
    },
  },
  answer: {
    id: (digits) => `chatcmpl-${digits.slice(0, 24)}`,
    // Counted within the answer: another answer's calls of the same tool have the same ids.
    callId: (_digits, name, position) => `${name}_${position}`,
    noText: '',
    reasoningIn: () => 'reasoning_content',
    calls: 'unnumbered',
    numbersCalls: true,
    usage: (answer) => ({ ...usageOf(answer), cached_tokens: answer.cachedTokens }),
    streamsUsage: 'in the choice',
    failure: kimiError({ status: 500 }),
  },
});

function kimiError({ status, message }: Problem) {
  const [words, type] =
    FAILURES[status] ?? (status < 500 ? ['Invalid request', 'invalid_request_error'] : ['Server error', 'server_error']);
  return { error: { message: message ?? words, type } };
}
