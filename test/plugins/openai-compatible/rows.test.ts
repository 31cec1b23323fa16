import { describe, expect, it } from '@jest/globals';
import { ROWS } from '../../../plugins/openai-compatible/rows.ts';
import type { Setting } from '../../../src/plugin.ts';
import { ProviderRegistry } from '../../../src/registry/registry.ts';
import { thrownBy } from '../../support/failure.ts';
import { FakeTransport } from '../../support/fake-transport.ts';

const create = (name: string, config: Record<string, unknown> = {}, env: Record<string, string> = {}) =>
  new ProviderRegistry({ env }).create(name, { apiKey: 'k-123', ...config });

/** Name, variables, address, model, its own host without a path. */
const OWN: readonly [string, string, string, string, string][] = [
  ['mistral', 'MISTRAL', 'https://api.mistral.ai/v1', 'mistral-small-latest', 'https://api.mistral.ai'],
  ['groq', 'GROQ', 'https://api.groq.com/openai/v1', 'openai/gpt-oss-120b', 'https://api.groq.com/'],
  ['openrouter', 'OPENROUTER', 'https://openrouter.ai/api/v1', 'openrouter/auto', 'https://openrouter.ai'],
  ['xai', 'XAI', 'https://api.x.ai/v1', 'grok-4.3', 'https://api.x.ai'],
  ['together', 'TOGETHER', 'https://api.together.ai/v1', 'meta-llama/Llama-3.3-70B-Instruct-Turbo', 'https://api.together.ai'],
  ['perplexity', 'PERPLEXITY', 'https://api.perplexity.ai', 'sonar', 'https://api.perplexity.ai'],
  ['cerebras', 'CEREBRAS', 'https://api.cerebras.ai/v1', 'gpt-oss-120b', 'https://api.cerebras.ai'],
  [
    'fireworks',
    'FIREWORKS',
    'https://api.fireworks.ai/inference/v1',
    'accounts/fireworks/models/gpt-oss-120b',
    'https://api.fireworks.ai',
  ],
  [
    'nvidia',
    'NVIDIA',
    'https://integrate.api.nvidia.com/v1',
    'nvidia/nemotron-3-super-120b-a12b',
    'https://integrate.api.nvidia.com',
  ],
  ['lmstudio', 'LMSTUDIO', 'http://localhost:1234/v1', 'openai/gpt-oss-20b', 'http://localhost:1234'],
  ['llamacpp', 'LLAMACPP', 'http://localhost:8080/v1', 'default', 'http://localhost:8080'],
];

describe.each(OWN)('%s', (name, prefix, baseURL, model, host) => {
  it('has an address, a model and a way to prove who asks', () => {
    const { url, body, headers } = create(name).encode('Hi');
    expect(url).toBe(`${baseURL}/chat/completions`);
    expect(body.model).toBe(model);
    expect(headers.authorization).toBe('***');
  });

  it('completes the address of its own host', () => {
    expect(create(name, { baseURL: host }).encode('Hi').url).toBe(`${baseURL}/chat/completions`);
  });

  it('takes key, address and model from its variables', () => {
    const env = { [`${prefix}_API_KEY`]: 'k-456', [`${prefix}_BASE_URL`]: 'https://x.example/y', [`${prefix}_MODEL`]: 'theirs' };
    const { url, body, headers } = new ProviderRegistry({ env }).create(name).encode('Hi');
    expect([url, body.model, headers.authorization]).toEqual(['https://x.example/y/chat/completions', 'theirs', '***']);
  });

  it('sends the name of the token limit that the config says', () => {
    expect(create(name).encode({ prompt: 'Hi', maxTokens: 9 }).body).toMatchObject({ max_tokens: 9 });
    const { body } = create(name, { maxTokensField: 'max_completion_tokens' }).encode({ prompt: 'Hi', maxTokens: 9 });
    expect(body).toMatchObject({ max_completion_tokens: 9 });
  });
});

describe('the rows', () => {
  it('have names of their own, and some have another', () => {
    expect(ROWS.map(({ name }) => name)).toEqual([...new Set(ROWS.map(({ name }) => name))]);
    expect(create('grok').provider).toBe('xai');
    expect(create('azure', { baseURL: 'https://a.example', model: 'm' }).provider).toBe('azure-openai');
  });

  it('need a key, but for local servers', () => {
    for (const { name } of ROWS) {
      const make = () => new ProviderRegistry({ env: {} }).create(name, { baseURL: 'http://localhost:1', model: 'm' });
      if (['vllm', 'lmstudio', 'llamacpp'].includes(name))
        expect(Object.keys(make().encode('Hi').headers)).not.toContain('authorization');
      else expect(thrownBy(make).message).toContain('apiKey');
    }
  });

  it.each<[string, Setting[]]>([
    ['mistral', ['topK', 'user']],
    ['groq', ['topK', 'presencePenalty', 'frequencyPenalty']],
    ['openrouter', []],
    ['xai', ['topK']],
    ['together', ['user']],
    ['perplexity', ['stop', 'seed', 'tools', 'toolChoice', 'user']],
    ['cerebras', ['topK', 'presencePenalty', 'frequencyPenalty']],
    ['fireworks', []],
    ['nvidia', ['topK', 'user']],
    ['azure-openai', ['topK']],
    ['vllm', []],
    ['lmstudio', ['reasoning', 'user']],
    ['llamacpp', ['reasoning', 'user']],
  ])('refuse what the API does not take: %s', (name, refused) => {
    const client = create(name, { baseURL: 'https://a.example', model: 'm' });
    const tools = [{ name: 'now' }];
    const requests: [Setting, object][] = [
      ['topK', { topK: 3 }],
      ['stop', { stop: ['.'] }],
      ['seed', { seed: 1 }],
      ['presencePenalty', { presencePenalty: 1 }],
      ['frequencyPenalty', { frequencyPenalty: 1 }],
      ['tools', { tools }],
      ['toolChoice', { tools, toolChoice: 'auto' }],
      ['reasoning', { reasoning: { effort: 'low' } }],
      ['user', { user: 'u' }],
    ];
    const failing = requests.filter(([, request]) => {
      try {
        client.encode({ prompt: 'Hi', ...request });
        return false;
      } catch {
        return true;
      }
    });
    expect(failing.map(([setting]) => setting)).toEqual(refused);
    expect(client.capabilities.has('tools')).toBe(!refused.includes('tools'));
  });
});

describe('mistral', () => {
  it('has a seed of another name, no names of speakers, and ids of its own form', () => {
    const call = { type: 'tool-call', id: 'call_abc', name: 'now', arguments: {}, argumentsText: '{}' } as const;
    const { body } = create('mistral').encode({
      messages: [
        { role: 'user', content: 'Hi', name: 'ada' },
        { role: 'assistant', content: [call] },
        { role: 'tool', toolCallId: 'call_abc', content: '12:00' },
      ],
      seed: 1,
    });
    expect(body).toMatchObject({ random_seed: 1 });
    const [user, answer, result] = body.messages as { tool_calls?: { id: string }[]; tool_call_id?: string }[];
    expect(user).toEqual({ role: 'user', content: 'Hi' });
    expect(answer?.tool_calls?.[0]?.id).toMatch(/^[a-zA-Z0-9]{9}$/);
    expect(result?.tool_call_id).toBe(answer?.tool_calls?.[0]?.id);
  });
});

describe('xai', () => {
  it('gets its reasoning back', () => {
    const { body } = create('xai').encode({
      messages: [
        { role: 'user', content: 'Hi' },
        {
          role: 'assistant',
          content: [
            { type: 'reasoning', text: 'Hm' },
            { type: 'text', text: 'Hello' },
          ],
        },
        { role: 'user', content: 'And?' },
      ],
    });
    expect(body.messages).toMatchObject([{}, { content: 'Hello', reasoning_content: 'Hm' }, {}]);
  });
});

describe('groq', () => {
  it('takes no names of speakers', () => {
    const { body } = create('groq').encode([{ role: 'user', content: 'Hi', name: 'ada' }]);
    expect(body.messages).toEqual([{ role: 'user', content: 'Hi' }]);
  });
});

describe('openrouter', () => {
  it('takes an effort or a budget', () => {
    const bodyOf = (reasoning: { effort: 'low' } | { budgetTokens: number }) =>
      create('openrouter').encode({ prompt: 'Hi', reasoning }).body;
    expect(bodyOf({ effort: 'low' })).toMatchObject({ reasoning: { effort: 'low' } });
    expect(bodyOf({ budgetTokens: 2000 })).toMatchObject({ reasoning: { max_tokens: 2000 } });
  });

  it.each([
    [undefined, 'https://openrouter.ai/api/v1/key', true],
    ['https://proxy.example/v1', 'https://proxy.example/v1/models', false],
  ])('looks at the key on its own host alone: %s', async (baseURL, url, keyChecked) => {
    const transport = new FakeTransport({ chunks: ['{"data":[]}'] });
    const check = await create('openrouter', { transport, ...(baseURL && { baseURL }) }).checkAvailability();
    expect(check).toMatchObject({ available: true, keyChecked });
    expect(transport.requests[0]?.url).toBe(url);
  });
});

describe('local servers', () => {
  it('have no default model where the server takes only its own', () => {
    expect(thrownBy(() => create('vllm')).message).toContain('model');
    expect(create('vllm', { model: 'm' }).encode('Hi').url).toBe('http://localhost:8000/v1/chat/completions');
  });

  it.each(['vllm', 'lmstudio', 'llamacpp'])('say how to start them: %s', (name) => {
    expect(ROWS.find((row) => row.name === name)?.unreachable).toMatch(/^Start the server with `.+`/);
  });
});
