import schema from '../../schemas/providers/custom.json' with { type: 'json' };
import {
  type DialectFacts,
  openaiDialect,
  type ProviderPlugin,
  provider,
  type ResolvedConfig,
  type Setting,
  type Wire,
} from '../../src/plugin.ts';

/** The resolved config of `custom`: what the server does in its own way. */
interface CustomConfig extends ResolvedConfig {
  readonly reasoningField?: DialectFacts['reasoningField'];
  readonly reasoningParameter?: DialectFacts['reasoning'];
  readonly streamUsage?: boolean;
  readonly chatPath?: string;
  readonly modelsPath?: string;
  readonly keyHeader?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly models?: 'private' | 'public' | 'none';
  readonly settings?: readonly Setting[];
}

/** Any server that speaks OpenAI's dialect; what it does in its own way is told by the config alone. */
@provider({ name: 'custom', aliases: ['openai-compatible'], schema, apiVersion: 1 })
export class CustomProvider implements ProviderPlugin<CustomConfig> {
  wire({ reasoningParameter, streamUsage, ...facts }: CustomConfig): Wire<CustomConfig> {
    const { reasoningField, chatPath, modelsPath, keyHeader, query, models, settings } = facts;
    return openaiDialect({
      reasoningField,
      reasoning: reasoningParameter,
      asksForUsage: streamUsage,
      chatPath,
      modelsPath,
      keyHeader,
      query,
      models,
      settings,
      // What a server of one's own takes is for it to say.
      toolNames: /./,
    });
  }
}
