import type { CommonConfig } from 'plugboard';
import type { ProviderClass } from 'plugboard/plugin';

/** Config of `acme`: the keys that all providers have. */
export interface AcmeConfig extends CommonConfig {}

declare module 'plugboard' {
  interface ProviderConfigs {
    acme: AcmeConfig;
  }
}

/** The provider `acme`. */
export declare const Acme: ProviderClass;
