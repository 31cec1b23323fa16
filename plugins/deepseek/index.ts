import schema from '../../schemas/providers/deepseek.json' with { type: 'json' };
import {
  type DialectFacts,
  openaiDialect,
  type ProviderPlugin,
  provider,
  type ResolvedConfig,
  type Wire,
} from '../../src/plugin.ts';

/** The resolved config of `deepseek`. */
interface DeepSeekConfig extends ResolvedConfig {
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens';
}

const FACTS: DialectFacts = {
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
  reasoning: 'thinking',
  // Without the thoughts that led to a call, the results of tools are refused. They may be empty.
  reasoningField: 'reasoning_content',
  reasoningBesideCalls: '',
};

/** DeepSeek's models, over its [chat API](https://api-docs.deepseek.com/api/create-chat-completion). */
@provider({ name: 'deepseek', schema, apiVersion: 1, hosts: { 'api.deepseek.com': '/v1' } })
export class DeepSeekProvider implements ProviderPlugin<DeepSeekConfig> {
  wire({ maxTokensField }: DeepSeekConfig): Wire<DeepSeekConfig> {
    return openaiDialect({ ...FACTS, maxTokensField });
  }
}
