import azureOpenai from '../../schemas/providers/azure-openai.json' with { type: 'json' };
import { type EmbeddingFacts, IMAGES } from '../../src/plugin.ts';
import type { Row } from './rows.ts';

/** As OpenAI's own: one request takes 300,000 tokens. A character is at most three bytes, and a token at least one. */
const EMBEDDINGS: EmbeddingFacts = { maxCharacters: 100_000, base64: true };

/** A deployment has any name, and models of others than OpenAI have no encrypted thoughts there. */
const thinks = (deployment: string): boolean =>
  /(^|[^a-z0-9])(o[134]|gpt-?[5-9]|codex)(?![a-z])/i.test(deployment) && !/-chat/i.test(deployment);

/** OpenAI's models on Azure: https://learn.microsoft.com/azure/ai-foundry/openai/reference */
export const AZURE_OPENAI: Row = {
  name: 'azure-openai',
  aliases: ['azure'],
  schema: azureOpenai,
  embeddings: { ...EMBEDDINGS, path: '/openai/deployments/{model}/embeddings' },
  strictness: 'openai',
  jsonNeedsWord: true,
  media: { image: IMAGES, file: { sources: ['data'], types: /^application\/pdf$/ } },
  // As OpenAI's own.
  toolCallIds: /^.{1,40}$/s,
  keyHeader: 'api-key',
  chatPath: '/openai/deployments/{model}/chat/completions',
  modelsPath: '/openai/models',
  query: { 'api-version': '{apiVersion}' },
  responses: { path: '/openai/responses', thinks },
  variants: [
    {
      pathEnd: /\/openai\/v1(\/responses|\/chat\/completions)?$/,
      facts: {
        chatPath: '/chat/completions',
        modelsPath: '/models',
        query: {},
        responses: { thinks },
        embeddings: EMBEDDINGS,
      },
    },
    {
      pathEnd: /\/openai(\/responses)?$/,
      facts: {
        chatPath: '/deployments/{model}/chat/completions',
        modelsPath: '/models',
        responses: { thinks },
        embeddings: { ...EMBEDDINGS, path: '/deployments/{model}/embeddings' },
      },
    },
    {
      pathEnd: /\/deployments\/[^/]+(\/chat\/completions)?$/,
      onlyChat: true,
      facts: { chatPath: '/chat/completions', models: 'none', embeddings: EMBEDDINGS },
    },
    // https://learn.microsoft.com/rest/api/aifoundry/modelinference takes the models of others too, named in the body.
    {
      pathEnd: /\/models(\/chat\/completions)?$/,
      onlyChat: true,
      facts: { chatPath: '/chat/completions', models: 'none', embeddings: {} },
    },
  ],
};
