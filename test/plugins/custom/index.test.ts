import { describe, expect, it } from '@jest/globals';
import { ProviderRegistry } from '../../../src/registry/registry.ts';
import type { CompletionRequest } from '../../../src/types.ts';
import { failureOf, thrownBy } from '../../support/failure.ts';
import { FakeTransport } from '../../support/fake-transport.ts';

const required = { baseURL: 'https://llm.example/v1', model: 'mine' };
const create = (config: Record<string, unknown> = {}, env: Record<string, string> = {}) =>
  new ProviderRegistry({ env }).create('custom' as string, { ...required, ...config });
const bodyOf = (config: Record<string, unknown>, request: object = {}) =>
  create(config).encode({ prompt: 'Hi', ...request } as CompletionRequest).body;

/** What was sent for a stream. */
async function streamed(config: Record<string, unknown>): Promise<unknown> {
  const transport = new FakeTransport({ chunks: ['data: [DONE]\n\n'] });
  await create({ ...config, transport }).stream('Hi').response;
  return JSON.parse(String(transport.requests[0]?.body));
}

describe('custom', () => {
  it('needs an address and a model, but no key', () => {
    const error = thrownBy(() => new ProviderRegistry({ env: {} }).create('custom' as string, {}));
    expect(error.message).toMatch(/baseURL/);
    expect(error.message).toMatch(/model/);
    expect(error.message).not.toMatch(/apiKey/);
    expect(Object.keys(create().encode('Hi').headers)).not.toContain('authorization');
  });

  it('takes them from the environment, under its other name too', () => {
    const env = { CUSTOM_BASE_URL: 'http://localhost:9000/api', CUSTOM_MODEL: 'theirs', CUSTOM_API_KEY: 'k-123' };
    const { url, body, headers } = new ProviderRegistry({ env }).create('openai-compatible' as string).encode('Hi');
    expect(url).toBe('http://localhost:9000/api/chat/completions');
    expect([body.model, headers.authorization]).toEqual(['theirs', '***']);
  });

  it('speaks the plain dialect where the config says nothing', async () => {
    expect(bodyOf({}, { maxTokens: 9, reasoning: { effort: 'low' } })).toMatchObject({ max_tokens: 9, reasoning_effort: 'low' });
    expect(await streamed({})).toMatchObject({ stream_options: { include_usage: true } });
    expect(create().capabilities).toEqual(
      new Set(['chat', 'stream', 'tools', 'json', 'vision', 'reasoning', 'embed', 'rerank', 'models']),
    );
  });
});

describe('the config of custom', () => {
  it('names the member of the token limit', () => {
    expect(bodyOf({ maxTokensField: 'max_completion_tokens' }, { maxTokens: 9 })).toMatchObject({ max_completion_tokens: 9 });
  });

  it('names the member that takes reasoning back', () => {
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: [{ type: 'reasoning', text: 'Hm' }] },
    ];
    const { messages: sent } = bodyOf({ reasoningField: 'reasoning' }, { prompt: undefined, messages });
    expect(sent).toContainEqual({ role: 'assistant', content: '', reasoning: 'Hm' });
  });

  it('names the parameter that says how much to think', () => {
    const reasoning = { effort: 'none' };
    expect(bodyOf({ reasoningParameter: 'thinking' }, { reasoning })).toMatchObject({ thinking: { type: 'disabled' } });
  });

  it('names the efforts that the server knows', () => {
    expect(bodyOf({ reasoningEfforts: ['low', 'high'] }, { reasoning: { effort: 'max' } })).toMatchObject({
      reasoning_effort: 'high',
    });
  });

  it('says how the server gives JSON', () => {
    const responseFormat = { type: 'json_schema', name: 'place', schema: { type: 'object' } };
    expect(bodyOf({}, { responseFormat })).toMatchObject({ response_format: { type: 'json_schema' } });
    expect(bodyOf({ responseFormats: { json_schema: 'tool' } }, { responseFormat })).toMatchObject({
      tools: [{ function: { name: 'place' } }],
      tool_choice: { function: { name: 'place' } },
    });
    const refused = () => bodyOf({ responseFormats: { json: 'native' } }, { responseFormat });
    expect(thrownBy(refused).message).toContain('"json_schema" is not given by this API; it gives json');
  });

  it('says whether the server takes marks for its cache', () => {
    const messages = [{ role: 'user', content: 'Hi', cache: true }];
    expect(JSON.stringify(bodyOf({}, { prompt: undefined, messages }))).not.toContain('cache_control');
    expect(bodyOf({ cacheMarks: true }, { prompt: undefined, messages }).messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Hi', cache_control: { type: 'ephemeral' } }] },
    ]);
  });

  it('says whether a stream has to be asked for its usage', async () => {
    expect(await streamed({ streamUsage: false })).not.toHaveProperty('stream_options');
  });

  it('says where chat and the models are, and with which query', async () => {
    const config = { chatPath: '/models/{model}/chat', modelsPath: '/catalog', query: { 'api-version': '2 3' } };
    expect(create(config).encode('Hi').url).toBe('https://llm.example/v1/models/mine/chat?api-version=2%203');
    const transport = new FakeTransport({ chunks: ['{"data":[{"id":"mine"}]}'] });
    await create({ ...config, transport }).listModels();
    expect(transport.requests[0]?.url).toBe('https://llm.example/v1/catalog?api-version=2%203');
    expect(create({ chatPath: '' }).encode('Hi').url).toBe('https://llm.example/v1');
  });

  it('names the header of the key', () => {
    const { headers } = create({ apiKey: 'k-123', keyHeader: 'X-Api-Key' }).encode('Hi');
    expect(headers['x-api-key']).toBeDefined();
    expect(Object.keys(headers)).not.toContain('authorization');
    expect(JSON.stringify(headers)).not.toContain('k-123');
  });

  it('says what the list of models tells', async () => {
    const list = () => new FakeTransport({ chunks: ['{"data":[]}'] });
    const check = (models: string) => create({ apiKey: 'k-123', models, transport: list() }).checkAvailability();
    expect(await check('private')).toMatchObject({ available: true, keyChecked: true });
    expect(await check('public')).toMatchObject({ available: true, keyChecked: false });
    expect(await check('none')).toMatchObject({ available: false });
    expect((await failureOf(create({ models: 'none' }).listModels())).code).toBe('INVALID_INPUT');
  });

  it('lists the settings that the server takes', () => {
    const client = create({ settings: ['maxTokens', 'topK'] });
    expect(client.capabilities.has('tools')).toBe(false);
    expect(client.encode({ prompt: 'Hi', topK: 3 }).body).toMatchObject({ top_k: 3 });
    expect(() => client.encode({ prompt: 'Hi', temperature: 1 })).toThrow('temperature: is not sent to this API');
  });

  it.each([
    [{ settings: ['format'] }, 'settings.0 must be'],
    [{ chatPath: 'chat' }, 'chatPath must be empty or begin with /'],
    [{ chatPath: '/{apiKey}' }, 'chatPath must be empty or begin with /'],
    [{ modelsPath: '/models?x=1' }, 'modelsPath must begin with /'],
    [{ keyHeader: 'a b' }, 'keyHeader must be the name of a header'],
    [{ query: { a: '{model}' } }, 'query.a must hold no {'],
    [{ query: { a: 1 } }, 'query.a must be a string'],
    [{ models: 'some' }, 'models must be'],
    [{ maxTokensField: 'tokens' }, 'maxTokensField must be'],
  ])('is refused where it is wrong: %j', (config, problem) => {
    expect(thrownBy(() => create(config)).message).toContain(problem);
  });
});
