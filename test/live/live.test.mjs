// Asks the real APIs: npm run test:live. A provider whose key is not in the environment is skipped.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProviderRegistry } from 'plugboard';

const QUESTION = { prompt: 'Say "test" and nothing else.', maxTokens: 200 };

const FORM = {
  prompt: 'Answer with the number of days of a week, as JSON.',
  maxTokens: 1000,
  responseFormat: {
    type: 'json_schema',
    name: 'answer',
    schema: { type: 'object', properties: { days: { type: 'integer' } }, required: ['days'] },
  },
};

const NAMES = ['openai', 'anthropic', 'gemini', 'deepseek', 'siliconflow', 'kimi', 'cohere', 'huggingface'];

for (const name of NAMES) {
  let client;
  let skip;
  try {
    client = ProviderRegistry.create(name, { deadlineMs: 120_000 });
  } catch (error) {
    if (error.reason !== 'missing_key') throw error;
    skip = error.message;
  }

  describe(name, { skip }, () => {
    it('completes', async () => {
      const response = await client.complete(QUESTION);
      assert.match(response.content, /test/i);
      assert.equal(response.finishReason, 'stop');
      assert.ok(response.tokensUsed > 0);
      assert.equal(response.usage.estimated, undefined);
    });

    it('streams', async () => {
      const types = [];
      const stream = client.stream(QUESTION);
      for await (const event of stream) types.push(event.type);
      assert.equal(types.at(-1), 'finish');
      assert.ok(types.includes('text'));
      assert.match((await stream.response).content, /test/i);
    });

    it('answers by a schema', async () => {
      assert.deepEqual((await client.complete(FORM)).parsed, { days: 7 });
    });

    it('embeds', { skip: client && !client.capabilities.has('embed') }, async () => {
      const { embeddings, usage } = await client.embed({ input: ['a river', 'a town'], inputType: 'search_document' });
      assert.equal(embeddings.length, 2);
      assert.ok(embeddings.every((vector) => vector.length === embeddings[0].length && vector.every(Number.isFinite)));
      assert.ok(usage.totalTokens > 0);
    });

    it('is available, and lists the model that it uses', async () => {
      const { available, reason } = await client.checkAvailability();
      assert.ok(available, reason);
      assert.ok((await client.listModels()).length > 0);
    });

    it('tells a model that is not there', async () => {
      await assert.rejects(client.complete({ ...QUESTION, model: 'no-such-model-plugboard' }), {
        code: /LLM_RESPONSE|INVALID_INPUT/,
      });
    });

    it('tells a wrong key', async () => {
      const stranger = ProviderRegistry.create(name, { apiKey: 'wrong-key-0123456789' });
      await assert.rejects(stranger.complete(QUESTION), { code: 'INVALID_CONFIG' });
    });
  });
}
