import { createRequire } from 'node:module';
import type { CommonConfig } from 'plugboard';
import { definePlugin, type ProviderOptions } from 'plugboard/plugin';
import { wire } from './wire.js';

/** Config of `__name__`: what its schema says. */
export interface __Name__Config extends CommonConfig {}

declare module 'plugboard' {
  interface ProviderConfigs {
    '__name__': __Name__Config;
  }
}

/** The one that `package.json` names too, so that the config can be checked before this code is run. */
const schema: ProviderOptions['schema'] = createRequire(import.meta.url)('../schemas/__name__.json');

/** The provider `__name__`. */
export const __Name__ = definePlugin({ name: '__name__', apiVersion: 1, schema, wire });
