import { describe, expect, it } from '@jest/globals';
import { ProviderRegistry } from '../../../src/registry/registry.ts';
import { failureOf } from '../../support/failure.ts';
import { FakeTransport } from '../../support/fake-transport.ts';

const create = (name: string, config: Record<string, unknown> = {}) =>
  new ProviderRegistry({ env: {} }).create(name, { apiKey: 'k-123', ...config });

describe('azure-openai', () => {
  const resource = { baseURL: 'https://r.openai.azure.com', model: 'my deployment' };

  it.each([
    [
      'https://r.openai.azure.com/',
      'https://r.openai.azure.com/openai/deployments/my%20deployment/chat/completions?api-version=2024-10-21',
    ],
    [
      'https://r.openai.azure.com/openai',
      'https://r.openai.azure.com/openai/deployments/my%20deployment/chat/completions?api-version=2024-10-21',
    ],
    [
      'https://r.openai.azure.com/openai/deployments/d',
      'https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21',
    ],
    ['https://r.openai.azure.com/openai/v1', 'https://r.openai.azure.com/openai/v1/chat/completions'],
    ['https://r.openai.azure.com/openai/v1/chat/completions', 'https://r.openai.azure.com/openai/v1/chat/completions'],
    ['https://r.services.ai.azure.com/models', 'https://r.services.ai.azure.com/models/chat/completions?api-version=2024-10-21'],
    [
      'https://r.services.ai.azure.com/models/chat/completions',
      'https://r.services.ai.azure.com/models/chat/completions?api-version=2024-10-21',
    ],
  ])('asks at %s', (baseURL, url) => {
    const { url: asked, headers } = create('azure-openai', { ...resource, baseURL }).encode('Hi');
    expect(asked).toBe(url);
    expect(headers['api-key']).toBe('***');
    expect(Object.keys(headers)).not.toContain('authorization');
  });

  it('finds the rest of the API beside a whole address', async () => {
    const transport = new FakeTransport({ chunks: ['{"data":[]}'] });
    const baseURL = 'https://r.openai.azure.com/openai/v1/chat/completions';
    await create('azure-openai', { ...resource, baseURL, transport }).listModels();
    expect(transport.requests[0]?.url).toBe('https://r.openai.azure.com/openai/v1/models');
    const { url } = create('azure-openai', { ...resource, baseURL, api: 'responses' }).encode('Hi');
    expect(url).toBe('https://r.openai.azure.com/openai/v1/responses');
    expect(create('azure-openai', { ...resource, baseURL: 'https://r.test/models/chat/completions' }).capabilities).not.toContain(
      'models',
    );
  });

  it.each([
    ['gpt-5-mini', true],
    ['my-o4-mini', true],
    ['gpt-5.1-codex', true],
    ['gpt-4o', false],
    ['team-gpt-4.1', false],
    ['gpt-35-turbo', false],
    ['gpt-5-chat', false],
    ['DeepSeek-V4-Pro', false],
    ['summaries', false],
  ])('asks the deployment %s for encrypted thoughts: %p', (model, asked) => {
    for (const baseURL of [resource.baseURL, `${resource.baseURL}/openai`, `${resource.baseURL}/openai/v1`]) {
      const { body } = create('azure-openai', { ...resource, baseURL, model, api: 'responses' }).encode('Hi');
      expect(Object.hasOwn(body, 'include')).toBe(asked);
      expect(body.store).toBe(false);
    }
  });

  it.each(['/openai/deployments/d', '/openai/deployments/d/chat/completions', '/models'])(
    'has no Responses API under %s',
    (path) => {
      const baseURL = resource.baseURL + path;
      expect(() => create('azure-openai', { ...resource, baseURL, api: 'responses' })).toThrow(
        expect.objectContaining({ code: 'INVALID_CONFIG', message: expect.stringContaining('end baseURL with the resource') }),
      );
      expect(create('azure-openai', { ...resource, baseURL, api: 'chat' }).encode('Hi').url).toContain('/chat/completions');
    },
  );

  it('takes its settings from either set of variables', () => {
    const create = (env: Record<string, string>) => new ProviderRegistry({ env }).create('azure-openai').encode('Hi').url;
    const key = { AZURE_OPENAI_API_KEY: 'k' };
    expect(
      create({
        ...key,
        AZURE_OPENAI_ENDPOINT: 'https://r.openai.azure.com/',
        AZURE_OPENAI_DEPLOYMENT: 'd',
        OPENAI_API_VERSION: '2025-01-01-preview',
      }),
    ).toBe('https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2025-01-01-preview');
    expect(
      create({
        ...key,
        AZURE_OPENAI_BASE_URL: 'https://r.openai.azure.com/openai/v1/',
        AZURE_OPENAI_MODEL: 'd',
        AZURE_OPENAI_API_VERSION: 'unused',
      }),
    ).toBe('https://r.openai.azure.com/openai/v1/chat/completions');
  });

  it('asks the deployment that a request names, with the newer name of the token limit', () => {
    const { url, body } = create('azure-openai', resource).encode({ prompt: 'Hi', model: 'other', maxTokens: 9 });
    expect(url).toContain('/deployments/other/');
    expect(body).toMatchObject({ max_completion_tokens: 9 });
  });

  it('lists models', async () => {
    const transport = new FakeTransport({ chunks: ['{"data":[{"id":"gpt"}]}'] });
    expect(await create('azure-openai', { ...resource, transport }).listModels()).toMatchObject([{ id: 'gpt' }]);
    expect(transport.requests[0]?.url).toBe('https://r.openai.azure.com/openai/models?api-version=2024-10-21');
  });

  it('knows that a deployment is a model', async () => {
    const error = { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' };
    const transport = new FakeTransport({ status: 404, chunks: [JSON.stringify({ error })] });
    expect(await failureOf(create('azure-openai', { ...resource, transport }).complete('Hi'))).toMatchObject({
      reason: 'model_not_found',
    });
  });
});
