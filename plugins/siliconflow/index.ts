import schema from '../../schemas/providers/siliconflow.json' with { type: 'json' };
import { type ErrorAnswer, IMAGES, openaiDialect, type ProviderPlugin, provider, type Wire } from '../../src/plugin.ts';

const dialect = openaiDialect({
  settings: [
    'maxTokens',
    'temperature',
    'topP',
    'topK',
    'stop',
    'frequencyPenalty',
    'tools',
    'toolChoice',
    'responseFormat',
    'reasoning',
  ],
  // https://docs.siliconflow.cn/cn/userguide/guides/json-mode
  responseFormats: { json: 'native', json_schema: 'tool' },
  media: { image: IMAGES },
  reasoning: 'enable_thinking',
  // It has two of them, and takes the rest as one of the two.
  efforts: ['none', 'low', 'medium', 'high', 'xhigh', 'max'],
  budgets: { least: 128, most: 32_768 },
  // Without the thoughts that led to a call, its models lose the thread.
  reasoningField: 'reasoning_content',
  contentBesideCalls: true,
  speakerNames: false,
  // Every chunk tells it.
  asksForUsage: false,
  embeddings: { maxInputs: 32, base64: true },
  rerank: {},
});

/** The code of an empty account, which is a 403 there. */
const NO_BALANCE = 30001;

/** The models on SiliconFlow, over its [chat API](https://docs.siliconflow.cn/cn/api-reference/chat-completions/chat-completions). */
@provider({
  name: 'siliconflow',
  schema,
  apiVersion: 1,
  hosts: { 'api.siliconflow.cn': '/v1', 'api.siliconflow.com': '/v1' },
})
export class SiliconFlowProvider implements ProviderPlugin {
  readonly wire: Wire = {
    ...dialect,
    classify: (answer) => ({ ...dialect.classify?.(answer), ...(codeOf(answer) === NO_BALANCE && { reason: 'quota' as const }) }),
  };
}

function codeOf({ body }: ErrorAnswer): number {
  return Number((body as { code?: unknown } | null)?.code);
}
