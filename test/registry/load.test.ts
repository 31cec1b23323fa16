import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import { failureOf } from '../support/failure.ts';

let folder: string;
let registry: ProviderRegistry;

/** A module of a plugin as plain JavaScript, which shares nothing with this package but the names. */
const source = (name: string, how = 'export class Acme') => `
${how} {
  static [Symbol.for('plugboard.provider')] = {
    name: '${name}',
    apiVersion: 1,
    schema: { properties: { baseURL: { default: 'https://acme.test' }, model: { default: 'acme-1' } } },
  };
  create(config) { return { provider: '${name}', model: config.model }; }
}`;

async function write(path: string, text: string): Promise<string> {
  const whole = join(folder, path);
  await mkdir(dirname(whole), { recursive: true });
  await writeFile(whole, text);
  return whole;
}

/** Loads as an app in the folder does. */
const load = (...specifiers: string[]) => {
  jest.spyOn(process, 'cwd').mockReturnValue(folder);
  return registry.load(...specifiers).finally(() => jest.restoreAllMocks());
};

const model = (name: string) => registry.create(name as string).model;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'plugboard-load-')));
  await write('package.json', '{"type":"module"}');
});

afterAll(() => rm(folder, { recursive: true }));

beforeEach(() => {
  registry = new ProviderRegistry({ builtins: false, env: {} });
});

describe('load', () => {
  it('takes an absolute path and a file URL', async () => {
    const path = await write('one.mjs', source('one'));
    const other = await write('two words.mjs', source('two'));
    await registry.load(path, pathToFileURL(other).href);
    expect(registry.list()).toMatchObject([
      { name: 'one', origin: path },
      { name: 'two', origin: pathToFileURL(other).href },
    ]);
    expect([model('one'), model('two')]).toEqual(['acme-1', 'acme-1']);
  });

  it('takes a path relative to the config file', async () => {
    await write('plugins/three.mjs', source('three'));
    await load('./plugins/three.mjs');
    expect(model('three')).toBe('acme-1');
  });

  it('takes all plugins of a module once, however they are exported', async () => {
    const path = await write(
      'many.mjs',
      `${source('four')}\n${source('five', 'class Five')}\nexport { Five, Five as Again };\nexport default Five;\nexport const nothing = null, text = 'x';`,
    );
    await registry.load(path);
    expect(
      registry
        .list()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['five', 'four']);
  });

  it('takes a default export, and an object of plugins as such', async () => {
    await registry.load(await write('default.mjs', source('six', 'export default class')));
    await registry.load(await write('object.mjs', `${source('seven', 'class Seven')}\nexport default { Seven };`));
    expect([model('six'), model('seven')]).toEqual(['acme-1', 'acme-1']);
  });

  it('takes a CommonJS module', async () => {
    await registry.load(await write('common.cjs', `${source('eight', 'class Eight')}\nmodule.exports = { Eight };`));
    expect(model('eight')).toBe('acme-1');
  });

  it('takes a package, found from the config file', async () => {
    await write('node_modules/acme-main/package.json', '{"name":"acme-main","type":"module","main":"./index.js"}');
    await write('node_modules/acme-main/index.js', source('nine'));
    await load('acme-main');
    expect(registry.list()).toMatchObject([{ name: 'nine', origin: 'acme-main' }]);
  });

  it('takes a package that exports itself for import alone', async () => {
    const exported = '{"name":"acme-esm","type":"module","exports":{".":{"import":"./index.js"}}}';
    await write('node_modules/acme-esm/package.json', exported);
    await write('node_modules/acme-esm/index.js', source('ten'));
    await load('acme-esm');
    expect(model('ten')).toBe('acme-1');
  });

  it('takes a folder', async () => {
    await write('folder/package.json', '{"type":"module","main":"./main.js"}');
    await write('folder/main.js', source('eleven'));
    await load('./folder');
    expect(model('eleven')).toBe('acme-1');
  });

  it('takes of a folder neither tests nor hidden files nor types', async () => {
    await write('beside/acme.js', source('twelve'));
    for (const name of ['acme.test.js', 'acme.spec.mjs', '.settings.cjs', 'acme.d.ts']) await write(`beside/${name}`, 'throw 1;');
    await load('./beside');
    expect(registry.list()).toHaveLength(1);
  });

  it('takes the folder of a package for the plugin in it', async () => {
    const section = { apiVersion: 1, providers: ['thirteen'], entry: './dist/index.js' };
    await write(
      'package/package.json',
      JSON.stringify({ name: 'acme-13', version: '1.3.0', type: 'module', plugboard: section }),
    );
    await write('package/dist/index.js', source('thirteen'));
    await write('package/build.config.js', 'throw 1;');
    await load('./package');
    expect(registry.list()).toMatchObject([{ name: 'thirteen', origin: './package', version: '1.3.0' }]);
  });

  it('takes of a package a module beside the one that its manifest tells of', async () => {
    const section = { apiVersion: 1, providers: ['fourteen'] };
    const manifest = {
      name: 'acme-14',
      type: 'module',
      exports: { '.': './index.js', './more': './more.js' },
      plugboard: section,
    };
    await write('node_modules/acme-14/package.json', JSON.stringify(manifest));
    await write('node_modules/acme-14/index.js', source('fourteen'));
    await write('node_modules/acme-14/more.js', source('fifteen'));
    await load('acme-14', 'acme-14/more');
    expect(registry.list().map(({ name, origin }) => [name, origin])).toEqual([
      ['fourteen', 'acme-14'],
      ['fifteen', 'acme-14/more'],
    ]);
  });

  it('registers all plugins of a module but those that are broken, in whatever order', async () => {
    const plugins = [source('sixteen', 'export class M'), source('BAD', 'export class A'), source('eleven', 'export class Z')];
    await write('folder/main.js', source('eleven'));
    await load('./folder/main.js');
    await write('mixed.mjs', plugins.join('\n'));
    const error = await failureOf(load('./mixed.mjs'));
    expect(error.message).toMatch(/"BAD" is no provider name.*"eleven" is taken/);
    expect(error.cause).toMatchObject({ errors: [{ provider: 'BAD' }, { provider: 'eleven' }] });
    expect(registry.list().map(({ name, state }) => [name, state])).toEqual([
      ['eleven', 'loaded'],
      ['sixteen', 'loaded'],
      ['BAD', 'failed'],
      ['eleven', 'failed'],
    ]);
  });

  it.each([
    ['./missing.mjs', 'missing.mjs'],
    ['/nowhere/at/all.mjs', '/nowhere/at/all.mjs'],
    ['acme-nobody-has', 'acme-nobody-has'],
    ['', 'not by ""'],
    [undefined as never, 'not by undefined'],
    [['./one.mjs'] as never, 'not by ["./one.mjs"]'],
  ])('says of %j that it is not there', async (specifier, says) => {
    const error = await failureOf(load(specifier));
    expect(error.code).toBe('PLUGIN_LOAD');
    expect(error.message).toContain(says);
  });

  it('says of a file URL that leads nowhere that it is not there', async () => {
    const url = pathToFileURL(join(folder, 'gone.mjs')).href;
    expect(await failureOf(load(url))).toMatchObject({ code: 'PLUGIN_LOAD', message: expect.stringContaining('gone.mjs') });
  });

  it('tells why a module that throws does', async () => {
    await write('throwing.mjs', "throw new RangeError('no licence');");
    const error = await failureOf(load('./throwing.mjs'));
    expect(error.code).toBe('PLUGIN_LOAD');
    expect(error.message).toMatch(/"\.\/throwing\.mjs".*no licence/);
    expect(error.cause).toMatchObject({ message: 'no licence' });
  });

  it('tells of a module that is no JavaScript, or no plugin', async () => {
    await write('broken.mjs', 'export class {');
    expect((await failureOf(load('./broken.mjs'))).code).toBe('PLUGIN_LOAD');
    await write('none.mjs', 'export class Plain {}\nexport default undefined;');
    const error = await failureOf(load('./none.mjs'));
    expect(error.message).toMatch(/"\.\/none\.mjs" exports no plugin/);
  });

  it('tells the origin of a plugin that is malformed, or a duplicate', async () => {
    await write('malformed.mjs', source('BAD NAME'));
    expect((await failureOf(load('./malformed.mjs'))).message).toMatch(/"BAD NAME".*malformed\.mjs/);
    await write('first.mjs', source('same'));
    await write('second.mjs', source('same'));
    await load('./first.mjs');
    expect((await failureOf(load('./second.mjs'))).message).toMatch(/"same".*first\.mjs.*second\.mjs/);
  });

  it('lets no broken plugin take the others down', async () => {
    await write('bad.mjs', "throw new Error('broken');");
    await write('good.mjs', source('good'));
    const error = await failureOf(load('./bad.mjs', './good.mjs'));
    expect(error.message).toContain('bad.mjs');
    expect(registry.has('good')).toBe(true);
  });

  it('does nothing for nothing', async () => {
    await registry.load();
    expect(registry.list()).toEqual([]);
  });
});
