import schema from '../../schemas/providers/openai.json' with { type: 'json' };
import { openaiDialect, type ProviderPlugin, provider, type ResolvedConfig, type Wire } from '../../src/plugin.ts';

/** The resolved config of `openai`. */
interface OpenAIConfig extends ResolvedConfig {
  readonly organization?: string;
  readonly project?: string;
}

const dialect = openaiDialect();

/** OpenAI's models, over its [Chat Completions API](https://platform.openai.com/docs/api-reference/chat). */
@provider({ name: 'openai', schema, apiVersion: 1, hosts: { 'api.openai.com': '/v1' } })
export class OpenAIProvider implements ProviderPlugin<OpenAIConfig> {
  readonly wire: Wire<OpenAIConfig> = {
    ...dialect,
    headers: (config, apiKey) => ({
      ...dialect.headers(config, apiKey),
      ...(config.organization && { 'openai-organization': config.organization }),
      ...(config.project && { 'openai-project': config.project }),
    }),
  };
}
