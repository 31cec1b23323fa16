import type { JsonObject } from '../../src/message.ts';
import type { ProviderClass, ProviderOptions, ProviderPlugin } from '../../src/provider.ts';
import { definePlugin } from '../../src/registry/define.ts';
import type { RegistryOptions } from '../../src/registry/options.ts';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import type { Client } from '../../src/types.ts';
import { deltaWire } from './delta-wire.ts';
import { FakeTransport } from './fake-transport.ts';

export const KEY = 'acme-key-0123456789';
const schema: JsonObject = {
  properties: {
    apiKey: { env: ['ACME_API_KEY'] },
    baseURL: { default: 'https://acme.test/v1' },
    model: { default: 'acme-1', env: ['ACME_MODEL'] },
  },
};
export const options: ProviderOptions = { name: 'acme', aliases: ['roadrunner'], schema, apiVersion: 1 };

export const plugin = (more: Partial<ProviderOptions & ProviderPlugin> = {}): ProviderClass =>
  definePlugin({ ...options, wire: deltaWire, ...more });

export function registryOf(Plugins: unknown[] = [plugin()], more: RegistryOptions = {}): ProviderRegistry {
  const registry = new ProviderRegistry({ builtins: false, env: {}, transport: new FakeTransport(), ...more });
  for (const Plugin of Plugins) registry.register(Plugin);
  return registry;
}

export const create = (registry: ProviderRegistry, name: unknown, config?: unknown): Client =>
  registry.create(name as string, config as Record<string, unknown>);
