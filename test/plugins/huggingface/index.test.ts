import { describe, expect, it } from '@jest/globals';
import type { HuggingFaceConfig } from '../../../plugins/huggingface/api.ts';
import { HuggingFaceProvider } from '../../../plugins/huggingface/index.ts';
import { optionsOf } from '../../../src/registry/define.ts';
import { createCall, createConfig } from '../../openai-dialect/create-call.ts';

const plugin = new HuggingFaceProvider();
const ROUTER = 'https://router.huggingface.co/v1';

/** The path that this config posts to, and whether it is text generation. */
function routeOf(overrides: Partial<HuggingFaceConfig>) {
  const config = plugin.configure(createConfig<HuggingFaceConfig>(overrides));
  const wire = plugin.wire(config);
  const body = wire.encode(createCall({ config, prompt: 'Hi' }));
  return { url: config.baseURL + wire.path(createCall({ config, model: 'org/name' })), textGeneration: 'inputs' in body };
}

describe('the plugin', () => {
  it('says what it is', () => {
    expect(optionsOf(HuggingFaceProvider)).toMatchObject({ name: 'huggingface', aliases: ['hf'], apiVersion: 1 });
  });
});

describe('the API', () => {
  it.each([
    [ROUTER, `${ROUTER}/chat/completions`],
    ['https://abc.endpoints.huggingface.cloud/v1', 'https://abc.endpoints.huggingface.cloud/v1/chat/completions'],
    ['https://router.huggingface.co/together/v1', 'https://router.huggingface.co/together/v1/chat/completions'],
    [
      'https://router.huggingface.co/hf-inference/models/org/name/v1/chat/completions',
      'https://router.huggingface.co/hf-inference/models/org/name/v1/chat/completions',
    ],
  ])('is chat at %s', (baseURL, url) => {
    expect(routeOf({ baseURL })).toEqual({ url, textGeneration: false });
  });

  it.each([
    ['https://router.huggingface.co/hf-inference', 'https://router.huggingface.co/hf-inference/models/org/name'],
    ['https://hub.example/models/org/other', 'https://hub.example/models/org/other'],
    ['http://localhost:8080/generate', 'http://localhost:8080/generate'],
    ['http://localhost:8080/generate_stream', 'http://localhost:8080/generate'],
  ])('is text generation at %s', (baseURL, url) => {
    expect(routeOf({ baseURL })).toEqual({ url, textGeneration: true });
  });

  it.each(['generate', 'generate_stream'])("streams from TGI's route for streams, whichever is given: /%s", (route) => {
    const config = plugin.configure(createConfig<HuggingFaceConfig>({ baseURL: `http://localhost:8080/${route}` }));
    const path = plugin.wire(config).path(createCall({ config, stream: true }));
    expect(config.baseURL + path).toBe('http://localhost:8080/generate_stream');
  });

  it('is what the config says', () => {
    expect(routeOf({ baseURL: 'https://abc.example', api: 'text-generation' })).toEqual({
      url: 'https://abc.example',
      textGeneration: true,
    });
    expect(routeOf({ baseURL: 'https://abc.example/generate', api: 'chat' }).textGeneration).toBe(false);
  });

  it('is found below /hf-inference where the router is to generate text', () => {
    const url = 'https://router.huggingface.co/hf-inference/models/org/name';
    expect(routeOf({ baseURL: ROUTER, api: 'text-generation' })).toEqual({ url, textGeneration: true });
  });
});

describe('tools', () => {
  it('are carried by chat alone', () => {
    const carries = (api: 'chat' | 'text-generation') => plugin.wire(createConfig<HuggingFaceConfig>({ api })).capabilities;
    expect(carries('chat')).toContain('tools');
    expect(carries('text-generation')).not.toContain('tools');
  });
});

describe('the host that is gone', () => {
  it('is refused with what to write instead', () => {
    const configure = () => plugin.configure(createConfig({ baseURL: 'https://api-inference.huggingface.co/models/gpt2' }));
    expect(configure).toThrow(expect.objectContaining({ code: 'INVALID_CONFIG', provider: 'huggingface' }));
    expect(configure).toThrow(/api-inference\.huggingface\.co is gone; write https:\/\/router\.huggingface\.co\/v1 for chat/);
  });
});

describe('a chat template', () => {
  it('is read before the first call', () => {
    const configure = (chatTemplate: string) => plugin.configure(createConfig<HuggingFaceConfig>({ chatTemplate }));
    expect(configure('{{ messages[0].content }}')).toHaveProperty('chatTemplate');
    expect(() => configure('{% for %}')).toThrow(expect.objectContaining({ code: 'INVALID_CONFIG', provider: 'huggingface' }));
    expect(() => configure('{% for %}')).toThrow(/chatTemplate: is no Jinja template: /);
  });
});

describe('what is carried beside text', () => {
  const wireOf = (api: 'chat' | 'text-generation') => plugin.wire(createConfig<HuggingFaceConfig>({ api }));

  it('is images and all formats in chat', () => {
    expect(wireOf('chat').capabilities).toEqual(expect.arrayContaining(['json', 'vision']));
    expect(wireOf('chat').media?.image?.sources).toEqual(['url', 'data']);
  });

  it('is a schema in text generation', () => {
    expect(wireOf('text-generation').capabilities).not.toContain('vision');
    expect(wireOf('text-generation').responseFormats).toEqual({ json_schema: 'native' });
  });
});

describe('both APIs', () => {
  it.each(['chat', 'text-generation'] as const)('%s: name who pays', (api) => {
    const config = createConfig<HuggingFaceConfig>({ baseURL: ROUTER, api, billTo: 'acme-inc' });
    expect(plugin.wire(config).headers(config, 'hf_x')).toEqual({ authorization: 'Bearer hf_x', 'x-hf-bill-to': 'acme-inc' });
    expect(plugin.wire(config).headers({ ...config, billTo: '' }, undefined)).toEqual({});
  });

  it.each(['chat', 'text-generation'] as const)('%s: wait for a model that is being loaded', (api) => {
    const wire = plugin.wire(createConfig<HuggingFaceConfig>({ api }));
    const body = { error: 'Model x is currently loading', estimated_time: 2 };
    expect(wire.classify?.({ status: 503, headers: {}, body })).toMatchObject({ reason: 'loading', estimatedWaitMs: 2000 });
  });
});

describe('availability', () => {
  const probeAt = (overrides: Partial<HuggingFaceConfig>) => {
    const config = createConfig<HuggingFaceConfig>(overrides);
    return plugin.wire(config).probe?.(config);
  };

  it('asks the hub whose token it is, where the router is used', () => {
    const whoami = { path: 'https://huggingface.co/api/whoami-v2', checksKey: true };
    expect(probeAt({ baseURL: ROUTER })).toEqual(whoami);
    expect(probeAt({ baseURL: 'https://router.huggingface.co/hf-inference' })).toEqual(whoami);
  });

  it('keeps the token from the hub where another server is used', () => {
    expect(probeAt({ baseURL: 'http://localhost:8080/v1' })).toEqual({ path: '/models', checksKey: false });
    expect(probeAt({ baseURL: 'http://localhost:8080/generate' })).toEqual({
      path: 'http://localhost:8080/health',
      checksKey: false,
    });
  });

  it('lists models in chat alone', () => {
    expect(plugin.wire(createConfig({ baseURL: ROUTER })).models).toBeDefined();
    expect(plugin.wire(createConfig<HuggingFaceConfig>({ api: 'text-generation' })).models).toBeUndefined();
  });
});
