import schema from '../../schemas/providers/ollama.json' with { type: 'json' };
import { type ProviderPlugin, provider, type Wire } from '../../src/plugin.ts';
import { addressOf, configure, unreachable } from './address.ts';
import type { OllamaConfig } from './api.ts';
import { chat, generate } from './wire.ts';

/** Models that [Ollama](https://docs.ollama.com/api) runs, here, elsewhere or in its cloud. */
@provider({ name: 'ollama', schema, apiVersion: 1 })
export class OllamaProvider implements ProviderPlugin<OllamaConfig> {
  readonly address = addressOf;
  readonly configure = configure;

  wire(config: OllamaConfig): Wire<OllamaConfig> {
    return { ...(config.api === 'generate' ? generate : chat), unreachable: unreachable(config) };
  }
}
