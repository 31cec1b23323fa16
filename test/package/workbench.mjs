// What the tests of packages need: packed tarballs, a registry that serves them, and empty folders to install them into.

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRegistry } from './registry.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where the packages are. */
const FOLDERS = {
  plugboard: '.',
  'plugboard-acme': 'examples/plugboard-acme',
  'plugboard-signed': 'examples/plugboard-signed',
  'plugboard-broken': 'test/package/third-party/plugboard-broken',
  'plugboard-tracing': 'test/package/third-party/plugboard-tracing',
};

/** A folder, the registry, and what runs commands there; `close` removes all. */
export async function openWorkbench(...names) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'plugboard-bench-')));
  const packed = await Promise.all(names.map(async (name) => [name, await pack(join(root, FOLDERS[name]), folder)]));
  const registry = await startRegistry(Object.fromEntries(packed));
  const env = {
    npm_config_registry: registry.url,
    npm_config_cache: join(folder, 'cache'),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
  };
  return {
    folder,
    tarballs: Object.fromEntries(packed.map(([name, { path }]) => [name, path])),
    /** An empty folder of this name. */
    async empty(name) {
      await mkdir(join(folder, name));
      return join(folder, name);
    },
    run: (command, args, cwd, more = {}) => run(command, args, cwd, { ...env, ...more }),
    async close() {
      registry.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An empty folder of the workbench with an app that has these packages. */
export async function createApp(workbench, name, packages) {
  const app = await workbench.empty(name);
  await writeFile(join(app, 'package.json'), JSON.stringify({ name, private: true, type: 'module' }));
  await workbench.run('npm', ['install', ...packages], app);
  return app;
}

async function pack(source, folder) {
  const listed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], source);
  const [{ filename }] = JSON.parse(listed);
  const path = join(folder, filename);
  return { path, manifest: JSON.parse(await readFile(join(source, 'package.json'), 'utf8')), read: () => readFile(path) };
}

/** Runs a command to its end, and gives what it printed; what it wrote is told where it fails. */
export function run(command, args, cwd, env = {}) {
  // What it is in the process that runs these tests, else `node --test` below would run none.
  const { NODE_TEST_CONTEXT: _ours, ...inherited } = process.env;
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd, env: { ...inherited, ...env } }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${[command, ...args].join(' ')}\n${stdout}${stderr}`));
      else resolve(stdout);
    });
  });
}
