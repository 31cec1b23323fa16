import type { Delta } from '../delta.ts';
import type { FinishReason } from '../message.ts';
import { type Failure, failureOf, tellsFailure } from '../openai-dialect/failure.ts';
import { listOf, objectOf, textOf } from '../openai-dialect/values.ts';
import type { Answer, Item } from './api.ts';
import { addItem } from './decode-item.ts';

const FINISH_REASONS = new Map<string, FinishReason>([
  ['completed', 'stop'],
  ['max_output_tokens', 'length'],
  ['content_filter', 'content_filter'],
]);

/** The status that a failure of a run has where it is the refusal of a request. */
const STATUS_OF_CODE = new Map([
  ['invalid_prompt', 400],
  ['vector_store_timeout', 504],
]);
const OF_INPUT = /image|^data_residency_mismatch$/;
const OF_POLICY = /policy/;

/** A whole answer. */
export function decodeAnswer(body: unknown): Delta[] {
  const answer: Answer = objectOf(body) ?? {};
  const isAnswer = Array.isArray(answer.output) || answer.object === 'response';
  if (!isAnswer) return tellsFailure(body) ? [{ type: 'error', ...failureOf(body) }] : [];
  return [identityOf(answer), ...outputOf(answer), ...endOf(answer)];
}

/** The id and the model of an answer. */
export function identityOf({ id, model }: Answer): Delta {
  return { type: 'response', id: textOf(id), model: textOf(model) };
}

/** The items of an answer, each under its place. */
export function outputOf({ output }: Answer): Delta[] {
  const deltas: Delta[] = [];
  for (const [index, item] of listOf<Item>(output).entries()) addItem(deltas, item, index);
  return deltas;
}

/** How an answer ended, and what it cost. `ended` is its status where it has none. */
export function endOf({ status, incomplete_details: details, error, usage }: Answer, ended = ''): Delta[] {
  const deltas: Delta[] = [];
  const counters = objectOf(usage);
  if (counters) deltas.push({ type: 'usage', counters });
  const state = textOf(status) || ended;
  const raw = textOf(details?.reason) || state;
  if (error || state === 'failed') deltas.push({ type: 'error', ...readFailure(error) });
  else if (raw !== '') deltas.push({ type: 'finish', reason: FINISH_REASONS.get(raw) ?? 'other', raw });
  return deltas;
}

/** Why a run failed. */
export function readFailure(error: unknown): Failure {
  const failure = failureOf({ error });
  const { providerType = '' } = failure;
  const status =
    STATUS_OF_CODE.get(providerType) ?? (OF_INPUT.test(providerType) || OF_POLICY.test(providerType) ? 400 : undefined);
  const reason = OF_POLICY.test(providerType) ? 'content_filter' : undefined;
  return { ...failure, status: failure.status ?? status, reason: failure.reason ?? reason };
}
