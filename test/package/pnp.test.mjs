// Plug'n'Play, without Yarn: the map that its runtime gives, over packages that are in no node_modules folder.

import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root, run } from './workbench.mjs';

const RUNTIME = `
const { join } = require('node:path');
const packages = { 'plugboard-acme': 'cache/plugboard-acme/', tracing: 'cache/plugboard-tracing/' };
const find = (name) => {
  if (!packages[name]) throw new Error('Your application tried to access ' + name);
  return join(__dirname, packages[name]);
};
require('node:module').findPnpApi = () => ({
  resolveToUnqualified: (name, issuer, { considerBuiltins }) => (considerBuiltins ? null : find(name)),
  resolveRequest: (name, issuer, { conditions }) => (conditions.has('import') ? join(find(name), 'index.js') : null),
});
`;

const APP = `
import assert from 'node:assert/strict';
import { ProviderRegistry } from ${JSON.stringify(join(root, 'dist/index.js'))};

const registry = new ProviderRegistry({ env: { ACME_API_KEY: 'any-key' } });
const found = await registry.discover({ allow: ['plugboard-acme'] });
assert.deepEqual(found.map(({ name, origin, allowed }) => [name, origin, allowed]), [
  ['acme', 'plugboard-acme@1.0.0', undefined],
  ['tracing', 'plugboard-tracing@1.0.0', false],
]);
assert.equal((await registry.open('acme')).model, 'acme-large');
assert.equal(globalThis.traces, undefined);
await registry.load('tracing');
assert.deepEqual(globalThis.traces, ['plugboard-tracing']);
await assert.rejects(registry.load('absent'), { code: 'PLUGIN_LOAD', message: /tried to access absent/ });

const configured = await ProviderRegistry.fromConfigFile('plugboard.json', { env: {} });
assert.equal(configured.client('acme').provider, 'acme');
`;

const CONFIG = { plugins: ['plugboard-acme'], clients: { acme: { provider: 'acme', apiKey: 'any-key' } } };

describe("Plug'n'Play", () => {
  let app;

  before(async () => {
    app = await realpath(await mkdtemp(join(tmpdir(), 'plugboard-pnp-')));
    const dependencies = { 'plugboard-acme': '1', tracing: 'npm:plugboard-tracing@1' };
    const files = { 'package.json': JSON.stringify({ dependencies }), '.pnp.cjs': RUNTIME, 'app.mjs': APP };
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(app, name), text)));
    await writeFile(join(app, 'plugboard.json'), JSON.stringify(CONFIG));
    await cp(join(root, 'examples/plugboard-acme'), join(app, 'cache/plugboard-acme'), { recursive: true });
    const tracing = join(root, 'test/package/third-party/plugboard-tracing');
    await cp(tracing, join(app, 'cache/plugboard-tracing'), { recursive: true });
    // The plugins are given Plugboard as it is linked in a workspace.
    await mkdir(join(app, 'cache/node_modules/plugboard'), { recursive: true });
    for (const name of ['package.json', 'dist']) {
      await cp(join(root, name), join(app, 'cache/node_modules/plugboard', name), { recursive: true });
    }
  });

  after(() => rm(app, { recursive: true }));

  it('gives the plugins that an app finds, opens, loads and names in its config file', () =>
    run(process.execPath, ['--require', './.pnp.cjs', 'app.mjs'], app));
});
