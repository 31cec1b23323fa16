export type * from './config/provider-configs.ts';
export * from './errors.ts';
export type * from './message.ts';
export { Provider } from './provider-names.ts';
export { type ProviderListing, ProviderRegistry, type RegistryOptions } from './registry/registry.ts';
export type { StandardResult, StandardSchema } from './standard-schema.ts';
export type * from './types.ts';
