import { type Classification, type ErrorAnswer, type ErrorReason, type Failure, failureOf, wordsOf } from '../../src/plugin.ts';
import { GONE_HOST, ROUTER } from './hub.ts';

// What stands between is bounded, so that a long text costs linear time.
const REASONS: readonly [RegExp, ErrorReason][] = [
  [/\bcurrently loading\b/i, 'loading'],
  [/\bmodel\b.{1,200}\b(does not exist|is not supported by any provider)/i, 'model_not_found'],
  [/\bapi-inference\.huggingface\.co\b/i, 'bad_route'],
];

/** What the hub, the router and TGI say of a failure, in an error body or inside a 200. */
export function readFailure(body: unknown): Failure {
  const failure = failureOf(body);
  const { message = '' } = failure;
  const reason = failure.reason ?? REASONS.find(([words]) => words.test(message))?.[1];
  return { ...failure, message: errorMessage(body), reason };
}

/** The words of an error body. Those that tell of the gone host get the way out. */
export function errorMessage(body: unknown): string | undefined {
  const words = wordsOf(body);
  return words?.includes(GONE_HOST) ? `${words} (set baseURL to ${ROUTER}/v1)` : words;
}

/** What an error means beyond its status: above all, that a model is being loaded and how long that may take. */
export function classify({ body }: ErrorAnswer): Classification {
  const { providerType, reason, retryAfterMs } = readFailure(body);
  const seconds = (body as { estimated_time?: unknown } | null)?.estimated_time;
  if (typeof seconds === 'number') return { providerType, reason: 'loading', retryable: true, estimatedWaitMs: seconds * 1000 };
  return { providerType, reason, retryAfterMs, ...(reason === 'loading' && { retryable: true }) };
}
