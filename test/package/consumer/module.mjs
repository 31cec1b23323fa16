import assert from 'node:assert/strict';
import { LLMError, ProviderRegistry } from 'plugboard';
import * as plugin from 'plugboard/plugin';
import { startSimulator } from 'plugboard/testing';

const simulator = await startSimulator();
const client = ProviderRegistry.create('anthropic', { apiKey: 'any', baseURL: simulator.baseURL('anthropic') });
const whole = await client.complete('How many words are in this question?');
assert.match(whole.content, /\w/);
assert.equal(whole.finishReason, 'stop');

let streamed = '';
for await (const text of client.stream('How many words are in this question?').text) streamed += text;
assert.equal(streamed, whole.content);

assert.equal(plugin.LLMError, LLMError);
await assert.rejects(client.complete({ messages: [] }), plugin.InvalidInputError);
await simulator.close();
