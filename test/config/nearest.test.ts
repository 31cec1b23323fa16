import { describe, expect, it } from '@jest/globals';
import { nearest } from '../../src/config/nearest.ts';

const KNOWN = ['apiKey', 'baseURL', 'model', 'maxTokens', 'temperature', 'timeoutMs'];

describe('nearest', () => {
  it.each([
    ['modle', 'model'],
    ['apikey', 'apiKey'],
    ['api_key', 'apiKey'],
    ['max-tokens', 'maxTokens'],
    ['temprature', 'temperature'],
    ['timeout', 'timeoutMs'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearest(word, KNOWN)).toBe(meant);
  });

  it.each(['', 'x', 'streaming', 'verbose'])('takes %j for nothing', (word) => {
    expect(nearest(word, KNOWN)).toBeUndefined();
  });

  it('has nothing to say where nothing is known', () => {
    expect(nearest('model', [])).toBeUndefined();
  });
});
