import { describe, expect, it } from '@jest/globals';
import { chatAddress, modelsAddress } from '../../src/openai-dialect/address.ts';
import type { DialectFacts } from '../../src/plugin.ts';
import { createCall, createConfig } from './create-call.ts';

const azure: DialectFacts = {
  chatPath: '/deployments/{model}/chat/completions',
  modelsPath: '/all models',
  query: { 'api-version': '{apiVersion}' },
};

describe('the address', () => {
  it('is /chat/completions below the base URL', () => {
    expect(chatAddress(createCall(), {})).toBe('/chat/completions');
    expect(modelsAddress(createConfig(), {})).toBe('/models');
  });

  it.each([
    ['https://api.example.com/x/chat/completions', 'https://api.example.com/x/models'],
    ['https://api.example.com/x/chat/completions?version=1', 'https://api.example.com/x/models?version=1'],
  ])('is %s itself', (baseURL, models) => {
    const config = createConfig({ baseURL });
    expect(chatAddress(createCall({ config }), {})).toBe('');
    expect(modelsAddress(config, {})).toBe(models);
  });

  it('is what the facts say, with the values of the call and of the config', () => {
    const config = { ...createConfig(), apiVersion: '2024-10-21' };
    expect(chatAddress(createCall({ config, model: 'mine' }), azure)).toBe(
      '/deployments/mine/chat/completions?api-version=2024-10-21',
    );
    expect(modelsAddress(config, azure)).toBe('/all models?api-version=2024-10-21');
  });

  it('keeps a value in its place', () => {
    const config = { ...createConfig(), apiVersion: '1&b=c d' };
    expect(chatAddress(createCall({ config, model: '../a?b' }), azure)).toBe(
      '/deployments/..%2Fa%3Fb/chat/completions?api-version=1%26b%3Dc%20d',
    );
  });

  it('leaves a place alone that nothing has a value for', () => {
    expect(chatAddress(createCall(), { chatPath: '/{constructor}/{unknown}' })).toBe('/{constructor}/{unknown}');
  });

  it('has the query too where the base URL is the whole of it', () => {
    const config = createConfig({ baseURL: 'https://api.example.com/chat/completions' });
    expect(chatAddress(createCall({ config }), { query: { a: 'b', c: 'd' } })).toBe('?a=b&c=d');
  });
});
