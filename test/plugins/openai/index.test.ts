import { describe, expect, it } from '@jest/globals';
import { ProviderRegistry } from '../../../src/registry/registry.ts';

const create = (config: Record<string, unknown>, env: Record<string, string> = {}) =>
  new ProviderRegistry({ env }).create('openai' as string, { apiKey: 'k-123', ...config });

describe('openai', () => {
  it('asks its own Responses API, and has nothing kept', () => {
    expect(create({}).encode({ prompt: 'Hi', maxTokens: 9, reasoning: { effort: 'low' }, user: 'me' })).toEqual({
      method: 'POST',
      url: 'https://api.openai.com/v1/responses',
      headers: expect.objectContaining({ authorization: '***' }),
      body: {
        model: 'gpt-6-luna',
        input: [{ role: 'user', content: 'Hi' }],
        max_output_tokens: 9,
        reasoning: { effort: 'low', summary: 'auto' },
        safety_identifier: 'me',
        include: ['reasoning.encrypted_content'],
        store: false,
        stream: false,
      },
    });
  });

  it.each([
    [{}, 'https://api.openai.com/v1/responses'],
    [{ api: 'chat' }, 'https://api.openai.com/v1/chat/completions'],
    [{ baseURL: 'https://eu.api.openai.com/v1' }, 'https://eu.api.openai.com/v1/responses'],
    [{ baseURL: 'https://us.api.openai.com' }, 'https://us.api.openai.com/v1/responses'],
    [{ baseURL: 'https://proxy.example/v1' }, 'https://proxy.example/v1/chat/completions'],
    [{ baseURL: 'https://notapi.openai.com.example/v1' }, 'https://notapi.openai.com.example/v1/chat/completions'],
    [{ baseURL: 'https://proxy.example/v1', api: 'responses' }, 'https://proxy.example/v1/responses'],
    [{ baseURL: 'https://proxy.example/v1/responses' }, 'https://proxy.example/v1/responses'],
    [{ baseURL: 'https://api.openai.com/v1/chat/completions' }, 'https://api.openai.com/v1/chat/completions'],
    [{ baseURL: 'https://proxy.example/v1/responses', api: 'chat' }, 'https://proxy.example/v1/chat/completions'],
  ])('speaks the API that %j chooses', (config, url) => {
    expect(create(config).encode('Hi').url).toBe(url);
  });

  it.each([
    ['chat', 40],
    ['responses', 64],
  ])('sends ids of calls to %s that have at most %i characters', (api, most) => {
    const sent = (id: string) => {
      const call = { type: 'tool-call' as const, id, name: 'now', arguments: {}, argumentsText: '{}' };
      const messages = [
        { role: 'assistant' as const, content: [call] },
        { role: 'tool' as const, toolCallId: id, content: 'noon' },
      ];
      return JSON.stringify(create({ api }).encode({ messages }).body);
    };
    expect(sent('a'.repeat(most)).split('a'.repeat(most))).toHaveLength(3);
    expect(sent('a'.repeat(most + 1))).not.toContain('aaa');
  });

  it('embeds, lists its models and names its organization with either API', () => {
    for (const api of ['chat', 'responses']) {
      const client = create({ api, organization: 'org-1' });
      expect([...client.capabilities]).toEqual(expect.arrayContaining(['embed', 'models', 'json', 'vision', 'reasoning']));
      expect(client.encode('Hi').headers).toMatchObject({ 'openai-organization': 'org-1' });
    }
  });

  it('asks its own chat API, with the newer name of the token limit', () => {
    expect(create({ api: 'chat' }).encode({ prompt: 'Hi', maxTokens: 9, reasoning: { effort: 'low' } })).toEqual({
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
    const { body } = create({ api: 'chat', maxTokensField: 'max_tokens' }).encode({ prompt: 'Hi', maxTokens: 9 });
    expect(body).toMatchObject({ max_tokens: 9 });
  });

  it('completes the address of its own host', () => {
    expect(create({ baseURL: 'https://api.openai.com/' }).encode('Hi').url).toBe('https://api.openai.com/v1/responses');
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
      tools: [{ type: 'function', name: 'now', parameters: { type: 'object', properties: {} }, strict: false }],
      tool_choice: 'required',
    });
  });
});
