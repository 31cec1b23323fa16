import type { Delta } from '../delta.ts';
import type { FinishReason } from '../message.ts';
import type { ChatAnswer, Choice } from './api.ts';
import { addSources } from './citations.ts';
import { decodeMessage } from './decode-message.ts';
import type { DialectFacts } from './facts.ts';
import { failureOf, tellsFailure } from './failure.ts';
import { objectOf, textOf } from './values.ts';

const FINISH_REASONS = new Map<string, FinishReason>([
  ['stop', 'stop'],
  ['eos', 'stop'],
  ['eos_token', 'stop'],
  ['stop_sequence', 'stop'],
  ['end_turn', 'stop'],
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['model_length', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_calls', 'tool_calls'],
  ['tool_use', 'tool_calls'],
  ['function_call', 'tool_calls'],
  ['content_filter', 'content_filter'],
  ['safety', 'content_filter'],
  ['refusal', 'content_filter'],
  ['sensitive', 'content_filter'],
  ['error', 'error'],
  ['insufficient_system_resource', 'error'],
  ['network_error', 'error'],
]);

/** A dialect's word for why the model stopped, in ours. */
export function finishReasonOf(raw: string): FinishReason {
  return FINISH_REASONS.get(raw.toLowerCase()) ?? 'other';
}

/** A whole answer. */
export function decodeAnswer(body: unknown, facts: DialectFacts = {}): Delta[] {
  const answer = (body ?? {}) as ChatAnswer;
  return firstChoice(answer) || tellsFailure(body) ? read(answer, 'whole', facts) : [];
}

/** One chunk of a stream. */
export function decodeChunk(data: unknown, facts: DialectFacts = {}): Delta[] {
  return read((data ?? {}) as ChatAnswer, 'append', facts);
}

function read(answer: ChatAnswer, mode: 'append' | 'whole', facts: DialectFacts): Delta[] {
  const choice = firstChoice(answer);
  const message = (mode === 'whole' ? choice?.message : choice?.delta) ?? { content: choice?.text };
  const usage = objectOf(answer.usage) ?? objectOf(choice?.usage) ?? objectOf(answer.x_groq?.usage);
  const raw = textOf(choice?.finish_reason);

  const deltas: Delta[] = [{ type: 'response', id: textOf(answer.id), model: textOf(answer.model) }];
  decodeMessage(deltas, message, mode);
  // A stream that has them repeats them in every chunk.
  if (raw !== '' || mode === 'whole') addSources(deltas, answer, facts);
  if (usage) deltas.push({ type: 'usage', counters: usage });
  if (raw !== '') deltas.push({ type: 'finish', reason: finishReasonOf(raw), raw });
  if (tellsFailure(answer)) deltas.push({ type: 'error', ...failureOf(answer) });
  else if (choice?.error) deltas.push({ type: 'error', ...failureOf(choice) });
  else if (answer.x_groq?.error) deltas.push({ type: 'error', ...failureOf(answer.x_groq) });
  return deltas;
}

/** Of several choices the first counts; one without an index is the first. */
function firstChoice({ choices }: ChatAnswer): Choice | undefined {
  if (!Array.isArray(choices)) return undefined;
  for (const choice of choices as (Choice | null)[]) if (choice && (choice.index ?? 0) === 0) return choice;
  return undefined;
}
