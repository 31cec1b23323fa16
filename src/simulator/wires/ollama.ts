import { type Answer, digest, type Question } from '../answer.ts';
import { type ApiRequest, type Body, bearer, type ChatEndpoint, type Exchange, NOW, type SimulatedWire } from '../wire.ts';
import { embed } from './ollama-embed.ts';
import { checkAs, type OllamaBody } from './ollama-request.ts';

const MODELS = ['gemma4:latest', 'qwen3:4b', 'gpt-oss:20b'];
const FAILURES: Record<number, string> = {
  401: 'unauthorized',
  403: 'forbidden',
  429: 'too many requests',
  503: 'server busy, please try again.  maximum pending requests exceeded',
};
const DONE_REASONS = { stop: 'stop', length: 'length', stop_sequence: 'stop', tool_calls: 'stop' };
const NDJSON = 'application/x-ndjson';
const LOAD_NS = 41_295_167;
const TOKEN_NS = 14_500_000;

/** Ollama's own API. It needs no key, as Ollama on one's own machine needs none; but it looks at one, as ollama.com does. */
export const ollama: SimulatedWire = {
  mount: '/ollama',
  base: '/ollama',
  refusals: {
    'missing key': { status: 401 },
    'bad key': { status: 401 },
    'no permission': { status: 403 },
    'bad content type': { status: 400, message: 'Content-Type must be application/json' },
    'bad JSON': { status: 400, message: 'unexpected EOF' },
    'no such path': { status: 404 },
    'bad method': { status: 405 },
  },

  key: (headers) => bearer(headers) ?? 'none',
  headers: (id) => ({ 'x-request-id': id.slice(0, 32) }),

  error({ status, message }) {
    if (status === 404 && !message) return '404 page not found';
    if (status === 405) return '405 method not allowed';
    return {
      error: message ?? FAILURES[status] ?? (status < 500 ? 'invalid request' : 'the model failed to generate a response'),
    };
  },

  endpoints: [
    endpoint('chat', (content, more) => ({ message: { role: 'assistant', content, ...more } })),
    endpoint('generate', (response, { tool_calls: _none, ...more }) => ({ response, ...more })),
    { method: 'POST', path: '/ollama/api/embed', answer: embed },
    {
      method: 'GET',
      path: '/ollama/api/tags',
      isPublic: true,
      body: { models: MODELS.map(tag) },
    },
  ],
};

/** What an answer says beside its text. */
interface More {
  thinking?: string;
  tool_calls?: object[];
}

/** How an endpoint says something. */
type Say = (text: string, more: More) => object;

function endpoint(name: 'chat' | 'generate', say: Say): ChatEndpoint {
  return {
    method: 'POST',
    path: `/ollama/api/${name}`,
    check: checkAs(name),
    encode: (exchange) => encode(exchange, say),
    stream: (exchange) => stream(exchange, say),
  };
}

function encode({ request, question, answer }: Exchange, say: Say) {
  if (question.turns.length === 0) return loaded(request, question, say);
  const { reasoning, text } = answer;
  const calls = callsOf(answer);
  const more = {
    ...(reasoning.length > 0 && { thinking: reasoning.join('') }),
    ...(calls.length > 0 && { tool_calls: calls.map(({ call }) => call) }),
  };
  return { ...begun(question), ...say(text, more), ...ended(answer) };
}

function stream({ request, question, answer }: Exchange, say: Say): Body {
  const line = (members: object) => `${JSON.stringify({ ...begun(question), ...members })}\n`;
  const error = `${JSON.stringify({ error: 'an error was encountered while running the model' })}\n`;
  const silent = { opening: '', error, keepAlive: '\n' };
  // A single object, whatever was asked for.
  if (question.turns.length === 0) {
    const closing = JSON.stringify(loaded(request, question, say));
    return { ...silent, contentType: 'application/json; charset=utf-8', tokens: [], closing };
  }
  const piece = (text: string, more: More = {}) => line({ ...say(text, more), done: false });
  return {
    ...silent,
    contentType: NDJSON,
    tokens: [
      ...answer.reasoning.map((thinking) => piece('', { thinking })),
      ...answer.tokens.map((text) => piece(text)),
      // A call comes with its last token, whole.
      ...callsOf(answer).flatMap(({ call, tokens }) => [
        ...Array.from({ length: tokens - 1 }, () => ''),
        piece('', { tool_calls: [call] }),
      ]),
    ],
    closing: line({ ...say('', {}), ...ended(answer) }),
  };
}

function begun({ model }: Question) {
  return { model, created_at: NOW.iso };
}

function ended({ finish, promptTokens, completionTokens }: Answer) {
  const [prompt_eval_duration, eval_duration] = [promptTokens * TOKEN_NS, completionTokens * TOKEN_NS];
  return {
    done: true,
    done_reason: DONE_REASONS[finish],
    total_duration: LOAD_NS + prompt_eval_duration + eval_duration,
    load_duration: LOAD_NS,
    prompt_eval_count: promptTokens,
    prompt_eval_duration,
    eval_count: completionTokens,
    eval_duration,
  };
}

function loaded({ body }: ApiRequest, question: Question, say: Say) {
  const { keep_alive } = body as unknown as OllamaBody;
  return { ...begun(question), ...say('', {}), done_reason: keep_alive === 0 ? 'unload' : 'load', done: true };
}

/** Arguments are objects, so a call that is cut off is none. */
function callsOf({ id, calls }: Answer) {
  return calls.flatMap(({ name, arguments: given, tokens }, index) =>
    given === undefined
      ? []
      : [
          {
            call: { id: `call_${digest(id, index).slice(0, 8)}`, function: { index, name, arguments: given } },
            tokens: tokens.length,
          },
        ],
  );
}

function tag(name: string) {
  const [family = ''] = name.split(':');
  return {
    name,
    model: name,
    modified_at: NOW.iso,
    size: 2_497_293_931,
    digest: digest(name),
    details: {
      parent_model: '',
      format: 'gguf',
      family,
      families: [family],
      parameter_size: '4.0B',
      quantization_level: 'Q4_K_M',
    },
  };
}
