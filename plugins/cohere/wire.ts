import {
  type Call,
  type Delta,
  type FinishReason,
  type JsonObject,
  type Message,
  type Setting,
  type TokenUsage,
  type ToolCallPart,
  type Wire,
  wordsOf,
} from '../../src/plugin.ts';
import type { CohereConfig, Counters, Ending, Failure, OneOrMore } from './api.ts';
import { embeddings } from './embeddings.ts';
import { rerank } from './rerank.ts';

/** What both versions of the chat API have in common. */
export const commonWire = {
  path: () => '/chat',

  headers: (_config, apiKey): Record<string, string> => (apiKey ? { authorization: `Bearer ${apiKey}` } : {}),

  usage(counters) {
    const { tokens, billed_units, token_count, cached_tokens } = counters as Counters;
    const { input_tokens, image_tokens, output_tokens, reasoning_tokens } = tokens ?? {};
    const promptTokens =
      typeof input_tokens === 'number'
        ? input_tokens + (image_tokens ?? 0)
        : (token_count?.prompt_tokens ?? billed_units?.input_tokens);
    const completionTokens = output_tokens ?? token_count?.response_tokens ?? billed_units?.output_tokens;
    const usage: Partial<TokenUsage> = {
      cachedTokens: cached_tokens ?? undefined,
      reasoningTokens: reasoning_tokens ?? undefined,
    };
    if (promptTokens !== undefined) usage.promptTokens = promptTokens;
    if (completionTokens !== undefined) usage.completionTokens = completionTokens;
    return usage;
  },

  errorMessage(body) {
    if (typeof body === 'string') return wordsOf(body);
    const failure = (body ?? {}) as Failure;
    return readFailure(failure).message ?? textual(failure.data);
  },

  classify({ status, body }) {
    const { message = '', providerType } = readFailure((body ?? {}) as Failure);
    if (providerType === 'TOO_MANY_TOKENS') return { providerType, reason: 'context_length' };
    // Cohere's own status for a request or an answer with a deny-listed token.
    if (status === 498) return { providerType, reason: 'content_filter' };
    // A trial key's monthly limit is not over in a minute, as its other limits are.
    if (status === 429 && /calls \/ month/i.test(message)) return { providerType, reason: 'quota' };
    return { providerType };
  },

  embeddings,
  rerank,

  models: {
    /** The list is at v1 for both versions. Its pages have 20 models unless more are asked for. */
    path: ({ baseURL }) => `${baseURL.replace(/\/v2$/, '/v1')}/models?page_size=1000`,
    decode(body) {
      const { models } = (body ?? {}) as { models?: unknown };
      if (!Array.isArray(models)) return undefined;
      return models.flatMap((raw) => (typeof raw?.name === 'string' ? [{ id: raw.name, raw }] : []));
    },
  },
} satisfies Partial<Wire<CohereConfig>>;

/** The settings that both versions take. */
export const commonSettings: readonly Setting[] = [
  'maxTokens',
  'temperature',
  'topP',
  'topK',
  'stop',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
  'tools',
  'toolChoice',
  'responseFormat',
];

/** Those of them that have the same names in both. */
export function encodeSettings(call: Call<CohereConfig>): JsonObject {
  const { temperature, topP, topK, stop, seed, presencePenalty, frequencyPenalty, stream } = call;
  return {
    temperature,
    p: topP,
    k: topK,
    stop_sequences: stop,
    seed,
    presence_penalty: presencePenalty,
    frequency_penalty: frequencyPenalty,
    stream,
  };
}

/** The tool calls of a message. */
export function toolCallsOf({ content }: Message): ToolCallPart[] {
  return typeof content === 'string' ? [] : content.filter((part) => part.type === 'tool-call');
}

/** Why an answer ended: a failure inside a 200 is told here, and nowhere else. */
export function decodeEnding(ending: Ending): Delta {
  const raw = textual(ending.finish_reason) ?? '';
  const reason = raw.toUpperCase();
  return reason === 'ERROR' ? decodeFailure(ending) : { type: 'finish', reason: finishReason(reason), raw };
}

/** An error body where an answer or an event belongs. Without words it is none. */
export function decodeErrorBody(body: unknown): Delta[] {
  const failure = decodeFailure((body ?? {}) as Failure);
  return failure.message === undefined ? [] : [failure];
}

function decodeFailure(failure: Failure): Extract<Delta, { type: 'error' }> {
  const { message, providerType } = readFailure(failure);
  return { type: 'error', message, providerType, status: statusOf(providerType) };
}

function readFailure({ message, error, error_type }: Failure): { message: string | undefined; providerType: string | undefined } {
  const inner: { message?: string; type?: string } | null = typeof error === 'string' ? { message: error } : (error ?? null);
  return {
    message: textual(message) || textual(inner?.message) || undefined,
    providerType: error_type ?? inner?.type,
  };
}

function finishReason(raw: string): FinishReason {
  switch (raw) {
    case 'COMPLETE':
    case 'STOP_SEQUENCE':
      return 'stop';
    case 'MAX_TOKENS':
    case 'ERROR_LIMIT': // The model's context is full: the answer is cut off, but good so far.
      return 'length';
    case 'TOOL_CALL':
    case 'TOOL_CALLS':
      return 'tool_calls';
    case 'ERROR_TOXIC':
      return 'content_filter';
    case 'TIMEOUT':
      return 'error';
    default:
      return 'other';
  }
}

/** The status that a failure has where it is told before the stream begins. */
function statusOf(errorType: string | undefined): number | undefined {
  switch (errorType) {
    case 'TOO_MANY_TOKENS':
      return 400;
    case 'INVALID_TOOL_GENERATION':
      return 422;
    default:
      return undefined;
  }
}

/** A list, of one where it is a single object. */
export function list<T>(value: OneOrMore<T> | undefined): T[] {
  const items = Array.isArray(value) ? value : [value];
  return items.filter((item) => item !== null && item !== undefined);
}

export function textual(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
