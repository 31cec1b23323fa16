import { beforeAll, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import schema from '../../schemas/providers/custom.json' with { type: 'json' };
import type { Client, EmbeddingsWire, EmbedResponse, ProviderPlugin, RerankWire } from '../../src/plugin.ts';
import { definePlugin, openaiDialect } from '../../src/plugin.ts';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import { declaredFor } from './declared.ts';
import type { Planted } from './planted.ts';

/** The most texts of one request. */
const BATCH = 20;

const dialect = openaiDialect({ embeddings: { maxInputs: BATCH }, rerank: {} });
const sound = dialect.embeddings as EmbeddingsWire;
const ranking = dialect.rerank as RerankWire;

const embedding = (members: Partial<EmbeddingsWire>): ProviderPlugin => ({
  wire: { ...dialect, embeddings: { ...sound, ...members } },
});
const reranking = (members: Partial<RerankWire>): ProviderPlugin => ({
  wire: { ...dialect, rerank: { ...ranking, ...members } },
});

/** Another client around a sound one. */
const made = (change: (client: Client) => Partial<Client>): ProviderPlugin => ({
  create(config, { apiKey }) {
    const registry = new ProviderRegistry({ env: {} });
    const client = registry.create('custom', { ...config, embeddingBatch: BATCH, apiKey: async () => apiKey?.read() ?? '' });
    const changed = change(client);
    return new Proxy(client, {
      get: (_target, name) => {
        const value = changed[name as keyof Client] ?? client[name as keyof Client];
        return typeof value === 'function' ? value.bind(client) : value;
      },
    });
  },
});

const usage = { promptTokens: 1, completionTokens: 0, totalTokens: 1 };
const nothing: EmbedResponse = { embeddings: [], model: 'm', usage };
const listOf = (input: string | readonly string[]) => [input].flat();

const PLANTED: Planted[] = [
  {
    fault: 'turns the order of the vectors round',
    plant: embedding({
      decode: (body) => {
        const answer = sound.decode(body);
        return answer && { ...answer, vectors: answer.vectors.map(({ values }) => ({ values })).reverse() };
      },
    }),
    rule: 'embeds a list in one request, in its order',
  },
  {
    fault: 'ignores the model of the request',
    plant: embedding({ encode: (call) => ({ ...sound.encode(call), model: 'fixed' }) }),
    rule: 'embeds with the model that a request names',
  },
  {
    fault: 'ignores dimensions',
    plant: embedding({ encode: (call) => sound.encode({ ...call, dimensions: undefined }) }),
    rule: 'gives vectors of the length that is asked for, or refuses to ask for it',
  },
  {
    fault: 'sends more than the API takes',
    plant: embedding({ maxInputs: () => 3000 }),
    rule: 'splits a list that is too long, joins it in its order and adds up what was counted',
  },
  {
    fault: 'counts each part for the whole',
    plant: made((client) => ({
      embed: async (request, options) => {
        const whole = await client.embed(request, options);
        return { ...whole, usage };
      },
    })),
    rule: 'splits a list that is too long, joins it in its order and adds up what was counted',
  },
  {
    fault: 'sends all at once',
    plant: made((client) => ({
      embed: async ({ input, ...request }, options) => {
        const starts = listOf(input).flatMap((_, at) => (at % BATCH === 0 ? [at] : []));
        const all = await Promise.all(
          starts.map((at) => client.embed({ ...request, input: listOf(input).slice(at, at + BATCH) }, options)),
        );
        return { embeddings: all.flatMap(({ embeddings }) => embeddings), model: 'm', usage };
      },
    })),
    rule: 'has four requests for vectors under way at a time, no more, and all end with the signal',
  },
  {
    fault: 'gives what it has when a part fails',
    plant: made((client) => ({ embed: (request, options) => client.embed(request, options).catch(() => nothing) })),
    rule: 'gives no vectors when a part of them fails, and says which',
  },
  {
    fault: 'takes anything for an answer',
    plant: made((client) => ({ embed: (request, options) => client.embed(request, options).catch(() => nothing) })),
    rule: 'takes no answer without vectors for vectors',
  },
  {
    fault: 'quotes the text in its errors',
    plant: made((client) => ({
      embed: (request, options) =>
        client.embed(request, options).catch((error: Error) => {
          throw Object.assign(error, { message: `${error.message} (${listOf(request.input).join()})` });
        }),
    })),
    rule: 'shows neither key nor text when it fails to embed',
  },
  {
    fault: 'tells the places in the answer for those in the request',
    plant: reranking({
      decode: (body) => {
        const answer = ranking.decode(body);
        return answer && { ...answer, results: answer.results.map(({ score }, index) => ({ index, score })) };
      },
    }),
    rule: 'orders documents, the best first, each with its place in the request',
  },
  {
    fault: 'ignores topN',
    plant: made((client) => ({ rerank: ({ topN: _lost, ...request }, options) => client.rerank(request, options) })),
    rule: 'gives as many documents as are asked for, and no more than there are',
  },
  {
    fault: 'drops empty documents',
    plant: made((client) => ({
      rerank: (request, options) => client.rerank({ ...request, documents: request.documents.filter(Boolean) }, options),
    })),
    rule: 'refuses to order documents for an empty document, naming its place',
  },
];

function testsOf(plant: ProviderPlugin): Map<string, () => Promise<void>> {
  const registry = new ProviderRegistry({ builtins: false, env: {} });
  registry.register(definePlugin({ name: 'planted', schema, apiVersion: 1, ...plant }));
  return declaredFor({ provider: 'planted', api: 'openai', registry, config: { model: 'm' } });
}

describe('a fault that is planted in embeddings or ranking', () => {
  // Nock replaces the agent, and with it every connection that could be used again.
  beforeAll(() => nock.restore());

  it.each(PLANTED)('is caught: it $fault', async ({ plant, rule }) => {
    const test = testsOf(plant).get(rule);
    expect(test).toBeDefined();
    await expect(test?.()).rejects.toThrow(`planted breaks the rule "${rule}"`);
  });

  it('is not seen where there is none', async () => {
    const tests = testsOf({ wire: dialect });
    for (const rule of new Set(PLANTED.map((planted) => planted.rule))) await tests.get(rule)?.();
  }, 30_000);
});
