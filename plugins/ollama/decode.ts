import { type Delta, failureOf, finishReasonOf, type JsonObject } from '../../src/plugin.ts';
import type { OllamaAnswer, OllamaMessage, OllamaToolCall } from './api.ts';

/** A whole answer, or one line of a stream: both have the same shape, and both endpoints nearly so. */
export function decode(body: unknown): Delta[] {
  const answer = (body ?? {}) as OllamaAnswer;
  const { model, message, response, thinking, done, error } = answer;
  if (error) return [{ type: 'error', ...failureOf(body) }];
  const said = typeof message === 'object' && message !== null ? message : { content: response, thinking };
  if (said !== message && typeof response !== 'string' && done !== true) return [];
  return [{ type: 'response', model }, ...decodeMessage(said), ...(done ? decodeEnd(answer) : [])];
}

function decodeMessage({ thinking, content, tool_calls, images }: OllamaMessage): Delta[] {
  const deltas: Delta[] = [];
  if (thinking) deltas.push({ type: 'reasoning', text: thinking });
  if (typeof content === 'string') deltas.push({ type: 'text', text: content });
  for (const call of list(tool_calls)) if (call?.function?.name) deltas.push(...decodeToolCall(call));
  if (list(images).length > 0) deltas.push({ type: 'part', data: { images } });
  return deltas;
}

/** Indexes are absent or begin anew, and ids are absent: each call that comes is another one. */
function decodeToolCall({ function: called, ...call }: OllamaToolCall): Delta[] {
  const { name, arguments: given, ...rest } = called ?? {};
  const own: JsonObject = { ...call, ...(Object.keys(rest).length > 0 && { function: rest }) };
  const argumentsText = typeof given === 'string' ? given : JSON.stringify(given ?? {});
  return [
    { type: 'start', key: 'call' },
    { type: 'tool-call', key: 'call', id: call.id, name, argumentsText, mode: 'whole' },
    ...(Object.keys(own).length > 0 ? [{ type: 'part' as const, key: 'call', kind: 'tool-call' as const, data: own }] : []),
    { type: 'stop', key: 'call' },
  ];
}

/** Without a reason nobody says whether the answer is whole. */
function decodeEnd({ done_reason, prompt_eval_count, eval_count }: OllamaAnswer): Delta[] {
  return [
    { type: 'usage', counters: { prompt_eval_count, eval_count } },
    ...(typeof done_reason === 'string' && done_reason !== ''
      ? [{ type: 'finish' as const, reason: finishReasonOf(done_reason), raw: done_reason }]
      : []),
    { type: 'end' },
  ];
}

function list<T>(value: T[] | null | undefined): T[] {
  return Array.isArray(value) ? value : [];
}
