import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import { type AppFolder, openAppFolder } from '../support/app-folder.ts';
import { failureOf } from '../support/failure.ts';

let app: AppFolder;
let registry: ProviderRegistry;

const traces = globalThis as { traces?: string[] };

const write: AppFolder['write'] = (...given) => app.write(...given);
const install: AppFolder['install'] = (...given) => app.install(...given);
const discover = (allow?: (string | RegExp)[]) => registry.discover({ cwd: app.root, allow });

beforeEach(async () => {
  app = await openAppFolder();
  registry = new ProviderRegistry({ env: {} });
  traces.traces = [];
});

afterEach(() => app.close());

describe('discover with an allow list', () => {
  it('imports nothing that the allow list does not name, whatever it is installed as', async () => {
    await write('package.json', { dependencies: { trusted: 'npm:evil@2', acme: '2', '@me/tool': '1' } });
    await install('node_modules/trusted', 'evil', 'evil');
    await install('node_modules/acme', 'acme');
    await install('node_modules/@me/tool', '@me/tool', 'tool');
    const listed = await discover(['trusted', 'acme', /^@me\//]);
    expect(listed.map(({ name, allowed }) => [name, allowed])).toEqual([
      ['acme', undefined],
      ['tool', undefined],
      ['evil', false],
    ]);
    expect(await failureOf(registry.open('evil' as string))).toMatchObject({
      code: 'PLUGIN_LOAD',
      message: expect.stringContaining('"allow" does not name it'),
    });
    await registry.open('tool' as string);
    expect(traces.traces).toEqual(['tool']);
  });

  it('asks for both names of a package that the app knows by another', async () => {
    // A package can call itself anything: what is published as "evil" may say in its files that it is "acme".
    await write('package.json', {
      dependencies: { evil: '2', fork: 'file:../acme', alias: 'npm:real@2', own: 'workspace:mine@*' },
    });
    await install('node_modules/evil', 'acme', 'one');
    await install('node_modules/fork', 'acme', 'two');
    await install('node_modules/alias', 'real', 'three');
    await install('node_modules/own', 'mine', 'four');
    const allowed = async (allow: (string | RegExp)[]) =>
      (await discover(allow)).filter((one) => one.allowed !== false).map(({ name }) => name);
    expect(await allowed(['acme', 'real', 'mine'])).toEqual(['three', 'four']);
    expect(await allowed(['acme', 'fork'])).toEqual(['two']);
    expect(await allowed(['evil', 'alias', 'own'])).toEqual([]);
    expect((await failureOf(registry.open('three' as string))).message).toContain('"real@2.0.1", installed as "alias",');
  });

  it('keeps a name for the package that is allowed', async () => {
    await write('package.json', { dependencies: { evil: '2', acme: '2' } });
    await install('node_modules/evil', 'evil', 'acme');
    await install('node_modules/acme', 'acme');
    expect(await discover()).toMatchObject([
      { origin: 'evil@2.0.1', state: 'found' },
      { origin: 'acme@2.0.1', state: 'failed' },
    ]);
    expect(await discover(['acme'])).toMatchObject([
      { origin: 'acme@2.0.1', state: 'found' },
      { origin: 'evil@2.0.1', state: 'failed', allowed: false },
    ]);
  });

  it('reads an expression with a state as one without', async () => {
    await write('package.json', { dependencies: { acme: '2', acorn: '2' } });
    await install('node_modules/acme', 'acme');
    await install('node_modules/acorn', 'acorn');
    expect((await discover([/^ac/g])).map(({ allowed }) => allowed)).toEqual([undefined, undefined]);
  });
});
