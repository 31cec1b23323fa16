import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import { type AppFolder, openAppFolder } from '../support/app-folder.ts';
import { failureOf } from '../support/failure.ts';

let app: AppFolder;
let root: string;
let registry: ProviderRegistry;

const traces = globalThis as { traces?: string[] };

const write: AppFolder['write'] = (...given) => app.write(...given);
const install: AppFolder['install'] = (...given) => app.install(...given);
const discover = (cwd = '.', allow?: (string | RegExp)[]) => registry.discover({ cwd: join(root, cwd), allow });

beforeEach(async () => {
  app = await openAppFolder();
  root = app.root;
  registry = new ProviderRegistry({ env: {} });
  traces.traces = [];
});

afterEach(() => app.close());

describe('discover', () => {
  it('finds plugins among the direct dependencies, and imports nothing', async () => {
    await write('package.json', { dependencies: { acme: '2', plain: '1', absent: '1' }, devDependencies: { '@me/dev': '1' } });
    await install('node_modules/acme', 'acme');
    await install('node_modules/@me/dev', '@me/dev', 'dev');
    await install('node_modules/indirect', 'indirect');
    await write('node_modules/plain/package.json', { name: 'plain', version: '1.0.0' });
    expect(await discover()).toEqual([
      { name: 'acme', aliases: [], origin: 'acme@2.0.1', version: '2.0.1', state: 'found' },
      { name: 'dev', aliases: [], origin: '@me/dev@2.0.1', version: '2.0.1', state: 'found' },
    ]);
    expect(registry.has('ACME')).toBe(true);
    expect(registry.schema('acme')).toMatchObject({ properties: { level: { type: 'integer' }, apiKey: {} } });
    expect(traces.traces).toEqual([]);
  });

  it('opens what it found, and only that', async () => {
    await write('package.json', { dependencies: { acme: '2', other: '2' } });
    await install('node_modules/acme', 'acme');
    await install('node_modules/other', 'other');
    await discover();
    expect(() => registry.create('acmee' as string)).toThrow(/Did you mean "acme"\? Known: .*, acme, other\./);
    expect(() => registry.create('acme' as string)).toThrow(
      /found in "acme@2\.0\.1".*not loaded.*registry\.load\("acme"\).*open/,
    );
    const [client, again] = await Promise.all([registry.open('acme' as string), registry.open('Acme' as string)]);
    expect([client.model, again.model]).toEqual(['acme-1', 'acme-1']);
    expect(registry.create('acme' as string).model).toBe('acme-1');
    expect(traces.traces).toEqual(['acme']);
    expect(registry.list().filter(({ origin }) => origin.includes('@2'))).toMatchObject([
      { name: 'acme', state: 'loaded', version: '2.0.1' },
      { name: 'other', state: 'found' },
    ]);
  });

  it('checks a config by the schema of the package before it imports anything', async () => {
    await write('package.json', { dependencies: { acme: '2' } });
    await install('node_modules/acme', 'acme');
    await discover();
    const error = await failureOf(registry.open('acme' as string, { level: 'high', modle: 'x' }));
    expect(error).toMatchObject({
      code: 'INVALID_CONFIG',
      message: expect.stringMatching(/modle.*model.*level|level.*modle.*model/s),
    });
    expect(traces.traces).toEqual([]);
  });

  it.each([
    [{ allow: 'acme' }, /"allow" must be a list/],
    [{ allow: [7] }, /"allow" must be a list/],
    [{ alow: ['acme'] }, /"alow" is no option of discover; did you mean "allow"/],
    [null, /the options of discover must be an object/],
    [{ cwd: 7 }, /"cwd" must be a path or a file URL/],
  ])('refuses %j', async (options, says) => {
    const error = await failureOf(registry.discover(options as never));
    expect(error).toMatchObject({ code: 'INVALID_CONFIG', message: expect.stringMatching(says) });
  });

  it('imports what a package exports, where its manifest names no entry', async () => {
    await write('package.json', { dependencies: { alias: 'npm:acme@2' } });
    const exports = { '.': { import: './dist/plugin.js' } };
    await install('node_modules/alias', 'acme', 'acme', { exports, plugboard: { apiVersion: 1, providers: ['acme'] } });
    await registry.discover({ cwd: pathToFileURL(root) });
    expect(() => registry.create('acme' as string)).toThrow('await registry.load("alias")');
    expect((await registry.open('acme' as string)).model).toBe('acme-1');
  });

  it('takes packages that were found before, or loaded, as they are now', async () => {
    await write('package.json', { dependencies: { acme: '2', late: '1', loaded: '1' } });
    await install('node_modules/acme', 'acme');
    await install('node_modules/late', 'late', 'late', { plugboard: 7 });
    await install('node_modules/loaded', 'loaded');
    jest.spyOn(process, 'cwd').mockReturnValue(root);
    await registry.load('loaded').finally(() => jest.restoreAllMocks());
    expect((await discover('.', [])).map(({ origin, state }) => [origin, state])).toEqual([
      ['acme@2.0.1', 'found'],
      [join(root, 'node_modules/late'), 'failed'],
    ]);
    await install('node_modules/acme', 'acme', 'acme', { version: '3.0.0' });
    await install('node_modules/late', 'late');
    expect(await discover()).toMatchObject([
      { origin: 'acme@3.0.0', state: 'found' },
      { origin: 'late@2.0.1', state: 'found' },
    ]);
    expect((await registry.open('acme' as string)).model).toBe('acme-1');
  });

  it("takes the app's own where the root of its workspace has another", async () => {
    await write('package.json', { workspaces: ['app'], dependencies: { acme: '1' } });
    await install('node_modules/acme', 'acme', 'acme', { version: '1.0.0' });
    await write('app/package.json', { name: 'app', dependencies: { acme: '2' } });
    await install('app/node_modules/acme', 'acme');
    expect(await discover('app')).toMatchObject([{ origin: 'acme@2.0.1', state: 'found' }]);
  });

  it('looks in the root of the workspace too, and in a store that is linked to', async () => {
    await write('package.json', { workspaces: ['packages/*'], dependencies: { shared: '1' } });
    await install('node_modules/shared', 'shared');
    await write('packages/app/package.json', { name: 'app', dependencies: { acme: '2' } });
    await install('node_modules/.pnpm/acme@2.0.1/node_modules/acme', 'acme');
    await mkdir(join(root, 'packages/app/node_modules'), { recursive: true });
    await symlink(join(root, 'node_modules/.pnpm/acme@2.0.1/node_modules/acme'), join(root, 'packages/app/node_modules/acme'));
    await mkdir(join(root, 'packages/app/src'));
    expect((await discover('packages/app/src')).map(({ name }) => name)).toEqual(['acme', 'shared']);
    expect((await registry.open('acme' as string)).model).toBe('acme-1');
  });

  it("knows pnpm's root by its file", async () => {
    await write('pnpm-workspace.yaml', 'packages: [app]');
    await write('package.json', { devDependencies: { shared: '1' } });
    await install('node_modules/shared', 'shared');
    await write('app/package.json', { name: 'app' });
    expect((await discover('app')).map(({ name }) => name)).toEqual(['shared']);
  });

  it('tells what is wrong with a package, and finds the others', async () => {
    await write('package.json', {
      dependencies: { acme: '2', old: '1', silent: '1', escaping: '1', lacking: '1', twin: '1', taken: '1' },
    });
    await install('node_modules/acme', 'acme');
    await install('node_modules/old', 'old', 'old', { plugboard: { apiVersion: 9, providers: ['old'] } });
    await install('node_modules/silent', 'silent', 'silent', { plugboard: undefined });
    await install('node_modules/escaping', 'escaping', 'escaping', {
      plugboard: { providers: ['escaping'], entry: '../acme/x.js' },
    });
    await install('node_modules/lacking', 'lacking', 'lacking', {
      plugboard: { providers: ['lacking'], schemas: { lacking: './no.json' } },
    });
    await install('node_modules/twin', 'twin', 'acme');
    await install('node_modules/taken', 'taken', 'cohere');
    const listed = await discover();
    expect(listed.filter(({ state }) => state === 'found').map(({ origin }) => origin)).toEqual(['acme@2.0.1']);
    const failed = new Map(listed.filter(({ state }) => state === 'failed').map(({ origin, error }) => [origin, error?.message]));
    expect(Object.fromEntries(failed)).toEqual({
      [join(root, 'node_modules/old')]: expect.stringMatching(/version 9 .*old@2\.0\.1/),
      'silent@2.0.1': expect.stringContaining('plugboard.providers'),
      [join(root, 'node_modules/escaping')]: expect.stringMatching(/inside the package as "entry"/),
      'lacking@2.0.1': expect.stringMatching(/schema .*missing.*no\.json/),
      'twin@2.0.1': expect.stringMatching(/"acme" is taken .*acme@2\.0\.1.*twin@2\.0\.1/),
      'taken@2.0.1': expect.stringMatching(/"cohere" is taken .*Plugboard itself/),
    });
    expect(registry.create('cohere', { apiKey: 'k-0123456789' }).provider).toBe('cohere');
    expect(traces.traces).toEqual([]);
  });

  it('finds nothing where there is no app', async () => {
    expect(await discover('nowhere')).toEqual([]);
  });
});
