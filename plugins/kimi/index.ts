import schema from '../../schemas/providers/kimi.json' with { type: 'json' };
import { openaiDialect, type ProviderPlugin, provider } from '../../src/plugin.ts';

/** The models of Moonshot AI, over its [chat API](https://platform.moonshot.ai/docs/api/chat). */
@provider({
  name: 'kimi',
  aliases: ['moonshot'],
  schema,
  apiVersion: 1,
  hosts: { 'api.moonshot.ai': '/v1', 'api.moonshot.cn': '/v1' },
})
export class KimiProvider implements ProviderPlugin {
  readonly wire = openaiDialect({
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
  });
}
