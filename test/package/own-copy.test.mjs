// Plugins that bring copies of Plugboard and tsyringe of their own, decorated in every way that compilers know, or plain.

import assert from 'node:assert/strict';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import swc from '@swc/core';
import esbuild from 'esbuild';
import { createApp, openWorkbench, root } from './workbench.mjs';

const IMPORTS = `
import 'reflect-metadata';
import { InvalidInputError, inject, openaiDialect, provider, TRANSPORT } from 'plugboard/plugin';
import { injectable } from 'tsyringe';

const dialect = openaiDialect();
const wire = {
  ...dialect,
  encode(call) {
    if (call.maxTokens === 13) throw new InvalidInputError('13 is refused');
    return dialect.encode(call);
  },
};
const options = (name) => ({ name, apiVersion: 1, schema: { properties: { model: { default: 'any' } } } });
const check = (transport) => {
  if (typeof transport.send !== 'function') throw new Error('this is no transport');
};
`;

const LEGACY = `${IMPORTS}
@provider(options('NAME'))
@injectable()
export class Decorated {
  wire = wire;
  constructor(@inject(TRANSPORT) transport) { check(transport); }
}
`;

const STANDARD = `${IMPORTS}
@provider(options('NAME'))
@injectable()
export class Decorated {
  static inject = [TRANSPORT];
  wire = wire;
  constructor(transport) { check(transport); }
}
`;

const PLAIN = `${IMPORTS}
export { InvalidInputError };
export class Plain {
  static inject = [TRANSPORT];
  wire = wire;
  constructor(transport) { check(transport); }
}
provider(options('NAME'))(Plain);
`;

const SOURCES = { legacy: LEGACY, standard: STANDARD };

describe('a plugin with a copy of its own', () => {
  let workbench;
  let simulator;
  let app;
  let vendor;

  before(async () => {
    workbench = await openWorkbench('plugboard');
    app = await createApp(workbench, 'app', [workbench.tarballs.plugboard]);
    await cp(new URL('own-copy/', import.meta.url), app, { recursive: true });
    vendor = join(app, 'vendor');
    await mkdir(join(vendor, 'node_modules'), { recursive: true });
    await cp(join(app, 'node_modules/plugboard'), join(vendor, 'node_modules/plugboard'), { recursive: true });
    for (const name of ['tsyringe', 'reflect-metadata']) {
      await symlink(join(root, 'node_modules', name), join(vendor, 'node_modules', name), 'dir');
    }
    await Promise.all(
      Object.keys(SOURCES).flatMap((kind) => [compileWithTsc(kind), compileWithSwc(kind), compileWithEsbuild(kind)]),
    );
    await writeModule('plain', PLAIN);
    const { startSimulator } = await import(pathToFileURL(join(app, 'node_modules/plugboard/dist/testing.js')));
    simulator = await startSimulator();
  });

  after(async () => {
    await simulator?.close();
    await workbench?.close();
  });

  it('works decorated by tsc, swc and esbuild, in the legacy way and as standard, and plain', async () => {
    const names = await workbench.run(process.execPath, ['use.mjs'], app, { SIMULATOR: simulator.baseURL('openai') });
    const expected = ['esbuild-legacy', 'esbuild-standard', 'plain', 'swc-legacy', 'swc-standard', 'tsc-legacy', 'tsc-standard'];
    assert.equal(names.trim(), expected.join(' '));
  });

  const writeModule = (name, code) => {
    assert.doesNotMatch(code, /^\s*@\w/m, `${name} is compiled`);
    return writeFile(join(vendor, `${name}.mjs`), code.replace('NAME', name));
  };

  async function compileWithTsc(kind) {
    const sources = await workbench.empty(`tsc-${kind}`);
    const options = { target: 'es2022', module: 'esnext', experimentalDecorators: kind === 'legacy', noCheck: true, types: [] };
    const compilerOptions = { ...options, noResolve: true, outDir: 'out', rootDir: '.' };
    await writeFile(join(sources, 'plugin.ts'), SOURCES[kind]);
    await writeFile(join(sources, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['plugin.ts'] }));
    await workbench.run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')], sources);
    await writeModule(`tsc-${kind}`, await readFile(join(sources, 'out/plugin.js'), 'utf8'));
  }

  async function compileWithSwc(kind) {
    const transform = kind === 'legacy' ? { legacyDecorator: true } : { decoratorVersion: '2022-03' };
    const parser = { syntax: 'typescript', decorators: true };
    const { code } = await swc.transform(SOURCES[kind], {
      swcrc: false,
      jsc: { target: 'es2022', parser, transform },
      module: { type: 'es6' },
    });
    await writeModule(`swc-${kind}`, code);
  }

  async function compileWithEsbuild(kind) {
    const tsconfigRaw = { compilerOptions: { experimentalDecorators: kind === 'legacy' } };
    const { code } = await esbuild.transform(SOURCES[kind], { loader: 'ts', target: 'es2022', tsconfigRaw });
    await writeModule(`esbuild-${kind}`, code);
  }
});
