import { describe, expect, it } from '@jest/globals';
import { ProviderRegistry } from '../../../src/registry/registry.ts';
import { FakeTransport } from '../../support/fake-transport.ts';

const create = (config: Record<string, unknown>, env: Record<string, string> = {}, name = 'kimi') =>
  new ProviderRegistry({ env }).create(name, config);
const key = { apiKey: 'k-123' };

describe('kimi', () => {
  it('asks its own API, or that of the other accounts', () => {
    const { url, body } = create(key).encode({ prompt: 'Hi', maxTokens: 9 });
    expect(url).toBe('https://api.moonshot.ai/v1/chat/completions');
    expect(body).toMatchObject({ model: 'kimi-k2.6', max_completion_tokens: 9 });
    expect(create({ ...key, baseURL: 'https://api.moonshot.cn' }).encode('Hi').url).toBe(
      'https://api.moonshot.cn/v1/chat/completions',
    );
  });

  it('is moonshot too, and takes the key from either variable', () => {
    expect(create({}, { MOONSHOT_API_KEY: 'k-456' }, 'moonshot').provider).toBe('kimi');
    const env = { KIMI_API_KEY: 'k-123', KIMI_MODEL: 'kimi-k3', KIMI_BASE_URL: 'https://proxy.example/v1' };
    const { url, body } = create({}, env).encode('Hi');
    expect([url, body.model]).toEqual(['https://proxy.example/v1/chat/completions', 'kimi-k3']);
  });

  it.each([
    ['kimi-k2.6', { thinking: { type: 'disabled' } }, { thinking: { type: 'enabled' } }],
    ['kimi-k2.7-code', { thinking: { type: 'enabled' } }, { thinking: { type: 'enabled' } }],
    ['kimi-k3', { reasoning_effort: 'low' }, { reasoning_effort: 'high' }],
  ])('thinks as %s can', (model, none, high) => {
    const bodyOf = (effort: 'none' | 'high') => create({ ...key, model }).encode({ prompt: 'Hi', reasoning: { effort } }).body;
    expect(bodyOf('none')).toMatchObject(none);
    expect(bodyOf('high')).toMatchObject(high);
  });

  it('demands a call only of a model that does not think', () => {
    const asked = { prompt: 'Hi', tools: [{ name: 'now' }], toolChoice: 'required' } as const;
    expect(create(key).encode(asked).body).toMatchObject({ tool_choice: 'required', thinking: { type: 'disabled' } });
    expect(create({ ...key, model: 'kimi-k3' }).encode(asked).body).not.toHaveProperty('thinking');
    expect(() => create(key).encode({ ...asked, reasoning: { effort: 'high' } })).toThrow("kimi can't be made to call a tool");
  });

  it('gives JSON, with a schema and without', () => {
    const schema = { type: 'object', properties: { city: { type: 'string' } } };
    const formatIn = (responseFormat: Parameters<typeof encode>[0]) => encode(responseFormat).response_format;
    const encode = (responseFormat: { type: 'json' } | { type: 'json_schema'; name: string; schema: object }) =>
      create(key).encode({ prompt: 'Hi', responseFormat }).body;
    expect(formatIn({ type: 'json' })).toEqual({ type: 'json_object' });
    expect(formatIn({ type: 'json_schema', name: 'place', schema })).toEqual({
      type: 'json_schema',
      json_schema: { name: 'place', schema, strict: true },
    });
  });

  it('sees images that are sent, and fetches none', () => {
    const see = (image: { url: string } | { base64: string }) =>
      create(key).encode([{ role: 'user', content: [{ type: 'image', ...image }] }]).body.messages;
    expect(see({ base64: 'iVBORw0KGgo=' })).toEqual([
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } }] },
    ]);
    expect(() => see({ url: 'https://a.example/a.png' })).toThrow('this API takes no URL of an image');
  });

  it('gives calls of another provider the reasoning that the API demands, unless thinking is off', () => {
    const call = { type: 'tool-call', id: 'c1', name: 'now', arguments: {}, argumentsText: '{}' } as const;
    const messages = [
      { role: 'user' as const, content: 'Hi' },
      { role: 'assistant' as const, content: [call] },
      { role: 'tool' as const, toolCallId: 'c1', content: '12:00' },
    ];
    const answerIn = (request: object) => (create(key).encode({ messages, ...request }).body.messages as object[])[1];
    expect(answerIn({})).toMatchObject({ reasoning_content: ' ' });
    expect(answerIn({ reasoning: { effort: 'none' } })).not.toHaveProperty('reasoning_content');
  });

  it('sends the thoughts of an answer back with it', () => {
    const { body } = create(key).encode([
      { role: 'user', content: 'Hi' },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Hm' },
          { type: 'text', text: 'Hello' },
        ],
      },
      { role: 'user', content: 'And?' },
    ]);
    expect(body.messages).toContainEqual({ role: 'assistant', content: 'Hello', reasoning_content: 'Hm' });
  });

  it('counts usage once that stands in the choice and behind it', async () => {
    const usage = { prompt_tokens: 6, completion_tokens: 2, total_tokens: 8, cached_tokens: 4 };
    const chunk = (body: object) => `data: ${JSON.stringify(body)}\n\n`;
    const transport = new FakeTransport({
      chunks: [
        chunk({ choices: [{ index: 0, delta: { content: 'Hello' }, finish_reason: null }] }),
        chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop', usage }] }),
        chunk({ choices: [], usage }),
        'data: [DONE]\n\n',
      ],
    });
    const response = await create({ ...key, transport }).stream('Hi').response;
    expect(response.usage).toEqual({ promptTokens: 6, completionTokens: 2, totalTokens: 8, cachedTokens: 4 });
  });
});
