import { describe, expect, it } from '@jest/globals';
import type { OllamaConfig } from '../../../plugins/ollama/api.ts';
import { OllamaProvider } from '../../../plugins/ollama/index.ts';
import { chat, generate } from '../../../plugins/ollama/wire.ts';
import { optionsOf } from '../../../src/registry/define.ts';
import { ProviderRegistry } from '../../../src/registry/registry.ts';
import { startSimulator } from '../../../src/simulator/simulator.ts';
import { createConfig } from '../../openai-dialect/create-call.ts';
import { failureOf } from '../../support/failure.ts';
import { type FakeAnswer, FakeTransport } from '../../support/fake-transport.ts';

const config = createConfig<OllamaConfig>();

const failure = (answer: FakeAnswer, settings: object = {}) =>
  failureOf(
    new ProviderRegistry({ env: {}, transport: new FakeTransport(answer) })
      .create('ollama', { retry: { attempts: 1 }, ...settings })
      .complete('Hi'),
  );
const failing = (status: number, error: string, settings?: object) =>
  failure({ status, chunks: [JSON.stringify({ error })] }, settings);

describe('ollama', () => {
  it('is a plugin with its schema, and needs no key', () => {
    expect(optionsOf(OllamaProvider)).toMatchObject({
      name: 'ollama',
      apiVersion: 1,
      schema: { required: ['baseURL', 'model'] },
    });
    const { headers } = new ProviderRegistry({ env: {} }).create('ollama').encode('Hi');
    expect(headers).not.toHaveProperty('authorization');
  });

  it('sends a key if there is one', () => {
    expect(chat.headers(config, 'k')).toEqual({ authorization: 'Bearer k' });
    const client = new ProviderRegistry({ env: { OLLAMA_API_KEY: 'key-1234' } }).create('ollama');
    expect(client.encode('Hi').headers.authorization).toBe('***');
  });

  it('speaks the API that the config says', () => {
    const plugin = new OllamaProvider();
    expect(plugin.wire(config).path).toBe(chat.path);
    expect(plugin.wire({ ...config, api: 'generate' }).path).toBe(generate.path);
  });

  it('checks its settings', () => {
    const create = (settings: object) => () => new ProviderRegistry({ env: {} }).create('ollama', settings);
    expect(create({ api: 'completions' })).toThrow(/api must be/);
    expect(create({ numCtx: 0 })).toThrow(/numCtx must be/);
    expect(create({ keepAlive: true })).toThrow(/keepAlive must be/);
    expect(create({ keepAlive: -1, numCtx: 1, api: 'generate' })().model).toBe('gemma4');
  });
});

describe('the list of models', () => {
  it('has names', () => {
    const raw = { name: 'qwen3:4b', model: 'qwen3:4b', size: 1 };
    expect(chat.models?.decode({ models: [raw, {}, null] })).toEqual([{ id: 'qwen3:4b', raw }]);
    expect(chat.models?.decode({ models: [] })).toEqual([]);
    expect(chat.models?.decode({ data: [] })).toBeUndefined();
    expect(chat.models?.path(config)).toBe('/api/tags');
  });

  it('is open to all, so it says nothing of a key', () => {
    expect(chat.probe?.(config)).toEqual({ path: '/api/tags', checksKey: false });
  });
});

describe('an error', () => {
  it.each(["model 'llama3.2' not found", 'model "llama3.2" not found, try pulling it first'])(
    'of a missing model says how to get it: %s',
    async (words) => {
      const error = await failing(404, words, { model: 'llama3.2' });
      expect(error).toMatchObject({ code: 'LLM_RESPONSE', reason: 'model_not_found', status: 404 });
      expect(error.message).toContain('`ollama pull llama3.2`');
    },
  );

  it('puts nothing but a name into a command', () => {
    expect(chat.errorMessage({ error: "model 'x; rm -rf ~' not found" })).toBe("model 'x; rm -rf ~' not found");
  });

  it('of an address that is not Ollama speaks of the address', async () => {
    expect(await failure({ status: 404, chunks: ['404 page not found'] })).toMatchObject({ reason: 'bad_route' });
  });

  it('of a server that is busy is worth another try', async () => {
    const words = 'server busy, please try again.  maximum pending requests exceeded';
    expect(await failing(503, words)).toMatchObject({ reason: 'overloaded', retryable: true });
  });

  it('of a model that is too large for the machine is not', async () => {
    const error = await failing(500, 'model requires more system memory (5.6 GiB) than is available (3.1 GiB)');
    expect(error).toMatchObject({ code: 'LLM_REQUEST', retryable: false });
    expect(error.message).toContain('5.6 GiB');
    expect(await failing(500, 'the model failed to generate a response')).toMatchObject({ retryable: true });
  });

  it.each<[number, string, object]>([
    [400, '"gemma" does not support tools', { code: 'INVALID_INPUT' }],
    [400, 'prompt too long; exceeded max context length by 9 tokens', { reason: 'context_length' }],
    [401, 'unauthorized', { code: 'INVALID_CONFIG', reason: 'invalid_key' }],
    [429, 'too many requests', { code: 'LLM_RATE_LIMIT' }],
  ])('%i "%s" is what the table says', async (status, words, expected) => {
    expect(await failing(status, words)).toMatchObject(expected);
  });

  it('of a server that does not run says how to start it', async () => {
    const dead = await startSimulator();
    await dead.close();
    const OLLAMA_HOST = `localhost:${new URL(dead.url).port}`;
    const client = new ProviderRegistry({ env: { OLLAMA_HOST } }).create('ollama', { retry: { attempts: 1 } });
    const error = await failureOf(client.complete('Hi'));
    expect(error.code).toBe('LLM_REQUEST');
    expect(error.message).toMatch(/localhost:\d+ refuses.*Ollama seems not to be running.*`ollama serve`/);
    const { available, reason } = await client.checkAvailability();
    expect([available, reason]).toEqual([false, error.message]);
  });
});
