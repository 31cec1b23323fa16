import schema from '../../schemas/providers/kimi.json' with { type: 'json' };
import { type Effort, IMAGES, openaiDialect, type ProviderPlugin, provider } from '../../src/plugin.ts';

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
      'responseFormat',
      'reasoning',
    ],
    describesFormats: false,
    // https://platform.moonshot.ai/docs/guide/use-kimi-vision-model: no image is fetched.
    media: { image: { ...IMAGES, sources: ['data'] } },
    reasoning: 'thinking',
    efforts: effortsOf,
    thinksUnlessForced: (model) => effortsOf(model).includes('none'),
    // Calls are refused without the thoughts that led to them, and an empty text counts as none.
    reasoningField: 'reasoning_content',
    reasoningBesideCalls: ' ',
    contentBesideCalls: true,
  });
}

/** The second generation thinks or not, the coding model of it always; later ones always do, and more or less. */
function effortsOf(model: string): readonly Effort[] {
  if (/^kimi-k2\.7/.test(model)) return [];
  return /^kimi-k2/.test(model) ? ['none'] : ['low', 'high', 'max'];
}
