import { describe, expect, it } from '@jest/globals';
import { ProviderRegistry } from '../../../src/registry/registry.ts';

const create = (config: Record<string, unknown>, env: Record<string, string> = {}) =>
  new ProviderRegistry({ env }).create('openai' as string, { apiKey: 'k-123', ...config });

describe('openai', () => {
  it('asks its own API, with the newer name of the token limit', () => {
    expect(create({}).encode({ prompt: 'Hi', maxTokens: 9, reasoning: { effort: 'low' } })).toEqual({
      method: 'POST',
      url: 'https://api.openai.com/v1/chat/completions',
      headers: expect.objectContaining({ authorization: '***' }),
      body: {
        model: 'gpt-6-luna',
        messages: [{ role: 'user', content: 'Hi' }],
        max_completion_tokens: 9,
        reasoning_effort: 'low',
        stream: false,
      },
    });
  });

  it('sends the older name to servers that know no other', () => {
    const { body } = create({ maxTokensField: 'max_tokens' }).encode({ prompt: 'Hi', maxTokens: 9 });
    expect(body).toMatchObject({ max_tokens: 9 });
  });

  it('completes the address of its own host', () => {
    expect(create({ baseURL: 'https://api.openai.com/' }).encode('Hi').url).toBe('https://api.openai.com/v1/chat/completions');
    expect(create({ baseURL: 'https://proxy.example' }).encode('Hi').url).toBe('https://proxy.example/chat/completions');
  });

  it('names organization and project, from the config or the environment', () => {
    const env = { OPENAI_ORG_ID: 'org-env', OPENAI_PROJECT_ID: 'proj-env', OPENAI_MODEL: 'mine' };
    const client = create({ organization: 'org-1' }, env);
    expect(client.encode('Hi').headers).toMatchObject({ 'openai-organization': 'org-1', 'openai-project': 'proj-env' });
    expect(client.model).toBe('mine');
    expect(Object.keys(create({}).encode('Hi').headers)).not.toContain('openai-organization');
  });

  it('carries tools', () => {
    const client = create({});
    expect(client.capabilities.has('tools')).toBe(true);
    expect(client.encode({ prompt: 'Hi', tools: [{ name: 'now' }], toolChoice: 'required' }).body).toMatchObject({
      tools: [{ type: 'function', function: { name: 'now', parameters: { type: 'object', properties: {} } } }],
      tool_choice: 'required',
    });
  });
});
