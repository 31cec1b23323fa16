// What 99 further plugins among the dependencies of an app add to the start of one that uses a plugin: `discover` and `open`, each time in
// a new process, in turn.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './support.mjs';

const RUNS = 25;
const OPEN = `import { ProviderRegistry } from 'plugboard';
const registry = new ProviderRegistry();
const before = performance.now();
const found = await registry.discover();
await registry.open('plugin-0', { apiKey: 'bench-key' });
if (found.length !== Number(process.argv[2])) throw new Error(\`\${found.length} found\`);
console.log(performance.now() - before);
`;

const folder = mkdtempSync(join(tmpdir(), 'plugboard-discovery-'));
try {
  const [one, hundred] = [1, 100].map(createApp);
  start(one, 1);
  start(hundred, 100);
  const pairs = Array.from({ length: RUNS }, () => [start(one, 1), start(hundred, 100)]);
  console.log(
    `discovery: discover and open with 1 plugin installed ${median(pairs.map(([ms]) => ms)).toFixed(0)} ms, with 100 ` +
      `${median(pairs.map(([, ms]) => ms)).toFixed(0)} ms, added ${median(pairs.map(([a, b]) => b - a)).toFixed(1)} ms (target: at most 20)`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

/** An app with so many plugins. */
function createApp(count) {
  const app = join(folder, `app-${count}`);
  const names = Array.from({ length: count }, (_, index) => `plugin-${index}`);
  write(join(app, 'package.json'), { type: 'module', dependencies: Object.fromEntries(names.map((name) => [name, '1.0.0'])) });
  write(join(app, 'start.js'), OPEN);
  for (const name of names) install(name, join(app, 'node_modules', name));
  symlinkSync(fileURLToPath(new URL('../', import.meta.url)), join(app, 'node_modules/plugboard'), 'dir');
  return app;
}

function install(name, home) {
  const properties = { baseURL: { default: 'https://plugin.example/v1' }, model: { default: 'plugin-1' }, apiKey: {} };
  const schema = { type: 'object', properties, required: ['apiKey'] };
  write(join(home, 'package.json'), {
    name,
    version: '1.0.0',
    type: 'module',
    exports: './index.js',
    keywords: ['plugboard-plugin'],
    plugboard: { apiVersion: 1, providers: [name], entry: './index.js', schemas: { [name]: './schema.json' } },
  });
  write(join(home, 'schema.json'), schema);
  const options = JSON.stringify({ name, apiVersion: 1, schema });
  write(
    join(home, 'index.js'),
    `import { definePlugin, openaiDialect } from 'plugboard/plugin';
export const Plugin = definePlugin({ ...${options}, wire: openaiDialect() });
`,
  );
}

function write(path, content) {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
}

function start(app, count) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['start.js', String(count)], { cwd: app });
  if (status !== 0) throw new Error(String(stderr));
  return Number(stdout);
}
