import type { ErrorReason } from '../errors.ts';

/** What a failure says of itself, in an error body or inside a 200. */
export interface Failure {
  message?: string | undefined;
  providerType?: string | undefined;
  /** The status that it has, or would have, as an HTTP answer. */
  status?: number | undefined;
  reason?: ErrorReason | undefined;
  retryAfterMs?: number | undefined;
}

const STATUS_OF_TYPE = new Map([
  ['invalid_request_error', 400],
  ['context_length_exceeded', 400],
  ['exceed_context_size_error', 400],
  ['content_filter', 400],
  ['authentication_error', 401],
  ['invalid_authentication_error', 401],
  ['invalid_api_key', 401],
  ['incorrect_api_key_error', 401],
  ['permission_error', 403],
  ['permission_denied_error', 403],
  ['not_found_error', 404],
  ['resource_not_found_error', 404],
  ['model_not_found', 404],
  ['validation', 422],
  ['generation', 424],
  ['rate_limit_error', 429],
  ['rate_limit_exceeded', 429],
  ['rate_limit_reached_error', 429],
  ['insufficient_quota', 429],
  ['exceeded_current_quota_error', 429],
  ['engine_overloaded_error', 429],
  ['overloaded', 429],
  ['api_error', 500],
  ['server_error', 500],
  ['internal_server_error', 500],
  ['incomplete_generation', 500],
  ['service_unavailable', 503],
  ['service_unavailable_error', 503],
  ['overloaded_error', 529],
]);

const MODEL_NOT_FOUND = /^(model_not_(found|supported|available)|model_decommissioned|invalid_model|DeploymentNotFound)$/;
/** DeepSeek and SiliconFlow say so with a 400; OpenRouter and NVIDIA speak of no model in their 404. */
const NO_MODEL =
  /^model (does )?not exist\b|^no endpoints (found|available)\b|^\S{1,200} is not a valid model ID\b|^function '.{1,100}': not found for account\b/i;
/** So does xAI. */
const BAD_KEY = /^(incorrect|invalid) api key\b/i;
const WAIT = /(?:try again|retry) (?:in|after) ((?:\d+(?:\.\d+)?\s*(?:ms|h|m|s)[a-z]*\s*)+)/i;
const MS_OF_UNIT: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Whether a 2xx body or a chunk tells a failure. What has choices may carry a `message` for other ends. */
export function tellsFailure(body: unknown): boolean {
  if (!isObject(body)) return false;
  return Boolean(body.error) || (!('choices' in body) && (typeof body.message === 'string' || Boolean(body.detail)));
}

/**
 * Reads a failure in any of the dialect's shapes: `{ error: { message, type, code } }`, `{ error: string, code }`,
 * `{ error, error_type }`, `{ code, message }`, `{ detail }`, a list of them, or words alone.
 */
export function failureOf(body: unknown): Failure {
  const said = innermost(body);
  const types = [said.code, said.type, said.error_type].filter((type) => typeof type === 'string');
  // `invalid_request_error` stands beside types that say more, and a number is no type.
  const telling = types.filter((type) => /[a-z]/i.test(type) && type !== 'invalid_request_error');
  const message = wordsOf(body);
  return {
    message,
    providerType: telling[0] ?? types.find((type) => type === 'invalid_request_error'),
    status: statusOf(said, types),
    reason: reasonOf(types, message) ?? moderationIn(said),
    retryAfterMs: message === undefined ? undefined : waitIn(message),
  };
}

function reasonOf(types: readonly string[], message = ''): ErrorReason | undefined {
  if (types.some((type) => MODEL_NOT_FOUND.test(type)) || NO_MODEL.test(message)) return 'model_not_found';
  return BAD_KEY.test(message) ? 'invalid_key' : undefined;
}

/** OpenRouter answers with a 403 where it is the input, and not the key, that is refused. */
function moderationIn({ metadata }: Record<string, unknown>): ErrorReason | undefined {
  return isObject(metadata) && metadata.flagged_input !== undefined ? 'content_filter' : undefined;
}

/** The provider's own words, wherever they lie. */
export function wordsOf(body: unknown, depth = 4): string | undefined {
  if (typeof body === 'string') return body.trim() || undefined;
  if (depth === 0) return undefined;
  const inner = (value: unknown) => wordsOf(value, depth - 1);
  if (Array.isArray(body)) return body.map(inner).filter(Boolean).join('; ') || undefined;
  if (!isObject(body)) return undefined;
  return inner(body.error) ?? inner(body.message) ?? inner(body.detail) ?? inner(body.msg) ?? inner(body.title);
}

function innermost(body: unknown): Record<string, unknown> {
  const said = Array.isArray(body) ? body[0] : body;
  if (!isObject(said)) return {};
  return isObject(said.error) ? said.error : said;
}

/** The most telling status: the generic 400 of `invalid_request_error` is the lowest of all. */
function statusOf(said: Record<string, unknown>, types: string[]): number | undefined {
  const numbers = [said.status_code, said.status, said.code].map(Number);
  const known = types.flatMap((type) => STATUS_OF_TYPE.get(type) ?? []);
  return numbers.find((status) => status >= 400 && status < 600) ?? (known.length > 0 ? Math.max(...known) : undefined);
}

/** A wait that only the words tell, such as "Please try again in 1m26.4s". */
function waitIn(words: string): number | undefined {
  const [, duration] = WAIT.exec(words) ?? [];
  if (duration === undefined) return undefined;
  const steps = duration.toLowerCase().matchAll(/([\d.]+)\s*(ms|h|m|s)/g);
  return Math.ceil([...steps].reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (MS_OF_UNIT[unit] ?? 0), 0));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
