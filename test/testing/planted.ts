import { anthropicWire } from '../../plugins/anthropic/wire.ts';
import schema from '../../schemas/providers/anthropic.json' with { type: 'json' };
import { type Client, type Delta, definePlugin, type ProviderPlugin, type Wire } from '../../src/plugin.ts';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import { declaredFor } from './declared.ts';

/** A fault in a plugin that is sound otherwise. */
export interface Planted {
  fault: string;
  plant: ProviderPlugin;
  /** The rule that must catch it. */
  rule: string;
}

/** What is changed. */
export const good = anthropicWire as Wire;

/** A plugin whose wire is Anthropic's but for some members. */
export const wired = (members: Partial<Wire>): ProviderPlugin => ({ wire: { ...good, ...members } });

/** A plugin that gives a client of its own: Anthropic's but for some members. */
export const made = (change: (client: Client) => Partial<Client>): ProviderPlugin => ({
  create(config, { apiKey }) {
    const client = new ProviderRegistry({ env: {} }).create('anthropic', { ...config, apiKey: async () => apiKey?.read() ?? '' });
    const changed = change(client);
    return new Proxy(client, {
      get: (_target, name) => {
        const value = name in changed ? changed[name as keyof Client] : client[name as keyof Client];
        return typeof value === 'function' ? value.bind(client) : value;
      },
    });
  },
});

/** A plugin that changes what a stream says. */
export const streamed = (change: (delta: Delta) => Delta[]): ProviderPlugin =>
  wired({ decodeEvent: (data, event) => good.decodeEvent(data, event).flatMap(change) });

/** The tests that the kit declares for a plugin, by their rule. */
export function testsOf(plant: ProviderPlugin): Map<string, () => Promise<void>> {
  const registry = new ProviderRegistry({ builtins: false, env: {} });
  registry.register(definePlugin({ name: 'planted', schema, apiVersion: 1, ...plant }));
  return declaredFor({ provider: 'planted', api: 'anthropic', registry });
}
