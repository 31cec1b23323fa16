import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A module that leaves a trace when it is imported. */
const source = (name: string) => `
(globalThis.traces ??= []).push('${name}');
export class Plugin {
  static [Symbol.for('plugboard.provider')] = {
    name: '${name}', apiVersion: 1,
    schema: { properties: { baseURL: { default: 'https://acme.test' }, model: { default: '${name}-1' }, level: { type: 'integer' } } },
  };
  create(config) { return { provider: '${name}', model: config.model }; }
}`;

/** An empty folder for an app, and what installs plugins there. */
export async function openAppFolder() {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'plugboard-app-')));

  async function write(path: string, content: string | object): Promise<void> {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }

  /** A package of a plugin in a folder. */
  async function install(folder: string, name: string, provider = name, more: object = {}): Promise<void> {
    const schema = {
      properties: { baseURL: { default: 'https://acme.test' }, model: { default: 'm' }, level: { type: 'integer' } },
    };
    await write(`${folder}/package.json`, {
      name,
      version: '2.0.1',
      type: 'module',
      keywords: ['plugboard-plugin'],
      exports: { '.': './public.js' },
      plugboard: { apiVersion: 1, providers: [provider], entry: './dist/plugin.js', schemas: { [provider]: './acme.json' } },
      ...more,
    });
    await write(`${folder}/dist/plugin.js`, source(provider));
    await write(`${folder}/acme.json`, schema);
  }
  return { root, write, install, close: () => rm(root, { recursive: true }) };
}

export type AppFolder = Awaited<ReturnType<typeof openAppFolder>>;
