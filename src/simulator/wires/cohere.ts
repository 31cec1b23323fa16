import type { Answer, Question, Turn } from '../answer.ts';
import {
  anything,
  type Complaint,
  choice,
  explain,
  flag,
  list,
  members,
  number,
  part,
  record,
  someText,
  text,
  textOr,
  whole,
} from '../check.ts';
import {
  type ApiRequest,
  bearer,
  type Exchange,
  isMissing,
  opened,
  type Problem,
  type SimulatedWire,
  sse,
  textOf,
  uuid,
} from '../wire.ts';

interface ChatBody {
  model: string;
  messages: { role: Turn['role']; content?: unknown }[];
  stream?: boolean;
  max_tokens?: number;
  stop_sequences?: string[];
  thinking?: { type: string };
}

const RETIRED = ['command', 'command-light', 'command-nightly', 'command-r', 'command-r-plus'];
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

export const FINISH_REASONS = { stop: 'COMPLETE', length: 'MAX_TOKENS', stop_sequence: 'STOP_SEQUENCE', tool_calls: 'TOOL_CALL' };
export const ERROR_EVENT = { error: 'the model failed while it generated: try again', error_type: 'INTERNAL_ERROR' };

/** The settings that both versions of the chat endpoint take. */
export const commonRules = {
  stream: flag,
  max_tokens: whole({ least: 1 }),
  temperature: number({ least: 0 }),
  p: number({ least: 0, most: 1 }),
  k: whole({ least: 0, most: 500 }),
  seed: whole({ least: 0 }),
  stop_sequences: list(someText, { most: 5 }),
  frequency_penalty: number({ least: 0, most: 1 }),
  presence_penalty: number({ least: 0, most: 1 }),
  documents: list(anything),
  tools: list(record),
  response_format: record,
  safety_mode: text,
};

const bodyRule = members(
  {
    ...commonRules,
    model: someText,
    messages: list(
      members(
        {
          role: choice('system', 'user', 'assistant', 'tool'),
          content: textOr(list(part, { least: 1 }), someText),
          tool_calls: list(record),
          tool_plan: text,
          tool_call_id: text,
          citations: list(record),
        },
        ['role'],
      ),
      { least: 1 },
    ),
    thinking: members({ type: choice('enabled', 'disabled'), token_budget: whole({ least: 0 }) }, ['type']),
    citation_options: record,
    tool_choice: text,
    strict_tools: flag,
    logprobs: flag,
    priority: whole({ least: 0 }),
  },
  ['model', 'messages'],
);

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

function check({ body }: ApiRequest): Problem | Question {
  const complaint = bodyRule(body, '');
  if (complaint) return refuse(complaint);
  const { model, messages, stream = false, max_tokens, stop_sequences, thinking } = body as unknown as ChatBody;
  const silent = messages.findIndex(({ role, content }) => content === undefined && role !== 'assistant');
  if (silent >= 0) return refuse({ path: `messages.${silent}.content`, kind: 'missing' });
  return (
    modelProblem(model) ?? {
      model,
      turns: messages.map(({ role, content }) => ({ role, text: textOf(content) })),
      stream,
      maxTokens: max_tokens,
      stop: stop_sequences,
      reasoning: thinking ? thinking.type === 'enabled' : model.includes('reasoning'),
    }
  );
}

/** Unknown fields and wrong types are a 422, bad values a 400. */
export function refuse(complaint: Complaint): Problem {
  const help = 'For proper usage, please refer to https://docs.cohere.com/reference/chat';
  const { path, kind } = complaint;
  if (kind === 'unknown') return { status: 422, message: `unknown field: parameter '${path}' is not a valid field. ${help}` };
  if (kind === 'type') return { status: 422, message: `invalid type: parameter ${explain(complaint)}. ${help}` };
  return { status: 400, message: `invalid request: ${explain(complaint)}.` };
}

export function modelProblem(model: string): Problem | undefined {
  if (RETIRED.includes(model)) {
    const list = 'See https://docs.cohere.com/docs/models#command for a list of models you can use instead.';
    return { status: 404, message: `model '${model}' was removed on September 15, 2025. ${list}` };
  }
  if (!isMissing(model)) return undefined;
  const hint = 'make sure the correct model ID was used and that you have access to the model.';
  return { status: 404, message: `model '${model}' not found, ${hint}` };
}

function encode({ answer }: Exchange) {
  const { id, reasoning, text: said, finish } = answer;
  const content = [
    ...(reasoning.length > 0 ? [{ type: 'thinking', thinking: reasoning.join('') }] : []),
    ...(said ? [{ type: 'text', text: said }] : []),
  ];
  return {
    id: uuid(id),
    message: { role: 'assistant', ...(content.length > 0 && { content }) },
    finish_reason: FINISH_REASONS[finish],
    usage: usage(answer),
  };
}

function stream({ answer }: Exchange) {
  const { id, reasoning, tokens, finish } = answer;
  const index = reasoning.length > 0 ? 1 : 0;
  const content = (type: string, at: number, added: object) => event(type, { index: at, delta: { message: { content: added } } });
  const end = (at: number) => event('content-end', { index: at });
  const message = { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] };
  const thought = index === 1 ? end(0) : '';
  return {
    contentType: 'text/event-stream',
    opening: sse({ id: uuid(id), type: 'message-start', delta: { message } }, 'message-start'),
    tokens: [
      ...opened(
        content('content-start', 0, { type: 'thinking', thinking: '' }),
        reasoning.map((thinking) => content('content-delta', 0, { thinking })),
      ),
      ...opened(
        thought + content('content-start', index, { type: 'text', text: '' }),
        tokens.map((piece) => content('content-delta', index, { text: piece })),
      ),
    ],
    closing:
      (tokens.length > 0 ? end(index) : thought) +
      event('message-end', { delta: { finish_reason: FINISH_REASONS[finish], usage: usage(answer) } }) +
      sse('[DONE]'),
    error: event('message-end', { delta: { finish_reason: 'ERROR', usage: {}, ...ERROR_EVENT } }),
    keepAlive: ': keep-alive\n\n',
  };
}

/** What is billed leaves the cached tokens out, so that nobody takes it for what was read. */
export function counts({ promptTokens, cachedTokens, completionTokens, reasoning }: Answer) {
  return {
    billed_units: { input_tokens: promptTokens - cachedTokens, output_tokens: completionTokens },
    tokens: {
      input_tokens: promptTokens,
      output_tokens: completionTokens,
      ...(reasoning.length > 0 && { reasoning_tokens: reasoning.length }),
    },
  };
}

function usage(answer: Answer) {
  return { ...counts(answer), cached_tokens: answer.cachedTokens };
}

function event(type: string, data: object): string {
  return sse({ type, ...data }, type);
}
