import assert from 'node:assert/strict';
import { ProviderRegistry } from 'plugboard';
import { startSimulator } from 'plugboard/testing';

const simulator = await startSimulator();
const registry = await ProviderRegistry.fromConfigFile('plugboard.yaml', { env: { SIMULATOR: simulator.baseURL('cohere') } });
assert.match((await registry.client().complete('Hello')).content, /\w/);
await assert.rejects(registry.client('proxied').complete('Hello'), { code: 'LLM_REQUEST', message: /proxy/ });
await simulator.close();
