import { describe, expect, it } from '@jest/globals';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import type { Client } from '../../src/types.ts';
import { failureOf } from '../support/failure.ts';
import { FakeTransport } from '../support/fake-transport.ts';
import { hasSpecs, type SpecifiedProvider, violationsOf } from './violations.ts';

/** For slow machines: one of the descriptions takes a second to read. */
const PATIENCE_MS = 60_000;

/** What was posted; that nothing of use came back does not matter here. */
async function postedBy(provider: SpecifiedProvider, ask: (client: Client) => Promise<unknown>) {
  const transport = new FakeTransport({ chunks: ['{}'] });
  await failureOf(ask(new ProviderRegistry({ env: {}, transport }).create(provider, { apiKey: 'any-key' })));
  return transport.requests.map(({ url, body = '' }) => ({ path: new URL(url).pathname, body: JSON.parse(body) }));
}

async function violationsBy(provider: SpecifiedProvider, ask: (client: Client) => Promise<unknown>): Promise<string[]> {
  const posted = await postedBy(provider, ask);
  expect(posted.length).toBeGreaterThan(0);
  return posted.flatMap(({ path, body }) => violationsOf(provider, path, body));
}

(hasSpecs ? describe : describe.skip).each(['openai', 'siliconflow', 'gemini', 'ollama'] as const)(
  'what %s sends',
  (provider) => {
    it.each([
      { input: 'Hi' },
      { input: ['Hi', 'Ho'] },
      { input: new Array(100).fill('Hi') },
      { input: 'Hi', dimensions: 256 },
      { input: 'Hi', inputType: 'search_query' as const },
    ])(
      'is what the description of its API lists, to embed (%#)',
      async (request) => {
        expect(await violationsBy(provider, (client) => client.embed(request))).toEqual([]);
      },
      PATIENCE_MS,
    );

    it(
      'would not go unnoticed with a member that nobody knows',
      async () => {
        for (const { path, body } of await postedBy(provider, (client) => client.embed({ input: 'Hi' })))
          expect(violationsOf(provider, path, { ...body, unheard_of: true })).not.toEqual([]);
      },
      PATIENCE_MS,
    );
  },
);

(hasSpecs ? describe : describe.skip)('what siliconflow sends to order documents', () => {
  it.each([{}, { topN: 2 }])(
    'is what the description of its API lists, with %j',
    async (more) => {
      const violations = await violationsBy('siliconflow', (client) =>
        client.rerank({ query: 'q', documents: ['a', 'b', 'c'], ...more }),
      );
      expect(violations).toEqual([]);
    },
    PATIENCE_MS,
  );
});
