import { definePlugin, sse } from 'plugboard/plugin';

export const Acme = definePlugin({
  name: 'acme',
  apiVersion: 1,
  schema: {
    properties: {
      apiKey: { type: 'string', env: ['ACME_API_KEY'] },
      baseURL: { type: 'string' },
      model: { type: 'string', default: 'anvil-1' },
    },
  },
  wire: {
    capabilities: ['chat', 'stream'],
    settings: ['maxTokens'],
    framing: sse,
    path: () => '/say',
    headers: (_config, apiKey) => ({ 'x-acme-key': apiKey }),
    encode: ({ messages, maxTokens }) => ({ ask: messages.at(-1).content, limit: maxTokens }),
    decode: ({ said }) => [
      { type: 'text', text: said },
      { type: 'finish', reason: 'stop', raw: 'done' },
    ],
    decodeEvent: () => [],
    usage: () => ({}),
    errorMessage: (body) => body?.wrong,
  },
});
