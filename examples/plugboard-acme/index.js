import { definePlugin, openaiDialect } from 'plugboard/plugin';
import schema from './schemas/acme.json' with { type: 'json' };

export const Acme = definePlugin({
  name: 'acme',
  aliases: ['acme-ai'],
  apiVersion: 1,
  schema,
  hosts: { 'api.acme.example': '/v1' },
  wire: openaiDialect({
    maxTokensField: 'max_completion_tokens',
    unreachable: 'Is the network up? https://status.acme.example tells how Acme is.',
  }),
});
