import { beforeAll, describe, it } from '@jest/globals';
import nock from 'nock';
import { definePlugin, openaiDialect } from '../../src/plugin.ts';
import { describeProvider } from '../../src/testing.ts';

const Acme = definePlugin({
  name: 'acme',
  apiVersion: 1,
  schema: {
    properties: {
      apiKey: { env: ['ACME_API_KEY'] },
      baseURL: { env: ['ACME_BASE_URL'], default: 'https://api.acme.example/v1' },
      model: { default: 'acme-large' },
    },
    required: ['apiKey'],
  },
  wire: openaiDialect({ maxTokensField: 'max_completion_tokens' }),
});

beforeAll(() => nock.restore());

describe('a plugin of a few lines passes', () => describeProvider({ plugin: Acme }, { describe, it }));
