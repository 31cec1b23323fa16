import assert from 'node:assert/strict';
import { ProviderRegistry } from 'plugboard';
import { Acme } from './acme.mjs';

const transport = {
  async send({ url, headers, body }) {
    assert.equal(url, 'https://acme.example/say');
    assert.equal(headers['x-acme-key'], 'k');
    return { status: 200, headers: { 'content-type': 'application/json' }, body: echo(JSON.parse(body).ask) };
  },
};

async function* echo(words) {
  yield Buffer.from(JSON.stringify({ said: `You said: ${words}` }));
}

const registry = new ProviderRegistry({ transport });
registry.register(Acme);
const client = registry.create('acme', { apiKey: 'k', baseURL: 'https://acme.example' });
assert.equal((await client.complete('Hello')).content, 'You said: Hello');
assert.throws(() => registry.create('acme', { apiKy: 'k', baseURL: 'https://acme.example' }), { code: 'INVALID_CONFIG' });
