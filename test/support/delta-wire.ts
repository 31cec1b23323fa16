import type { Delta } from '../../src/delta.ts';
import { sse } from '../../src/http/framing.ts';
import type { Json, JsonObject } from '../../src/message.ts';
import type { Wire } from '../../src/provider.ts';

/** A wire whose API speaks in deltas: every event, and a whole body, is a list of them. For tests of what lies behind wires. */
export const deltaWire: Wire = {
  capabilities: ['chat', 'stream', 'models', 'reasoning', 'tools'],
  settings: ['maxTokens', 'temperature', 'topP', 'topK', 'stop', 'seed', 'user', 'reasoning', 'tools', 'toolChoice'],
  framing: sse,
  path: () => '/chat',
  headers: (_config, key) => (key ? { authorization: `Bearer ${key}` } : {}),
  encode: ({ model, messages, tools, toolChoice, temperature, maxTokens, stream }) => ({
    model,
    messages: messages as unknown as JsonObject[],
    ...(tools && { tools: tools as unknown as JsonObject[], toolChoice: toolChoice as Json }),
    ...(temperature !== undefined && { temperature }),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(stream && { stream }),
  }),
  decode: (body) => (Array.isArray(body) ? (body as Delta[]) : []),
  decodeEvent: (data) => data as Delta[],
  usage: ({ input, output, reasoning }) => ({
    ...(typeof input === 'number' && { promptTokens: input }),
    ...(typeof output === 'number' && { completionTokens: output }),
    ...(typeof reasoning === 'number' && { reasoningTokens: reasoning }),
  }),
  errorMessage: (body) => (typeof body === 'string' ? body : (body as { message?: string })?.message),
  models: {
    path: () => '/models',
    decode: (body) => (body as { data?: { id: string }[] } | null)?.data?.map((raw) => ({ id: raw.id, raw })),
  },
};

/** One server-sent event that holds these deltas. */
export function event(...deltas: Delta[]): string {
  return `data: ${JSON.stringify(deltas)}\n\n`;
}

export const text = (value: string): Delta => ({ type: 'text', text: value });
export const finish = (reason: 'stop' | 'length' | 'tool_calls' = 'stop'): Delta => ({ type: 'finish', reason, raw: reason });
export const usage = (input: number, output: number): Delta => ({ type: 'usage', counters: { input, output } });
