import assert from 'node:assert/strict';
import { ProviderRegistry } from 'plugboard';

const registry = new ProviderRegistry();
const found = await registry.discover();
assert.deepEqual(found.map(({ name, origin, state }) => `${name} ${origin} ${state}`).sort(), [
  'acme plugboard-acme@1.0.0 found',
  'broken plugboard-broken@3.1.4 found',
  'signed plugboard-signed@1.0.0 found',
  'tracing plugboard-tracing@1.0.0 found',
]);

await assert.rejects(registry.open('broken'), { code: 'PLUGIN_LOAD', message: /plugboard-broken.*licence .* has run out/ });
const acme = await registry.open('acme');
assert.match((await acme.complete('Hello')).content, /\w/);
assert.equal((await (await registry.open('signed')).complete('Hello')).content, 'You said: Hello');
assert.equal(registry.create('cohere', { apiKey: 'any' }).provider, 'cohere');

const [broken] = registry.list().filter(({ state }) => state === 'failed');
assert.match(`${broken.name} ${broken.origin} ${broken.version}`, /^broken plugboard-broken@3\.1\.4 3\.1\.4$/);
assert.match(broken.error.message, /licence .* has run out/);
assert.throws(() => registry.create('acme', { modle: 'x' }), { code: 'INVALID_CONFIG', message: /did you mean model/ });

// What was found and not named has run nothing; named, it runs.
assert.equal(globalThis.traces, undefined);
await registry.load('plugboard-tracing');
assert.deepEqual(globalThis.traces, ['plugboard-tracing']);
