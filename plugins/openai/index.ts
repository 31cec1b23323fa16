import schema from '../../schemas/providers/openai.json' with { type: 'json' };
import { openaiDialect, type ProviderPlugin, provider, type ResolvedConfig, type Wire } from '../../src/plugin.ts';

/** The resolved config of `openai`. */
interface OpenAIConfig extends ResolvedConfig {
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens';
  readonly organization?: string;
  readonly project?: string;
}

/** OpenAI's models, over its [Chat Completions API](https://platform.openai.com/docs/api-reference/chat). */
@provider({ name: 'openai', schema, apiVersion: 1, hosts: { 'api.openai.com': '/v1' } })
export class OpenAIProvider implements ProviderPlugin<OpenAIConfig> {
  wire({ maxTokensField }: OpenAIConfig): Wire<OpenAIConfig> {
    const wire = openaiDialect({ maxTokensField });
    return {
      ...wire,
      headers: (config, apiKey) => ({
        ...wire.headers(config, apiKey),
        ...(config.organization && { 'openai-organization': config.organization }),
        ...(config.project && { 'openai-project': config.project }),
      }),
    };
  }
}
