import assert from 'node:assert/strict';
import { ProviderRegistry } from 'plugboard';
import { startSimulator } from 'plugboard/testing';

const simulator = await startSimulator();
const apiKey = 'any';
const client = ProviderRegistry.create('cohere', { apiKey, baseURL: simulator.baseURL('cohere') });

const input = Array.from({ length: 200 }, (_, index) => `Text ${index}`);
assert.equal((await client.embed({ input, inputType: 'search_document' })).embeddings.length, 200);
assert.equal((await client.rerank({ query: 'Which?', documents: input, topN: 3 })).results.length, 3);

const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const { parsed } = await client.complete({
  prompt: 'Which city?',
  responseFormat: { type: 'json_schema', name: 'city', schema },
});
assert.equal(typeof parsed.city, 'string');

const templated = ProviderRegistry.create('huggingface', {
  apiKey,
  api: 'text-generation',
  chatTemplate: '{% for message in messages %}<{{ message.role }}>{{ message.content }}{% endfor %}',
});
const messages = [{ role: 'user', content: 'Hi' }];
assert.equal(templated.encode({ messages }).body.inputs, '<user>Hi');
await simulator.close();
