const assert = require('node:assert/strict');
const { LLMError, ProviderRegistry } = require('plugboard');
const plugin = require('plugboard/plugin');
const { startSimulator } = require('plugboard/testing');

async function main() {
  const simulator = await startSimulator();
  const client = ProviderRegistry.create('anthropic', { apiKey: 'any', baseURL: simulator.baseURL('anthropic') });
  const { content, finishReason } = await client.complete('How many words are in this question?');
  assert.match(content, /\w/);
  assert.equal(finishReason, 'stop');

  assert.equal(plugin.LLMError, LLMError);
  assert.equal((await import('plugboard')).LLMError, LLMError);
  await assert.rejects(client.complete({ messages: [] }), plugin.InvalidInputError);
  await simulator.close();
}

assert.equal(require('plugboard/package.json').name, 'plugboard');
assert.equal(require('plugboard/schemas/providers/cohere.json').type, 'object');
main();
