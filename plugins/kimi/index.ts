import schema from '../../schemas/providers/kimi.json' with { type: 'json' };
import {
  type DialectFacts,
  openaiDialect,
  type ProviderPlugin,
  provider,
  type ResolvedConfig,
  type Wire,
} from '../../src/plugin.ts';

/** The resolved config of `kimi`. */
interface KimiConfig extends ResolvedConfig {
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens';
}

const FACTS: DialectFacts = {
  settings: [
    'maxTokens',
    'temperature',
    'topP',
    'stop',
    'presencePenalty',
    'frequencyPenalty',
    'tools',
    'toolChoice',
    'reasoning',
  ],
  reasoning: 'thinking',
  efforts: ['none', 'low', 'high', 'max'],
  // Calls are refused without the thoughts that led to them, and an empty text counts as none.
  reasoningField: 'reasoning_content',
  reasoningBesideCalls: ' ',
  contentBesideCalls: true,
};

/** The models of Moonshot AI, over its [chat API](https://platform.moonshot.ai/docs/api/chat). */
@provider({
  name: 'kimi',
  aliases: ['moonshot'],
  schema,
  apiVersion: 1,
  hosts: { 'api.moonshot.ai': '/v1', 'api.moonshot.cn': '/v1' },
})
export class KimiProvider implements ProviderPlugin<KimiConfig> {
  wire({ maxTokensField }: KimiConfig): Wire<KimiConfig> {
    return openaiDialect({ ...FACTS, maxTokensField });
  }
}
