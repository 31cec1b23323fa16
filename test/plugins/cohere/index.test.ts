import { describe, expect, it } from '@jest/globals';
import type { CohereConfig } from '../../../plugins/cohere/api.ts';
import { CohereProvider } from '../../../plugins/cohere/index.ts';
import { wireV1 } from '../../../plugins/cohere/wire-v1.ts';
import { wireV2 } from '../../../plugins/cohere/wire-v2.ts';
import { optionsOf } from '../../../src/registry/define.ts';

const cohere = new CohereProvider();
const configured = (baseURL: string, apiVersion?: 'v1' | 'v2') => {
  const config = cohere.configure({ baseURL, ...(apiVersion && { apiVersion }) } as CohereConfig);
  return { url: config.baseURL, wire: cohere.wire(config) };
};

describe('cohere', () => {
  it('is a plugin with its schema and hosts', () => {
    expect(optionsOf(CohereProvider)).toMatchObject({
      name: 'cohere',
      apiVersion: 1,
      hosts: { 'api.cohere.com': '/v2', 'api.cohere.ai': '/v1' },
      schema: { properties: { apiKey: { env: ['COHERE_API_KEY', 'CO_API_KEY'] } } },
    });
  });

  it('speaks v2 by default', () => {
    expect(configured('https://api.cohere.com/v2')).toEqual({ url: 'https://api.cohere.com/v2', wire: wireV2 });
  });

  it('speaks v1 where the path of baseURL ends in it', () => {
    expect(configured('https://api.cohere.ai/v1')).toEqual({ url: 'https://api.cohere.ai/v1', wire: wireV1 });
    expect(configured('https://gateway.example/cohere/v1').wire).toBe(wireV1);
    expect(configured('https://gateway.example/v1/cohere').wire).toBe(wireV2);
  });

  it('puts an explicit version into the path on its own hosts', () => {
    expect(configured('https://api.cohere.com/v2', 'v1')).toEqual({ url: 'https://api.cohere.com/v1', wire: wireV1 });
    expect(configured('https://api.cohere.ai/v1', 'v2')).toEqual({ url: 'https://api.cohere.ai/v2', wire: wireV2 });
    expect(configured('https://api.cohere.com/v2', 'v2')).toEqual({ url: 'https://api.cohere.com/v2', wire: wireV2 });
  });

  it('keeps the URL of any other host as given', () => {
    expect(configured('https://gateway.example/v2', 'v1')).toEqual({ url: 'https://gateway.example/v2', wire: wireV1 });
    expect(configured('http://localhost:8080/chat/v1', 'v2')).toEqual({ url: 'http://localhost:8080/chat/v1', wire: wireV2 });
  });
});
