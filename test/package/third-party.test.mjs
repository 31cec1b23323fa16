// Packs the examples, installs them into an empty app beside a broken plugin, and uses them there as their users do.

import assert from 'node:assert/strict';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { startServer } from '../../examples/plugboard-signed/server.js';
import { createApp, openWorkbench, root } from './workbench.mjs';

const EXAMPLES = ['plugboard-acme', 'plugboard-signed'];
const PLUGINS = [...EXAMPLES, 'plugboard-broken', 'plugboard-tracing'];

const TYPED = `
import { type Client, ProviderRegistry } from 'plugboard';
import type { SignedConfig } from 'plugboard-signed';
import type {} from 'plugboard-acme';

const registry = new ProviderRegistry();
await registry.load('plugboard-signed', 'plugboard-acme');
const config: SignedConfig = { keyId: 'team-7', timeoutMs: 5000 };
const client: Client = registry.create('signed', config);
console.log((await client.complete('Hello')).content);

export const typos = () => {
  // @ts-expect-error: a typo in a plugin's own key
  registry.create('signed', { keyID: 'team-7' });
  // @ts-expect-error: the same typo, where the plugin is loaded on demand
  registry.open('signed', { keyID: 'team-7' });
  // @ts-expect-error: a key of another plugin
  registry.create('acme', { keyId: 'team-7' });
};
`;

describe('packages of third parties', () => {
  let workbench;
  let server;
  let simulator;
  let app;
  let env;

  before(async () => {
    workbench = await openWorkbench('plugboard', ...PLUGINS);
    app = await createApp(
      workbench,
      'app',
      ['plugboard', ...PLUGINS].map((name) => workbench.tarballs[name]),
    );
    await cp(new URL('third-party/', import.meta.url), app, {
      recursive: true,
      filter: (path) => !path.includes('third-party/plugboard-'),
    });
    const { startSimulator } = await import(pathToFileURL(join(app, 'node_modules/plugboard/dist/testing.js')));
    simulator = await startSimulator();
    server = await startServer({ 'team-7': 'a-secret-of-team-7' });
    env = {
      ACME_API_KEY: 'any-key',
      ACME_BASE_URL: simulator.baseURL('openai'),
      SIGNED_SECRET: 'a-secret-of-team-7',
      SIGNED_KEY_ID: 'team-7',
      SIGNED_BASE_URL: server.baseURL,
    };
  });

  after(async () => {
    await Promise.all([server?.close(), simulator?.close()]);
    await workbench?.close();
  });

  const node = (script) => workbench.run(process.execPath, [script], app, env);

  it('answer after five lines of code', async () => {
    const answered = await node('five-lines.mjs');
    assert.match(answered, /^Simulated .*\n$/);
    assert.equal(await node('five-lines.cjs'), answered);
  });

  it('answer with a wire and a signature of their own', async () => {
    assert.equal(await node('signed.mjs'), 'You said: Hello You said: again\n');
  });

  for (const name of EXAMPLES) {
    it(`pass tests of their own: ${name}`, async () => {
      const source = join(app, 'source', name);
      await cp(join(root, 'examples', name), source, { recursive: true });
      const tested = await workbench.run('npm', ['test'], source);
      assert.match(tested, /[#ℹ] fail 0/);
      assert.ok(Number(/[#ℹ] pass (\d+)/.exec(tested)[1]) > 50);
    });
  }

  it('are named by a config file', () => node('config-file.mjs'));

  it('are found beside a broken one, which is reported and harms nothing; none is imported that was not named', () =>
    node('beside-broken.mjs'));

  it('bring the types of their configs', async () => {
    const compilerOptions = { module: 'nodenext', target: 'es2023', strict: true, exactOptionalPropertyTypes: true, types: [] };
    await writeFile(join(app, 'typed.mts'), TYPED);
    await writeFile(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['typed.mts'] }));
    await workbench.run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')], app);
    assert.equal(await node('typed.mjs'), 'You said: Hello\n');
  });
});
