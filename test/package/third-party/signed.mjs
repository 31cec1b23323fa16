import { ProviderRegistry } from 'plugboard';

const registry = new ProviderRegistry();
await registry.discover();
const client = await registry.open('signed');
console.log((await client.complete('Hello')).content, (await client.stream('again').response).content);
