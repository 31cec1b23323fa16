import 'reflect-metadata';
import { instanceCachingFactory, container as root } from 'tsyringe';
import { PluginError } from '../errors.ts';
import type { Observe } from '../http/observed-transport.ts';
import type { Dependencies, ProviderClass, ProviderPlugin } from '../provider.ts';
import { CLIENTS, CLOCK, RANDOM, TRANSPORT } from './define.ts';

/** Makes the plugins of one registry: one instance of each class. */
export interface Container {
  /** @throws {PluginError} if the class asks for what nobody gives; what its constructor throws is thrown on. */
  resolve(PluginClass: ProviderClass, name: string): ProviderPlugin;
}

/**
 * A container of its own for each registry. All that is resolved is registered in it, so that nothing that an app registers with
 * tsyringe's global container leaks in. Emitted metadata is not needed: `static inject` says what a constructor is given.
 */
export function createContainer({ transport, clock, random, clients }: Dependencies, observe: Observe): Container {
  const container = root.createChildContainer();
  container.register(TRANSPORT, { useValue: transport });
  container.register(CLOCK, { useValue: clock });
  container.register(RANDOM, { useValue: random });
  container.register(CLIENTS, { useValue: clients });

  const create = (PluginClass: ProviderClass, name: string): ProviderPlugin => {
    const tokens = PluginClass.inject ?? [];
    const unknown = tokens.find((token) => !container.isRegistered(token));
    if (unknown) throw new PluginError(`the plugin asks for ${String(unknown)}, which nobody gives`, { provider: name });
    const resolve = (token: symbol) => (token === TRANSPORT ? observe(transport, { provider: name }) : container.resolve(token));
    return new PluginClass(...tokens.map(resolve));
  };

  return {
    resolve(PluginClass, name) {
      if (!container.isRegistered(PluginClass)) {
        container.register(PluginClass, { useFactory: instanceCachingFactory(() => create(PluginClass, name)) });
      }
      return container.resolve(PluginClass);
    },
  };
}
