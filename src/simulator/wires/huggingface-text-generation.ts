import type { Answer, Question, Turn } from '../answer.ts';
import { anything, choice, flag, list, members, number, text, whole } from '../check.ts';
import {
  type ApiRequest,
  bearer,
  type ChatEndpoint,
  type Endpoint,
  type Exchange,
  isMissing,
  type Problem,
  type SimulatedWire,
} from '../wire.ts';
import { edgeHeaders, huggingface } from './huggingface.ts';
import { data } from './huggingface-data.ts';
import { refuse } from './huggingface-refusals.ts';

interface Grammar {
  type: string;
  value: unknown;
}

interface GenerateBody {
  inputs: string;
  parameters?: {
    max_new_tokens?: number | null;
    stop?: string[] | null;
    details?: boolean | null;
    return_full_text?: boolean | null;
    grammar?: Grammar | null;
  } | null;
  stream?: boolean | null;
}

const FAILURES: Record<number, [words: string, type: string]> = {
  413: ['Batch size error', 'Validation'],
  422: ['Input validation error', 'validation'],
  424: ['Request failed during generation', 'generation'],
  429: ['Model is overloaded', 'overloaded'],
  500: ['Incomplete generation', 'incomplete_generation'],
};
const FINISH_REASONS = { stop: 'eos_token', length: 'length', stop_sequence: 'stop_sequence', tool_calls: 'eos_token' };
const HUB = /^\/huggingface\/hf-inference\/models\/([^/]+(?:\/[^/]+)?)$/;
const nulls = { nulls: true };

const bodyRule = members(
  {
    inputs: text,
    stream: flag,
    model: text,
    options: members({ use_cache: flag, wait_for_model: flag }, [], nulls),
    parameters: members(
      {
        max_new_tokens: whole({ over: 0 }),
        temperature: number({ over: 0 }),
        top_p: number({ over: 0, under: 1 }),
        top_k: whole({ over: 0 }),
        typical_p: number({ over: 0, under: 1 }),
        repetition_penalty: number({ over: 0 }),
        frequency_penalty: number({ least: -2, most: 2 }),
        stop: list(text, { most: 4 }),
        seed: whole({ least: 0 }),
        do_sample: flag,
        best_of: whole({ over: 0 }),
        details: flag,
        decoder_input_details: flag,
        return_full_text: flag,
        truncate: whole({ least: 0 }),
        watermark: flag,
        top_n_tokens: whole({ over: 0 }),
        adapter_id: text,
        grammar: members({ type: choice('json', 'regex', 'json_schema'), value: anything }, ['type', 'value']),
      },
      [],
      nulls,
    ),
  },
  ['inputs'],
  nulls,
);

/**
 * Hugging Face's text-generation API: hub style, where an answer is an array and repeats the prompt unless told not to, and a
 * dedicated server's `/`, `/generate` and `/generate_stream`.
 */
export const huggingfaceTextGeneration: SimulatedWire = {
  ...huggingface,
  base: '/huggingface/hf-inference',
  key: bearer,
  headers: edgeHeaders,

  error({ status, message }, id) {
    if (message && (status === 400 || status === 415)) return message;
    if (message?.startsWith('Failed to deserialize')) return message;
    if (status === 404 && message) return { error: message };
    const known = FAILURES[status];
    if (!known) return huggingface.error({ status, message }, id);
    return { error: message ?? known[0], error_type: known[1] };
  },

  endpoints: [
    generate(HUB, { fullText: true, asList: true }),
    generate(/^\/huggingface\/?$/, { asList: true }),
    generate('/huggingface/generate', { streams: false }),
    generate('/huggingface/generate_stream', { streams: true }),
    ...data,
    ...['/huggingface', '/huggingface/hf-inference'].map(health),
  ],
};

/** A server that is up says nothing, to everyone. */
function health(server: string): Endpoint {
  return { method: 'GET', path: `${server}/health`, isPublic: true, body: '' };
}

interface Style {
  /** Left out: as the request's `stream` says. */
  streams?: boolean;
  /** What `return_full_text` is where it is not given. */
  fullText?: boolean;
  asList?: boolean;
}

function generate(path: string | RegExp, { streams, fullText = false, asList = false }: Style): ChatEndpoint {
  const prefix = ({ inputs, parameters }: GenerateBody) => ((parameters?.return_full_text ?? fullText) ? inputs : '');
  return {
    method: 'POST',
    path,
    check(request) {
      const checked = check(request);
      return streams === undefined || 'status' in checked ? checked : { ...checked, stream: streams };
    },
    encode({ request, answer }) {
      const body = request.body as unknown as GenerateBody;
      const generated = {
        generated_text: prefix(body) + textOf(answer),
        ...(body.parameters?.details && { details: details(answer) }),
      };
      return asList ? [generated] : generated;
    },
    stream: (exchange) => stream(exchange, prefix(exchange.request.body as unknown as GenerateBody)),
  };
}

function check({ path, body }: ApiRequest): Problem | Question {
  const complaint = bodyRule(body, '');
  if (complaint) return refuse(complaint);
  const { inputs, parameters, stream } = body as unknown as GenerateBody;
  if (inputs.trim() === '') return { status: 422, message: 'Input validation error: `inputs` cannot be empty' };
  const model = HUB.exec(path)?.[1] ?? 'simulated/model';
  if (isMissing(model)) return { status: 404, message: `Model ${model} does not exist` };
  const { max_new_tokens, stop, grammar } = parameters ?? {};
  const flaw = grammar && grammarFlaw(grammar);
  if (flaw) return { status: 422, message: `Input validation error: grammar is not valid: ${flaw}` };
  return {
    model,
    turns: turnsOf(inputs),
    stream: stream ?? false,
    maxTokens: max_new_tokens ?? undefined,
    stop: stop ?? undefined,
    schema: grammar?.type === 'json' ? grammar.value : undefined,
  };
}

/** A grammar of JSON names the properties of one object. */
function grammarFlaw({ type, value }: Grammar): string | undefined {
  if (type !== 'json') return undefined;
  if (typeof value !== 'object' || value === null) return 'Grammar must be an object';
  return 'properties' in value ? undefined : "Grammar must have a 'properties' field";
}

/** A prompt that is a transcript (`User: ...`, `Assistant: ...`) has its turns told apart, so that it is the same question as elsewhere. */
function turnsOf(inputs: string): Turn[] {
  const roles: Record<string, Turn['role']> = {
    system: 'system',
    user: 'user',
    human: 'user',
    assistant: 'assistant',
    tool: 'tool',
  };
  const [before, ...pieces] = inputs.split(/^(system|user|human|assistant|tool):/im);
  if (before !== '' || pieces.length === 0) return [{ role: 'user', text: inputs }];
  const turns = pieces.flatMap((piece, index) => {
    const role = index % 2 === 0 ? roles[piece.toLowerCase()] : undefined;
    return role ? [{ role, text: (pieces[index + 1] ?? '').trim() }] : [];
  });
  return turns.at(-1)?.text === '' ? turns.slice(0, -1) : turns;
}

/** This API's text ends with the stop sequence, not before it. */
function textOf({ text: said, stopSequence = '' }: Answer): string {
  return said + stopSequence;
}

function tokensOfAnswer({ tokens, stopSequence }: Answer): string[] {
  return stopSequence === undefined ? tokens : [...tokens, stopSequence];
}

function tokenOf(piece: string, index: number) {
  return { id: 1000 + index, text: piece, logprob: -0.5, special: false };
}

function details(answer: Answer) {
  const tokens = tokensOfAnswer(answer);
  return {
    finish_reason: FINISH_REASONS[answer.finish],
    generated_tokens: tokens.length,
    seed: null,
    prefill: [],
    tokens: tokens.map(tokenOf),
  };
}

function stream({ request, answer }: Exchange, prefix: string) {
  const { parameters } = request.body as unknown as GenerateBody;
  const tokens = tokensOfAnswer(answer).map(tokenOf);
  // The end-of-sequence token is sent like any other, but marked as special and not counted.
  const last = answer.finish === 'stop' ? { id: 2, text: '</s>', logprob: -0.1, special: true } : tokens.at(-1);
  const counted = {
    finish_reason: FINISH_REASONS[answer.finish],
    generated_tokens: tokens.length,
    input_length: answer.promptTokens,
    seed: null,
  };
  const closing = { generated_text: prefix + textOf(answer), details: parameters?.details ? counted : null };
  const said = answer.finish === 'stop' ? tokens : tokens.slice(0, -1);
  return {
    contentType: 'text/event-stream',
    opening: '',
    tokens: said.map((token, index) => event({ index: index + 1, token, generated_text: null, details: null })),
    closing: event({ index: said.length + 1, token: last, ...closing }),
    error: event({ error: 'Request failed during generation: Server error: out of memory', error_type: 'generation' }),
    keepAlive: ':\n\n',
  };
}

/** No space after the colon: this server's way, and a legal one. */
function event(data: object): string {
  return `data:${JSON.stringify(data)}\n\n`;
}
