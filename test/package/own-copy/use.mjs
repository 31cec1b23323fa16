import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { InvalidInputError, ProviderRegistry } from 'plugboard';

// Written by the test.
const { InvalidInputError: Theirs } = await import(new URL('vendor/plain.mjs', import.meta.url));
assert.notEqual(Theirs, InvalidInputError);
const registry = new ProviderRegistry({ builtins: false });
await registry.load('./vendor');
const names = registry.list().map(({ name }) => name);
const modules = (await readdir('vendor')).filter((file) => file.endsWith('.mjs'));
assert.deepEqual(names, modules.map((file) => file.replace('.mjs', '')).sort());
for (const name of names) {
  const client = registry.create(name, { apiKey: 'any-key', baseURL: process.env.SIMULATOR });
  assert.match((await client.complete('Hello')).content, /^Simulated /, name);
  assert.match((await client.stream('Hello').response).content, /^Simulated /, name);
  // What their copy's class of error says is told by ours.
  await assert.rejects(client.complete({ prompt: 'Hello', maxTokens: 13 }), (error) => {
    assert.ok(error instanceof InvalidInputError, name);
    assert.match(error.message, /13 is refused/, name);
    return true;
  });
}
console.log(names.join(' '));
