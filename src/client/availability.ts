import { LLMError } from '../errors.ts';
import type { Availability, CallOptions } from '../types.ts';
import { type ClientParts, Exchange } from './exchange.ts';
import { joinUrl } from './request.ts';
import { checkOptions, refuse } from './validate.ts';
import { decodeModels } from './whole-answer.ts';

/** Lists of models are large, some of them very. */
const MAX_PROBE_BYTES = 32 * 1024 * 1024;

interface Check {
  path: string;
  checksKey: boolean;
  /** Whether the body is what it should be. @throws {LLMError} if not. */
  read(text: string, exchange: Exchange): unknown;
}

/** One cheap GET, tried once. Whatever happens is told in the answer; nothing is thrown. */
export async function checkAvailability(parts: ClientParts, options: CallOptions): Promise<Availability> {
  const startedAt = parts.clock.monotonic();
  const tell = (available: boolean, keyChecked: boolean, reason?: string): Availability => ({
    available,
    keyChecked,
    ...(reason && { reason }),
    latencyMs: Math.round(parts.clock.monotonic() - startedAt),
  });
  try {
    const check = checkOf(parts);
    if (!check) return tell(false, false, 'this API has nothing that could be asked for free');
    const keyChecked = check.checksKey && parts.apiKey !== undefined;
    refuse(checkOptions(options), { provider: parts.provider });
    await ask(parts, check, options);
    return tell(true, keyChecked, keyChecked ? undefined : 'what was asked is public, so the key was not checked');
  } catch (error) {
    const known = error instanceof LLMError ? error : undefined;
    const refused = known?.code === 'INVALID_CONFIG' && known.status !== undefined;
    return tell(false, refused, known?.message ?? 'the check itself failed');
  }
}

function checkOf({ wire, config }: ClientParts): Check | undefined {
  const { models } = wire;
  const list = models && {
    path: models.path(config),
    read: (text: string, exchange: Exchange) => decodeModels(models, text, exchange),
  };
  const probe = wire.probe?.(config);
  if (!probe) return list && { ...list, checksKey: true };
  return { ...probe, read: probe.path === list?.path ? list.read : () => {} };
}

async function ask(parts: ClientParts, { path, read }: Check, options: CallOptions): Promise<void> {
  const { config } = parts;
  const once = { ...parts, config: { ...config, retry: { ...config.retry, attempts: 1 } } };
  const question = { method: 'GET' as const, url: joinUrl(config.baseURL, path), accept: 'application/json' };
  const exchange = new Exchange(once, config.model, question, options);
  await exchange.whole(MAX_PROBE_BYTES, (text) => read(text, exchange));
}
