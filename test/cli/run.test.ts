import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { run } from '../../src/cli/run.ts';

const templates = new URL('../../templates/', import.meta.url);

let cwd: string;
let printed: string;
let complained: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'plugboard-cli-'));
  printed = '';
  complained = '';
});

afterEach(() => rm(cwd, { recursive: true }));

const plugboard = (...args: string[]) =>
  run(args, {
    cwd,
    templates,
    print: (line) => {
      printed += `${line}\n`;
    },
    complain: (line) => {
      complained += `${line}\n`;
    },
  });

const written = async (folder: string) =>
  (await readdir(join(cwd, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(join(cwd, folder).length + 1))
    .sort();

const text = (path: string) => readFile(join(cwd, path), 'utf8');

describe('plugboard', () => {
  it('tells its version and its help', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    expect(await plugboard('--version')).toBe(0);
    expect(printed).toBe(`${version}\n`);
    expect(await plugboard('new-plugin', '--help')).toBe(0);
    expect(printed).toMatch(/Usage: plugboard new-plugin <name> \[folder\]/);
    expect(complained).toBe('');
  });

  it.each([
    [[], 'no command'],
    [['new-plugn', 'acme'], 'there is no command "new-plugn". Did you mean "new-plugin"?'],
    [['sing'], 'there is no command "sing".\n'],
    [['new-plugin', 'acme', '--force'], "'--force'.\n"],
    [['new-plugin'], 'needs the name'],
    [['new-plugin', 'Acme'], '"Acme" is no provider name: use lower case letters'],
    [['new-plugin', '../acme'], 'is no provider name'],
    [['new-plugin', 'acme', 'here', 'there'], '"there"'],
    [['new-plugin', 'cohere'], '"cohere" is a provider of Plugboard itself'],
    [['new-plugin', 'claude'], '"claude" is a provider of Plugboard itself'],
    [['new-plugin', 'plugboard-acme'], '"plugboard-acme" names a package: give its provider, plugboard new-plugin acme'],
    [['new-plugin', '@me/plugboard-acme'], 'names a package: give its provider, plugboard new-plugin acme'],
  ])('does not understand %j, and says why', async (args, says) => {
    expect(await plugboard(...args)).toBe(2);
    expect(complained).toContain(says);
    expect(complained).toContain('--help');
    expect(await readdir(cwd)).toEqual([]);
  });
});

describe('new-plugin', () => {
  it('writes a package whose manifest names what is there', async () => {
    expect(await plugboard('new-plugin', 'acme')).toBe(0);
    expect(printed).toMatch(/cd plugboard-acme\n {2}npm install\n {2}npm test/);
    expect(await written('plugboard-acme')).toEqual([
      '.gitignore',
      'README.md',
      'package.json',
      'schemas/acme.json',
      'src/index.ts',
      'src/wire.ts',
      'test/acme.test.mjs',
      'tsconfig.json',
    ]);
    const manifest = JSON.parse(await text('plugboard-acme/package.json'));
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    expect(manifest).toMatchObject({
      name: 'plugboard-acme',
      keywords: ['plugboard-plugin'],
      plugboard: { providers: ['acme'], schemas: { acme: './schemas/acme.json' } },
      peerDependencies: { plugboard: `^${version}` },
      devDependencies: { plugboard: `^${version}` },
    });
    expect(JSON.parse(await text('plugboard-acme/schemas/acme.json')).properties.apiKey.env).toEqual(['ACME_API_KEY']);
  });

  it('makes names for code of any name of a provider, and leaves no placeholder', async () => {
    expect(await plugboard('new-plugin', '4-all.v2', 'deep/er')).toBe(0);
    const files = await written('deep/er');
    const all = (await Promise.all(files.map((file) => text(`deep/er/${file}`)))).join('\n');
    expect(all).not.toMatch(/__\w+__/);
    expect(files.join()).not.toContain('__');
    expect(all).toContain("'4-all.v2': Provider4AllV2Config;");
    expect(all).toContain('"PROVIDER_4_ALL_V2_API_KEY"');
  });

  it('takes a folder that is empty, and refuses one in use', async () => {
    await mkdir(join(cwd, 'empty'));
    expect(await plugboard('new-plugin', 'acme', 'empty')).toBe(0);
    expect(await plugboard('new-plugin', 'acme', 'empty')).toBe(1);
    expect(complained).toMatch(/empty is not empty: name a new folder/);
    await writeFile(join(cwd, 'file'), 'mine');
    expect(await plugboard('new-plugin', 'acme', 'file')).toBe(1);
    expect(complained).toContain('file is no folder');
    expect(await text('file')).toBe('mine');
  });

  it('writes into the folder that it runs in, a fresh repository too', async () => {
    await mkdir(join(cwd, '.git'));
    expect(await plugboard('new-plugin', 'acme', '.')).toBe(0);
    expect(printed).toMatch(/^The plugin "acme" is here\. Next:\n\n {2}npm install\n {2}npm test\n/);
    expect(await written('src')).toEqual(['index.ts', 'wire.ts']);
  });

  it('says why nothing can be written', async () => {
    await writeFile(join(cwd, 'file'), 'mine');
    expect(await plugboard('new-plugin', 'acme', 'file/below')).toBe(1);
    expect(complained).toMatch(/can't be written|is no folder/);
  });
});
