import type { Question, Turn } from '../answer.ts';
import { anything, choice, flag, list, members, record, someText, text, whole } from '../check.ts';
import { type ApiRequest, type Exchange, type Problem, type SimulatedWire, sse, uuid } from '../wire.ts';
import { cohere, commonRules, counts, ERROR_EVENT, FINISH_REASONS, modelProblem, refuse } from './cohere.ts';

interface ChatBody {
  message: string;
  model?: string;
  preamble?: string;
  chat_history?: { role: string; message?: string }[];
  stream?: boolean;
  max_tokens?: number;
  stop_sequences?: string[];
  tool_results?: unknown[];
}

const DEFAULT_MODEL = 'command-a-03-2025';
const ROLES: Record<string, Turn['role']> = { user: 'user', chatbot: 'assistant', system: 'system', tool: 'tool' };

const anyCase = (value: unknown, path: string) =>
  choice('USER', 'CHATBOT', 'SYSTEM', 'TOOL')(typeof value === 'string' ? value.toUpperCase() : value, path);
const bodyRule = members(
  {
    ...commonRules,
    message: text,
    model: someText,
    preamble: text,
    chat_history: list(members({ role: anyCase, message: text, tool_calls: list(record), tool_results: list(record) }, ['role'])),
    conversation_id: text,
    prompt_truncation: text,
    connectors: list(record),
    search_queries_only: flag,
    citation_quality: text,
    max_input_tokens: whole({ least: 0 }),
    raw_prompting: flag,
    return_prompt: flag,
    tool_results: list(anything),
    force_single_step: flag,
  },
  ['message'],
);

/** Cohere's chat API, version 1: JSON lines, or server-sent events for who accepts them. */
export const cohereV1: SimulatedWire = {
  ...cohere,
  base: '/cohere/v1',
  endpoints: [{ method: 'POST', path: '/cohere/v1/chat', check, encode, stream }],
};

function check({ body }: ApiRequest): Problem | Question {
  const complaint = bodyRule(body, '');
  if (complaint) return refuse(complaint);
  const { message, model = DEFAULT_MODEL, preamble, chat_history = [], stream = false, ...asked } = body as unknown as ChatBody;
  if (message.trim() === '' && !asked.tool_results?.length) {
    return { status: 400, message: 'invalid request: message must be at least 1 token long or tool results must be specified.' };
  }
  const history = chat_history.map((turn) => ({ role: ROLES[turn.role.toLowerCase()] ?? 'user', text: turn.message ?? '' }));
  return (
    modelProblem(model) ?? {
      model,
      turns: [
        ...(preamble ? [{ role: 'system' as const, text: preamble }] : []),
        ...history,
        { role: 'user' as const, text: message },
      ],
      stream,
      maxTokens: asked.max_tokens,
      stop: asked.stop_sequences,
    }
  );
}

function encode({ request, answer }: Exchange) {
  const { message, chat_history = [] } = request.body as unknown as ChatBody;
  return {
    response_id: uuid(answer.id.slice(16)),
    text: answer.text,
    generation_id: uuid(answer.id),
    chat_history: [...chat_history, { role: 'USER', message }, { role: 'CHATBOT', message: answer.text }],
    finish_reason: FINISH_REASONS[answer.finish],
    meta: { api_version: { version: '1' }, ...counts(answer) },
  };
}

function stream(exchange: Exchange) {
  const { request, answer } = exchange;
  const asEvents = request.headers.accept?.includes('text/event-stream') ?? false;
  const event = (event_type: string, data: object, is_finished = false) => {
    const line = { is_finished, event_type, ...data };
    return asEvents ? sse(line, event_type) : `${JSON.stringify(line)}\n`;
  };
  const { finish_reason, ...response } = encode(exchange);
  return {
    contentType: asEvents ? 'text/event-stream' : 'application/stream+json',
    opening: event('stream-start', { generation_id: uuid(answer.id) }),
    tokens: answer.tokens.map((piece) => event('text-generation', { text: piece })),
    closing: event('stream-end', { response, finish_reason }, true),
    error: event('stream-end', { finish_reason: 'ERROR', ...ERROR_EVENT, response: { ...response, text: '' } }, true),
    keepAlive: asEvents ? ': keep-alive\n\n' : '\n',
  };
}
