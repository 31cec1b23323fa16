import schema from '../../schemas/providers/deepseek.json' with { type: 'json' };
import { openaiDialect, type ProviderPlugin, provider } from '../../src/plugin.ts';

/** DeepSeek's models, over its [chat API](https://api-docs.deepseek.com/api/create-chat-completion). */
@provider({ name: 'deepseek', schema, apiVersion: 1, hosts: { 'api.deepseek.com': '/v1' } })
export class DeepSeekProvider implements ProviderPlugin {
  readonly wire = openaiDialect({
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
      'responseFormat',
      'reasoning',
    ],
    // Any form of JSON, but none that is told.
    responseFormats: { json: 'native', json_schema: 'tool' },
    jsonNeedsWord: true,
    reasoning: 'thinking',
    // This one alone thinks only if told to.
    thinksUnlessForced: (model) => model !== 'deepseek-chat',
    // Without the thoughts that led to a call, the results of tools are refused. They may be empty.
    reasoningField: 'reasoning_content',
    reasoningBesideCalls: '',
  });
}
