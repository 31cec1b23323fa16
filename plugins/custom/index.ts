import schema from '../../schemas/providers/custom.json' with { type: 'json' };
import {
  type ChoosingConfig,
  type DialectFacts,
  type Effort,
  openaiApi,
  type ProviderPlugin,
  provider,
  RESPONSES_SETTINGS,
  type ResponseFormats,
  type Setting,
  type Wire,
} from '../../src/plugin.ts';

/** The resolved config of `custom`: what the server does in its own way. */
interface CustomConfig extends ChoosingConfig {
  readonly reasoningField?: DialectFacts['reasoningField'];
  readonly reasoningParameter?: DialectFacts['reasoning'];
  readonly reasoningEfforts?: readonly Effort[];
  readonly cacheMarks?: boolean;
  readonly responseFormats?: ResponseFormats;
  readonly streamUsage?: boolean;
  readonly chatPath?: string;
  readonly responsesPath?: string;
  readonly stateless?: boolean;
  readonly modelsPath?: string;
  readonly embeddingsPath?: string;
  readonly embeddingBatch?: number;
  readonly rerankPath?: string;
  readonly keyHeader?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly models?: 'private' | 'public' | 'none';
  readonly settings?: readonly Setting[];
}

/** Any server that speaks OpenAI's dialect or its Responses API; what it does in its own way is told by the config alone. */
@provider({ name: 'custom', aliases: ['openai-compatible'], schema, apiVersion: 1 })
export class CustomProvider implements ProviderPlugin<CustomConfig> {
  wire(config: CustomConfig): Wire<CustomConfig> {
    const { reasoningParameter, reasoningEfforts, streamUsage, ...facts } = config;
    const { reasoningField, responseFormats, cacheMarks, chatPath, modelsPath, keyHeader, query, models, settings } = facts;
    const { embeddingsPath, embeddingBatch, rerankPath, responsesPath, stateless } = facts;
    return openaiApi(config, {
      reasoningField,
      reasoning: reasoningParameter,
      efforts: reasoningEfforts,
      responseFormats,
      cacheMarks,
      media: { image: { sources: ['url', 'data'] }, file: { sources: ['url', 'data'] } },
      asksForUsage: streamUsage,
      chatPath,
      modelsPath,
      embeddings: { path: embeddingsPath, maxInputs: embeddingBatch },
      rerank: { path: rerankPath },
      keyHeader,
      query,
      models,
      settings,
      responses: {
        path: responsesPath,
        stateless,
        settings: settings && RESPONSES_SETTINGS.filter((one) => settings.includes(one)),
      },
      // What a server of one's own takes is for it to say.
      toolNames: /./,
    });
  }
}
