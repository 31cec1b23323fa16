import { describe, expect, it } from '@jest/globals';
import { InvalidInputError, type Reasoning } from '../../../src/plugin.ts';
import { ProviderRegistry } from '../../../src/registry/registry.ts';

const registry = new ProviderRegistry({ env: {} });

interface Given {
  config?: number;
  request?: number;
  budget?: number;
}

/** The limit that is sent for a maximum in the config, one in the request, and a budget for thinking. */
function sent({ config, request, budget }: Given): unknown {
  const client = registry.create('anthropic', { apiKey: 'key-0123456789', ...(config && { maxTokens: config }) });
  const reasoning = budget === undefined ? undefined : { budgetTokens: budget };
  return client.encode({ prompt: 'Hi', maxTokens: request, reasoning }).body.max_tokens;
}

describe('the most tokens of an answer', () => {
  it('are 2,000 where nobody names a maximum, on top of a budget', () => {
    expect(sent({})).toBe(2000);
    expect(sent({ budget: 4096 })).toBe(6096);
  });

  it.each([
    [{ config: 3000 }, 3000],
    [{ request: 9 }, 9],
    [{ config: 3000, request: 9 }, 9],
    [{ config: 3000, budget: 1024 }, 3000],
    [{ config: 2000, budget: 1024 }, 2000],
    [{ request: 2000, budget: 1999 }, 2000],
    [{ config: 1000, request: 64_000, budget: 4096 }, 64_000],
  ] satisfies [Given, number][])('given %j are %i', (given, maximum) => {
    expect(sent(given)).toBe(maximum);
  });

  it.each([
    [{ request: 2000, budget: 4096 }, 2000],
    [{ request: 4096, budget: 4096 }, 4096],
    [{ config: 1000, budget: 5000 }, 1000],
    [{ config: 2000, budget: 2000 }, 2000],
    [{ config: 64_000, request: 1000, budget: 1024 }, 1000],
  ] satisfies [Given, number][])('given %j are refused, as they are not over the budget', (given, maximum) => {
    expect(() => sent(given)).toThrow(InvalidInputError);
    expect(() => sent(given)).toThrow(
      `maxTokens: must be over reasoning.budgetTokens, which is ${given.budget} (given: ${maximum})`,
    );
  });

  it('leave room for thoughts and an answer', () => {
    const limit = (reasoning: Reasoning) =>
      registry.create('anthropic', { apiKey: 'k' }).encode({ prompt: 'Hi', reasoning }).body;
    expect(limit({ effort: 'high' }).max_tokens).toBe(18_384);
    expect(limit({ effort: 'none' }).max_tokens).toBe(2000);
  });

  it('are no default of the client, so that an unset maximum can be told from a set one', () => {
    expect(registry.create('anthropic', { apiKey: 'key-0123456789' }).maxTokens).toBeUndefined();
  });
});
