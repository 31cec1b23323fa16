import assert from 'node:assert/strict';
import { ProviderRegistry } from 'plugboard';

process.on('warning', ({ message }) => assert.match(message, /plugboard-broken/));
const registry = await ProviderRegistry.fromConfigFile('plugboard.yaml');
assert.equal((await registry.client('theirs').complete('Hello')).content, 'You said: Hello');
assert.equal((await registry.client().complete('Hello')).model, 'acme-small');
assert.throws(() => registry.client('lost'), { code: 'PLUGIN_LOAD', message: /licence .* has run out/ });
