import { describe, expect, it } from '@jest/globals';
import { geminiWire } from '../../../plugins/gemini/wire.ts';
import { ProviderRegistry } from '../../../src/registry/registry.ts';
import { createCall, createConfig } from '../../openai-dialect/create-call.ts';

const registry = (env: Record<string, string> = {}) => new ProviderRegistry({ env });
const pathOf = (model: string, stream = false) => geminiWire.path(createCall({ model, stream }));

describe('a request', () => {
  it('names the model and the method in its path', () => {
    expect(pathOf('gemini-3.5-flash')).toBe('/models/gemini-3.5-flash:generateContent');
    expect(pathOf('gemini-3.5-flash', true)).toBe('/models/gemini-3.5-flash:streamGenerateContent?alt=sse');
  });

  it('takes a model with a path of its own', () => {
    expect(pathOf('models/gemini-3.5-flash')).toBe('/models/gemini-3.5-flash:generateContent');
    expect(pathOf('tunedModels/mine-1')).toBe('/tunedModels/mine-1:generateContent');
    expect(pathOf('publishers/google/models/gemini-2.5-pro')).toBe('/publishers/google/models/gemini-2.5-pro:generateContent');
  });

  it('keeps a strange name within the path', () => {
    expect(pathOf('a b?key=c#d')).toBe('/models/a%20b%3Fkey%3Dc%23d:generateContent');
  });

  it('refuses a name that is no text', () => {
    expect(() => pathOf('gemini\ud83d')).toThrow('model: is no text that can be sent');
  });

  it('has the key in a header, never in the URL', () => {
    const client = registry().create('gemini', { apiKey: 'secret-key-0123' });
    const { url, headers } = client.encode('Hi');
    expect(geminiWire.headers(createConfig(), 'k')).toEqual({ 'x-goog-api-key': 'k' });
    expect(geminiWire.headers(createConfig(), undefined)).toEqual({});
    expect(url).toBe('https://generativelanguage.googleapis.com/v1beta/models/gemini-3.5-flash:generateContent');
    expect(headers['x-goog-api-key']).toBe('***');
  });
});

describe('the provider', () => {
  it('is known as google too, and takes its settings from the environment', () => {
    const client = registry({ GOOGLE_API_KEY: 'k', GEMINI_MODEL: 'gemini-2.5-pro' }).create('google');
    expect([client.provider, client.model]).toEqual(['gemini', 'gemini-2.5-pro']);
    const other = registry({ GEMINI_API_KEY: 'k', GEMINI_BASE_URL: 'https://proxy.example/gemini' }).create('gemini');
    expect(other.encode('Hi').url).toBe('https://proxy.example/gemini/models/gemini-3.5-flash:generateContent');
  });

  it('adds the version to the path of its own host', () => {
    const client = registry().create('gemini', { apiKey: 'k', baseURL: 'https://generativelanguage.googleapis.com/' });
    expect(client.encode('Hi').url).toMatch(/\.com\/v1beta\/models\//);
  });

  it('refuses a temperature over 2 in its config', () => {
    expect(() => registry().create('gemini', { apiKey: 'k', temperature: 2.5 })).toThrow(/temperature/);
  });
});

describe('usage', () => {
  it('counts tools of the API as input and thoughts as output', () => {
    const counters = {
      promptTokenCount: 85,
      toolUsePromptTokenCount: 149,
      candidatesTokenCount: 122,
      thoughtsTokenCount: 87,
      totalTokenCount: 443,
      cachedContentTokenCount: 60,
    };
    expect(geminiWire.usage(counters)).toEqual({
      promptTokens: 234,
      completionTokens: 209,
      totalTokens: 443,
      cachedTokens: 60,
      reasoningTokens: 87,
    });
  });

  it('takes either kind of output for all of it', () => {
    expect(geminiWire.usage({ promptTokenCount: 4, thoughtsTokenCount: 9 })).toMatchObject({ completionTokens: 9 });
    expect(geminiWire.usage({ promptTokenCount: 4, candidatesTokenCount: 2 })).toMatchObject({ completionTokens: 2 });
  });

  it('says nothing of what is not counted', () => {
    expect(geminiWire.usage({ promptTokenCount: 4, totalTokenCount: 4 })).toEqual({ promptTokens: 4, totalTokens: 4 });
    expect(geminiWire.usage({ trafficType: 'ON_DEMAND', promptTokenCount: 'four' })).toEqual({});
  });
});

describe('the list of models', () => {
  it('is asked for whole, and names models as they are asked', () => {
    const models = [{ name: 'models/gemini-3.5-flash', displayName: 'Gemini' }, { name: 'tunedModels/mine' }, null, { name: 5 }];
    expect(geminiWire.models?.path(createConfig())).toBe('/models?pageSize=1000');
    expect(geminiWire.models?.decode({ models })).toEqual([
      { id: 'gemini-3.5-flash', raw: models[0] },
      { id: 'tunedModels/mine', raw: models[1] },
    ]);
    expect(geminiWire.models?.decode({ data: [] })).toBeUndefined();
    expect(geminiWire.models?.decode(null)).toBeUndefined();
  });
});
