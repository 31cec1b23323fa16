import { describe, expect, it } from '@jest/globals';
import { didYouMean, nearest } from '../../src/config/nearest.ts';

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

describe('didYouMean', () => {
  it('asks whether the nearest was meant, or says what else there is to say', () => {
    expect(didYouMean('modle', KNOWN)).toBe('; did you mean "model"?');
    expect(didYouMean('streaming', KNOWN)).toBe('');
    expect(didYouMean('streaming', KNOWN, ': there are six')).toBe(': there are six');
  });
});
