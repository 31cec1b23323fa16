export type * from './config/provider-configs.ts';
export * from './errors.ts';
export { Provider } from './provider-names.ts';
export type { ConfiguredRegistry } from './registry/configured-registry.ts';
export { type ProviderListing, ProviderRegistry, type RegistryOptions } from './registry/registry.ts';
export type * from './types.ts';
