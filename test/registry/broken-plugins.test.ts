import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import { failureOf } from '../support/failure.ts';

let app: string;

/** A module of a plugin as plain JavaScript, which shares nothing with this package but the names. */
const plugin = (name: string, options: object = {}) => `
export class Plugin {
  static [Symbol.for('plugboard.provider')] = ${JSON.stringify({
    name,
    apiVersion: 1,
    schema: { properties: { baseURL: { default: 'https://acme.test' }, model: { default: `${name}-1` } } },
    ...options,
  })};
  create(config) { return { provider: '${name}', model: config.model }; }
}
globalThis.imported = [...(globalThis.imported ?? []), '${name}'];`;

interface Package {
  section?: object | string;
  source?: string;
  files?: Readonly<Record<string, string>>;
  more?: object;
}

/** Installs a package in the app. */
async function install(
  name: string,
  { section, source = plugin(name), files = {}, more = {} }: Package = {},
  as = name,
): Promise<void> {
  const folder = join(app, 'node_modules', as);
  const told = section === undefined ? { apiVersion: 1, providers: [name], entry: './index.js' } : section;
  const manifest = {
    name,
    version: '1.2.3',
    type: 'module',
    exports: './index.js',
    keywords: ['plugboard-plugin'],
    plugboard: told,
    ...more,
  };
  for (const [path, text] of Object.entries({ 'package.json': JSON.stringify(manifest), 'index.js': source, ...files })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Ten kinds of broken plugin, and what is said of each. */
const BROKEN: readonly [kind: string, name: string, made: Package | undefined, says: RegExp][] = [
  [
    'missing',
    'gone',
    undefined,
    /"gone" can't be loaded: no package "gone" is installed for .*: install it, or begin a path with "\.\/"/,
  ],
  ['a syntax error', 'unreadable', { source: 'export class {' }, /"unreadable@1\.2\.3" can't be loaded/],
  [
    'thrown while it is imported',
    'throwing',
    { source: "throw new RangeError('no licence');" },
    /"throwing@1\.2\.3" can't be loaded: no licence/,
  ],
  ['never ready', 'waiting', { source: 'await new Promise(() => {});' }, /"waiting@1\.2\.3" was not imported within 50 ms/],
  ['no plugin', 'empty', { source: 'export const nothing = 1;' }, /"empty@1\.2\.3" exports no plugin/],
  ['of another version', 'future', { source: plugin('future', { apiVersion: 2 }) }, /speaks version 2 .*this is version 1/],
  [
    'of another version by its manifest',
    'newer',
    { section: { apiVersion: 2, providers: ['newer'] } },
    /version 2 .*newer@1\.2\.3/,
  ],
  [
    'of a schema that is none',
    'malformed',
    { source: plugin('malformed', { schema: { properties: { level: { type: 'nonsense' } } } }) },
    /schema of the plugin is malformed.*malformed/,
  ],
  ['without a schema', 'shapeless', { source: plugin('shapeless', { schema: 7 }) }, /no schema .*shapeless/],
  [
    'a duplicate of a built-in',
    'cohere-too',
    { section: {}, source: plugin('cohere') },
    /"cohere" is taken .*Plugboard itself.*cohere-too/,
  ],
  ['a duplicate of another', 'good-too', { section: {}, source: plugin('good') }, /"good" is taken .*good.*good-too/],
  [
    'another than its manifest says',
    'liar',
    { source: plugin('honest') },
    /"liar@1\.2\.3" has the provider "honest", .*does not name/,
  ],
  [
    'less than its manifest says',
    'half',
    { section: { apiVersion: 1, providers: ['half', 'other-half'], entry: './index.js' } },
    /"half@1\.2\.3" has not the provider "other-half", .*names/,
  ],
];

beforeAll(async () => {
  app = await realpath(await mkdtemp(join(tmpdir(), 'plugboard-broken-')));
  const dependencies = Object.fromEntries(['good', 'throwing'].map((name) => [name, '^1.0.0']));
  await writeFile(join(app, 'package.json'), JSON.stringify({ type: 'module', dependencies }));
  await install('good');
  for (const [, name, made] of BROKEN) if (made) await install(name, made);
  jest.spyOn(process, 'cwd').mockReturnValue(app);
});

afterAll(() => rm(app, { recursive: true }));

describe('a broken plugin', () => {
  it.each(BROKEN)('that is %s harms no other', async (_kind, name, _made, says) => {
    jest.spyOn(process, 'cwd').mockReturnValue(app);
    const registry = new ProviderRegistry({ env: {}, importTimeoutMs: 50 });
    const error = await failureOf(registry.load('good', name));
    expect(error).toMatchObject({ code: 'PLUGIN_LOAD', message: expect.stringMatching(says) });
    expect(registry.create('good' as string).model).toBe('good-1');
    expect(registry.create('cohere', { apiKey: 'k-0123456789' }).provider).toBe('cohere');
    const failed = registry.list().filter(({ state }) => state === 'failed');
    expect(failed).toMatchObject([{ origin: expect.stringContaining(name), error }]);
  });

  it('that was found is told to who opens it, and harms no other', async () => {
    const registry = new ProviderRegistry({ env: {} });
    await registry.discover({ cwd: app });
    const error = await failureOf(registry.open('throwing' as string));
    expect(error).toMatchObject({ code: 'PLUGIN_LOAD', cause: { message: 'no licence' } });
    expect((await registry.open('good' as string)).model).toBe('good-1');
    expect(registry.list().filter(({ state }) => state !== 'loaded')).toMatchObject([
      { name: 'throwing', origin: 'throwing@1.2.3', version: '1.2.3', state: 'failed', error },
    ]);
  });

  it('is the answer to who asks for its client', async () => {
    jest.spyOn(process, 'cwd').mockReturnValue(app);
    const registry = new ProviderRegistry({ env: {} });
    const error = await failureOf(registry.load('liar'));
    expect(() => registry.create('liar' as string)).toThrow(error.message);
    expect(() => registry.create('honest' as string)).toThrow(/no provider "honest".*liar.*does not name/);
  });
});
