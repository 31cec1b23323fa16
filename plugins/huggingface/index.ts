import schema from '../../schemas/providers/huggingface.json' with { type: 'json' };
import { IMAGES, openaiDialect, type ProviderPlugin, provider, type Wire } from '../../src/plugin.ts';
import type { HuggingFaceConfig } from './api.ts';
import { featureExtraction, openaiEmbeddings, serverEmbeddings } from './embeddings.ts';
import { classify, errorMessage } from './failure.ts';
import { configure, embeddingsAt, headers, isRouter, speaksTextGeneration, WHO_AM_I } from './hub.ts';
import { noRerank, serverRerank } from './rerank.ts';
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
      'responseFormat',
    ],
    media: { image: IMAGES },
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
    const wire = withData(speaksTextGeneration(config) ? textGeneration : chat, config);
    return isRouter(config) ? { ...wire, probe: () => WHO_AM_I } : wire;
  }
}

/** Vectors are beside either API; the order of documents is known to servers alone. */
function withData(wire: Wire<HuggingFaceConfig>, config: HuggingFaceConfig): Wire<HuggingFaceConfig> {
  const where = embeddingsAt(config);
  if (where === 'hub')
    return { ...wire, capabilities: [...wire.capabilities, 'embed'], embeddings: featureExtraction, rerank: noRerank };
  return {
    ...wire,
    capabilities: [...wire.capabilities, 'embed', 'rerank'],
    embeddings: where === 'openai' ? openaiEmbeddings : serverEmbeddings,
    rerank: serverRerank,
  };
}
