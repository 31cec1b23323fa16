// Writes the package of a plugin with the command, as its author does. That its tests pass at once is the guide's first step.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openWorkbench, root } from './workbench.mjs';

describe('plugboard new-plugin', () => {
  let workbench;
  let home;

  before(async () => {
    workbench = await openWorkbench('plugboard');
    home = await workbench.empty('home');
  });

  after(() => workbench.close());

  it('writes a package that builds, and holds what is used', async () => {
    const said = await workbench.run('npx', ['--yes', 'plugboard', 'new-plugin', '2-acme'], home);
    assert.match(said, /The plugin "2-acme" is in plugboard-2-acme/);
    const plugin = join(home, 'plugboard-2-acme');
    await workbench.run('npm', ['install'], plugin);
    await workbench.run('npm', ['run', 'build'], plugin);
    const built = ['index', 'wire'].flatMap((name) => [`dist/${name}.d.ts`, `dist/${name}.js`]);
    assert.deepEqual(await contents(plugin), ['README.md', ...built, 'package.json', 'schemas/2-acme.json']);
  });

  it('writes tests that fail where the plugin is wrong', async () => {
    const plugin = join(home, 'plugboard-2-acme');
    const wire = await readFile(join(plugin, 'src/wire.ts'), 'utf8');
    await writeFile(
      join(plugin, 'src/wire.ts'),
      wire.replace("{ maxTokensField: 'max_completion_tokens' }", "{ chatPath: '/wrong' }"),
    );
    await assert.rejects(workbench.run('npm', ['test'], plugin), /2-acme breaks the rule/);
  });

  it('ends without a word where nobody reads what it prints', async () => {
    const child = spawn(process.execPath, [join(root, 'dist/cli.js'), '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    const [[code], told] = await Promise.all([once(child, 'close'), child.stderr.setEncoding('utf8').toArray()]);
    assert.deepEqual([code, told.join('')], [1, '']);
  });

  /** The files that its tarball would have. */
  async function contents(plugin) {
    const [{ files }] = JSON.parse(await workbench.run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], plugin));
    return files.map(({ path }) => path).sort();
  }
});
