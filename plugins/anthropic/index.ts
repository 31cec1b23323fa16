import schema from '../../schemas/providers/anthropic.json' with { type: 'json' };
import { type ProviderPlugin, provider } from '../../src/plugin.ts';
import type { AnthropicConfig } from './api.ts';
import { anthropicWire } from './wire.ts';

/** Claude, over Anthropic's [Messages API](https://platform.claude.com/docs/en/api/messages). */
@provider({ name: 'anthropic', aliases: ['claude'], schema, apiVersion: 1, hosts: { 'api.anthropic.com': '/v1' } })
export class AnthropicProvider implements ProviderPlugin<AnthropicConfig> {
  readonly wire = anthropicWire;

  /** A whole address of the Messages API stands for what is before its route. */
  address(given: string): string {
    return given.replace(/(\/v1)\/messages\/*$/, '$1');
  }
}
