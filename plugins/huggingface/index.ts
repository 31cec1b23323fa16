import schema from '../../schemas/providers/huggingface.json' with { type: 'json' };
import { openaiDialect, type ProviderPlugin, provider, type Wire } from '../../src/plugin.ts';
import type { HuggingFaceConfig } from './api.ts';
import { classify, errorMessage } from './failure.ts';
import { configure, headers, isRouter, speaksTextGeneration, WHO_AM_I } from './hub.ts';
import { textGeneration } from './text-generation.ts';

/** [Chat](https://huggingface.co/docs/inference-providers/tasks/chat-completion) over the router, or any endpoint that speaks it. */
const chat: Wire<HuggingFaceConfig> = {
  ...openaiDialect({
    settings: [
      'maxTokens',
      'temperature',
      'topP',
      'stop',
      'seed',
      'presencePenalty',
      'frequencyPenalty',
      'tools',
      'toolChoice',
      'reasoning',
    ],
    models: 'public',
  }),
  headers,
  errorMessage,
  classify,
};

/** The models of the Hugging Face hub: chat over the router, or text generation. */
@provider({ name: 'huggingface', aliases: ['hf'], schema, apiVersion: 1, hosts: { 'router.huggingface.co': '/v1' } })
export class HuggingFaceProvider implements ProviderPlugin<HuggingFaceConfig> {
  readonly configure = configure;

  wire(config: HuggingFaceConfig): Wire<HuggingFaceConfig> {
    const wire = speaksTextGeneration(config) ? textGeneration : chat;
    return isRouter(config) ? { ...wire, probe: () => WHO_AM_I } : wire;
  }
}
