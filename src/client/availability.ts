import { LLMError } from '../errors.ts';
import { readBody } from '../http/body.ts';
import type { Availability, CallOptions } from '../types.ts';
import { type ClientParts, Exchange } from './exchange.ts';
import { joinUrl } from './request.ts';
import { checkOptions, refuse } from './validate.ts';

/** A list of models is large; who is only asked whether he is there need not be heard to the end. */
const MAX_PROBE_BYTES = 8 * 1024 * 1024;

/** One cheap GET, tried once. Whatever happens is told in the answer; nothing is thrown. */
export async function checkAvailability(parts: ClientParts, options: CallOptions): Promise<Availability> {
  const startedAt = parts.clock.monotonic();
  const tell = (available: boolean, keyChecked: boolean, reason?: string): Availability => ({
    available,
    keyChecked,
    ...(reason && { reason }),
    latencyMs: Math.round(parts.clock.monotonic() - startedAt),
  });
  let keyChecked = false;
  try {
    const probe = probeOf(parts);
    if (!probe) return tell(false, false, 'this API has nothing that could be asked for free');
    keyChecked = probe.checksKey && parts.apiKey !== undefined;
    refuse(checkOptions(options), { provider: parts.provider });
    await ask(parts, joinUrl(parts.config.baseURL, probe.path), options);
  } catch (error) {
    const known = error instanceof LLMError ? error : undefined;
    const refused = known?.code === 'INVALID_CONFIG' && known.status !== undefined;
    return tell(false, refused, known?.message ?? 'the check itself failed');
  }
  return tell(true, keyChecked, keyChecked ? undefined : 'what was asked is public, so the key was not checked');
}

function probeOf({ wire, config }: ClientParts): { path: string; checksKey: boolean } | undefined {
  if (wire.probe) return wire.probe(config);
  return wire.models && { path: wire.models.path(config), checksKey: true };
}

async function ask(parts: ClientParts, url: string, options: CallOptions): Promise<void> {
  const { config } = parts;
  const once = { ...parts, config: { ...config, retry: { ...config.retry, attempts: 1 } } };
  const exchange = new Exchange(once, config.model, { method: 'GET', url, accept: 'application/json' }, options);
  await exchange.run(options.signal, async (scope) => {
    scope.limit('attempt', options.timeoutMs ?? config.timeoutMs);
    await readBody(await exchange.send(scope), MAX_PROBE_BYTES);
    scope.close();
  });
}
