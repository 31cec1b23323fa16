import type { Clock, Wire } from '../../src/provider.ts';
import { definePlugin } from '../../src/registry/define.ts';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import type { Client } from '../../src/types.ts';
import { deltaWire } from './delta-wire.ts';
import type { FakeTransport } from './fake-transport.ts';

export const KEY = 'key-0123456789';

/** A client of the delta wire over a fake network. */
export function deltaClient(
  transport: FakeTransport,
  config: Record<string, unknown> = {},
  options: { clock?: Clock; wire?: Partial<Wire> } = {},
): Client {
  const registry = new ProviderRegistry({ builtins: false, transport, clock: options.clock, random: () => 0.5, env: {} });
  registry.register(
    definePlugin({
      name: 'delta',
      apiVersion: 1,
      schema: {
        type: 'object',
        properties: {
          apiKey: { env: ['DELTA_API_KEY'] },
          baseURL: { type: 'string', default: 'https://delta.test/v1' },
          model: { type: 'string', default: 'delta-1' },
        },
        required: ['apiKey'],
      },
      wire: { ...deltaWire, ...options.wire },
    }),
  );
  return registry.create('delta' as string, { apiKey: KEY, ...config });
}
