import schema from '../../schemas/providers/openai.json' with { type: 'json' };
import {
  type BothFacts,
  type ChoosingConfig,
  IMAGES,
  openaiApi,
  type ProviderPlugin,
  provider,
  type Wire,
} from '../../src/plugin.ts';

/** The resolved config of `openai`. */
interface OpenAIConfig extends ChoosingConfig {
  readonly organization?: string;
  readonly project?: string;
}

const FACTS: BothFacts = {
  strictness: 'openai',
  jsonNeedsWord: true,
  // A longer one is refused as a string that is too long.
  toolCallIds: /^.{1,40}$/s,
  // https://platform.openai.com/docs/guides/pdf-files: files are PDFs, and none is fetched.
  media: { image: IMAGES, file: { sources: ['data'], types: /^application\/pdf$/ } },
  embeddings: {
    // One request takes 300,000 tokens: a character is at most three bytes, and a token at least one.
    maxCharacters: 100_000,
    base64: true,
  },
  responses: {
    // https://platform.openai.com/docs/guides/file-inputs: documents, sheets and texts of many kinds.
    media: { image: IMAGES, file: { sources: ['url', 'data'] } },
    userField: 'safety_identifier',
  },
};

/** Regions have hosts of their own: https://platform.openai.com/docs/guides/your-data#data-residency-controls */
const HOSTS = { 'api.openai.com': '/v1', 'us.api.openai.com': '/v1', 'eu.api.openai.com': '/v1' };

/** OpenAI's own hosts, all regional ones among them. */
const OWN_HOST = /(^|\.)api\.openai\.com$/;

/**
 * OpenAI's models, over its [Responses API](https://platform.openai.com/docs/api-reference/responses) or its
 * [Chat Completions API](https://platform.openai.com/docs/api-reference/chat).
 *
 * On its own hosts the default is Responses: only there do the thoughts of its models come back between turns, and some models are
 * only there. What takes OpenAI's place at another `baseURL` mostly speaks chat completions alone, so they are the default there.
 */
@provider({ name: 'openai', schema, apiVersion: 1, hosts: HOSTS })
export class OpenAIProvider implements ProviderPlugin<OpenAIConfig> {
  wire(config: OpenAIConfig): Wire<OpenAIConfig> {
    const isOwn = OWN_HOST.test(new URL(config.baseURL).hostname);
    const wire = openaiApi(config, FACTS, isOwn ? 'responses' : 'chat');
    return {
      ...wire,
      headers: ({ organization, project, ...others }, apiKey) => ({
        ...wire.headers(others, apiKey),
        ...(organization && { 'openai-organization': organization }),
        ...(project && { 'openai-project': project }),
      }),
    };
  }
}
