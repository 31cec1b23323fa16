import { type Answer, type AnswerCall, digest } from '../answer.ts';
import type { Body, ChatEndpoint, Exchange, SimulatedWire } from '../wire.ts';
import { type GeminiPart, isSigning, sign } from './gemini-body.ts';
import { embed } from './gemini-embed.ts';
import { check } from './gemini-request.ts';

const MODELS = [
  ['gemini-3.5-flash', 'Gemini 3.5 Flash'],
  ['gemini-2.5-flash', 'Gemini 2.5 Flash'],
];

const FAILURES: Readonly<Record<number, readonly [status: string, message: string]>> = {
  400: ['INVALID_ARGUMENT', 'Request contains an invalid argument.'],
  401: ['UNAUTHENTICATED', 'Request had invalid authentication credentials.'],
  403: ['PERMISSION_DENIED', 'The caller does not have permission'],
  404: ['NOT_FOUND', 'Requested entity was not found.'],
  409: ['ABORTED', 'The operation was aborted.'],
  429: ['RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).'],
  499: ['CANCELLED', 'The operation was cancelled.'],
  500: ['INTERNAL', 'An internal error has occurred. Please retry.'],
  501: ['UNIMPLEMENTED', 'Operation is not implemented, or supported, or enabled.'],
  503: ['UNAVAILABLE', 'The model is overloaded. Please try again later.'],
  504: ['DEADLINE_EXCEEDED', 'Deadline expired before operation could complete.'],
};

const BAD_KEY = 'API key not valid. Please pass a valid API key.';
const BAD_KEY_DETAILS = [
  {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: 'API_KEY_INVALID',
    domain: 'googleapis.com',
    metadata: { service: 'generativelanguage.googleapis.com' },
  },
  { '@type': 'type.googleapis.com/google.rpc.LocalizedMessage', locale: 'en-US', message: BAD_KEY },
];

const FINISH_REASONS = { stop: 'STOP', length: 'MAX_TOKENS', stop_sequence: 'STOP', tool_calls: 'STOP' };

const chat: Omit<ChatEndpoint, 'path'> = { method: 'POST', check, encode, stream };

/** Google's Gemini API. */
export const gemini: SimulatedWire = {
  mount: '/gemini',
  base: '/gemini/v1beta',
  refusals: {
    'missing key': {
      status: 403,
      message:
        "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
    },
    'bad key': { status: 400, message: BAD_KEY, details: { details: BAD_KEY_DETAILS } },
    'no permission': { status: 403 },
    'bad content type': { status: 400, message: 'Invalid JSON payload received. The content type must be application/json.' },
    'bad JSON': { status: 400, message: 'Invalid JSON payload received. Unexpected end of string.' },
    'no such path': { status: 404 },
    'bad method': { status: 404 },
  },

  key: (headers) => headers['x-goog-api-key'],

  headers: (id) => ({
    server: 'scaffolding on HTTPServer2',
    'server-timing': 'gfet4t7; dur=31',
    // Google gives an exchange no name, but the gateways before it do.
    'x-request-id': id.slice(0, 32),
  }),

  error({ status, message, details }) {
    const [name, words] = FAILURES[status] ?? ['UNKNOWN', 'Unknown Error.'];
    return { error: { code: status, message: message ?? words, status: name, ...details } };
  },

  endpoints: [
    { ...chat, path: /^\/gemini\/v1beta\/(models|tunedModels)\/[^/:]+:(generateContent|streamGenerateContent)$/ },
    { method: 'POST', path: /^\/gemini\/v1beta\/models\/[^/:]+:batchEmbedContents$/, answer: embed },
    {
      method: 'GET',
      path: '/gemini/v1beta/models',
      body: {
        models: MODELS.map(([name, displayName]) => ({
          name: `models/${name}`,
          version: '001',
          displayName,
          inputTokenLimit: 1048576,
          outputTokenLimit: 65536,
          supportedGenerationMethods: ['generateContent', 'countTokens'],
          temperature: 1,
          topP: 0.95,
          topK: 64,
          maxTemperature: 2,
          thinking: true,
        })),
      },
    },
  ],
};

function encode(exchange: Exchange) {
  const { text, reasoning } = exchange.answer;
  const isSigned = reasoning.length > 0;
  return chunk(exchange, [
    ...(isSigned ? [{ text: reasoning.join(''), thought: true }] : []),
    ...(text ? [{ text, ...(isSigned && { thoughtSignature: sign({ text }) }) }] : []),
    ...callsOf(exchange),
  ]);
}

/** Each chunk counts what was said so far; the last one, without more to say, brings the signature and the end. */
function stream(exchange: Exchange): Body {
  const { answer, request } = exchange;
  const { reasoning, tokens } = answer;
  const calls = callsOf(exchange);
  const said = reasoning.length > 0 && tokens.length > 0 ? { text: '', thoughtSignature: sign({ text: '' }) } : { text: '' };
  const chunks = [
    ...reasoning.map((text, index) => chunk(exchange, [{ text, thought: true }], { thoughts: index + 1, said: 0 })),
    ...tokens.map((text, index) => chunk(exchange, [{ text }], { thoughts: reasoning.length, said: index + 1 })),
    ...calls.map((call) => chunk(exchange, [call], { thoughts: reasoning.length, said: 0 })),
  ];
  const pieces = { chunks, last: chunk(exchange, [said]), error: gemini.error({ status: 503 }, '') };
  return new URLSearchParams(request.query).get('alt') === 'sse' ? asEvents(pieces) : asList(pieces);
}

interface Pieces {
  chunks: unknown[];
  last: unknown;
  error: unknown;
}

/** There is no terminal event. */
function asEvents({ chunks, last, error }: Pieces): Body {
  const event = (data: unknown) => `data: ${JSON.stringify(data)}\r\n\r\n`;
  return {
    contentType: 'text/event-stream',
    opening: '',
    tokens: chunks.map(event),
    closing: event(last),
    error: event(error),
    keepAlive: ': keep-alive\r\n\r\n',
  };
}

function asList({ chunks, last, error }: Pieces): Body {
  const item = (data: unknown) => `${JSON.stringify(data)}\n`;
  return {
    contentType: 'application/json; charset=UTF-8',
    opening: '[',
    tokens: chunks.map((data) => `${item(data)},\r\n`),
    closing: `${item(last)}]`,
    error: `${item(error)}]`,
    keepAlive: '\n',
  };
}

/** How many tokens were told before a chunk is over. */
interface Progress {
  thoughts: number;
  said: number;
}

/** A piece of an answer; without a progress the last one. */
function chunk({ question, answer }: Exchange, parts: readonly GeminiPart[], progress?: Progress) {
  const { id, finish, calls } = answer;
  return {
    candidates: [
      {
        content: { ...(parts.length > 0 && { parts }), role: 'model' },
        ...(!progress && { finishReason: FINISH_REASONS[finish] }),
        index: 0,
        ...(!progress && calls.length > 0 && { finishMessage: 'Model generated function call(s).' }),
      },
    ],
    usageMetadata: usage(answer, progress),
    modelVersion: question.model,
    responseId: Buffer.from(id.slice(0, 32), 'hex').toString('base64url'),
  };
}

/** Counters of nothing are left out. */
function usage({ promptTokens, cachedTokens, completionTokens, reasoning }: Answer, progress?: Progress) {
  const { thoughts, said } = progress ?? { thoughts: reasoning.length, said: completionTokens - reasoning.length };
  return {
    promptTokenCount: promptTokens,
    ...(said > 0 && { candidatesTokenCount: said }),
    totalTokenCount: promptTokens + thoughts + said,
    ...(cachedTokens > 0 && { cachedContentTokenCount: cachedTokens }),
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: promptTokens }],
    ...(thoughts > 0 && { thoughtsTokenCount: thoughts }),
    serviceTier: 'standard',
  };
}

/** A call whose arguments are cut off is left out. Newer models give each an id, and the first a signature. */
function callsOf({ question, answer }: Exchange): GeminiPart[] {
  const whole = answer.calls.filter((call) => call.arguments !== undefined);
  return whole.map((call, index) => callOf(call, answer.id, index, isSigning(question.model)));
}

function callOf({ name, arguments: args = {} }: AnswerCall, id: string, index: number, isSigned: boolean): GeminiPart {
  if (!isSigned) return { functionCall: { name, args } };
  const functionCall = { name, args, id: digest(id, 'call', index).slice(0, 8) };
  return { functionCall, ...(index === 0 && { thoughtSignature: sign({ functionCall }) }) };
}
