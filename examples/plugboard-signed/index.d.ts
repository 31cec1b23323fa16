import type { CommonConfig } from 'plugboard';
import type { ProviderClass } from 'plugboard/plugin';

/** Config of `signed`. `apiKey` is the secret that requests are signed with. */
export interface SignedConfig extends CommonConfig {
  /** Which secret it is, told in every request. Environment: `SIGNED_KEY_ID`. */
  keyId?: string | undefined;
}

declare module 'plugboard' {
  interface ProviderConfigs {
    signed: SignedConfig;
  }
}

/** The provider `signed`. */
export declare const Signed: ProviderClass;
