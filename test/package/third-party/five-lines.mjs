import { ProviderRegistry } from 'plugboard';

const registry = new ProviderRegistry();
await registry.load('plugboard-acme');
const client = registry.create('acme');
console.log((await client.complete('How far away is the moon?')).content);
