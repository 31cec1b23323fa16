import type { ProviderClass, ProviderOptions, ProviderPlugin } from '../provider.ts';
import type { ResolvedConfig } from '../resolved-config.ts';

/** What `static inject` and `@inject` can name. Global symbols, so that a plugin with its own copy of the package agrees. */
export const TRANSPORT: unique symbol = Symbol.for('plugboard.transport') as never;
export const CLOCK: unique symbol = Symbol.for('plugboard.clock') as never;
export const RANDOM: unique symbol = Symbol.for('plugboard.random') as never;
/** Gives the registry's other named clients. */
export const CLIENTS: unique symbol = Symbol.for('plugboard.clients') as never;

const OPTIONS = Symbol.for('plugboard.provider');

/**
 * Marks a class as a provider plugin. Works as a legacy and as a standard class decorator, and as a plain function call.
 *
 * @example
 * ```ts
 * @provider({ name: 'acme', schema, apiVersion: 1 })
 * export class Acme {
 *   readonly wire = acmeWire;
 * }
 * ```
 */
export function provider(options: ProviderOptions): (target: ProviderClass) => void;
export function provider(options: ProviderOptions) {
  return (target: object, _context?: unknown): void => {
    Object.defineProperty(target, OPTIONS, { value: Object.freeze({ ...options }), configurable: true });
  };
}

/** Sugar for `static inject`: names what a constructor's parameter is given. Legacy decorators only. */
export function inject(token: symbol) {
  return (target: object, _key: string | symbol | undefined, index: number): void => {
    const tokens = [...((target as { inject?: symbol[] }).inject ?? [])];
    tokens[index] = token;
    Object.defineProperty(target, 'inject', { value: tokens, configurable: true });
  };
}

/** A plugin without a class or a decorator: the options and the plugin's members in one object. */
export function definePlugin<C extends ResolvedConfig>(definition: ProviderOptions & ProviderPlugin<C>): ProviderClass<C> {
  const { name, aliases, schema, apiVersion, hosts, wire, address, configure, create } = definition;
  class Plugin {
    readonly wire = typeof wire === 'function' ? wire.bind(definition) : wire;
    readonly address = address?.bind(definition);
    readonly configure = configure?.bind(definition);
    readonly create = create?.bind(definition);
  }
  provider({ name, aliases, schema, apiVersion, hosts })(Plugin as ProviderClass);
  return Plugin as ProviderClass<C>;
}

/** What a class says of itself; `undefined` if it is no plugin. Own members only: a subclass is not its parent. */
export function optionsOf(target: unknown): ProviderOptions | undefined {
  if (typeof target !== 'function' || !Object.hasOwn(target, OPTIONS)) return undefined;
  return (target as unknown as Record<symbol, ProviderOptions>)[OPTIONS];
}
