// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is the syntax of the file
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { RegistryOptions } from '../../src/registry/options.ts';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import { failureOf, shownOf, thrownBy } from '../support/failure.ts';
import { FakeTransport } from '../support/fake-transport.ts';

const KEY = 'file-key-0123456789';
const ANSWER = { chunks: [JSON.stringify({ id: 'r', text: 'Hello', finish_reason: 'COMPLETE' })] };

let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'plugboard-config-')));
});

afterEach(() => rm(folder, { recursive: true }));

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const configured = async (text: string, env: NodeJS.ProcessEnv = {}, options: RegistryOptions = {}) =>
  ProviderRegistry.fromConfigFile(await write('plugboard.yaml', text), { env, ...options });

const YAML = `
default: quick
clients:
  quick:
    provider: Claude
    apiKey: \${MY_KEY}
    model: claude-a
    maxTokens: \${MY_TOKENS:-7}
  v1:
    provider: cohere
    baseURL: https://api.cohere.com/v1
    apiKey: { file: ./key.txt }
  unset:
    provider: hf
    apiKey: \${NOT_SET}
`;

describe('fromConfigFile', () => {
  it('makes the clients of a YAML file', async () => {
    await write('key.txt', `${KEY}\n`);
    const transport = new FakeTransport(ANSWER);
    const file = await configured(YAML, { MY_KEY: KEY }, { transport });
    expect(file).toMatchObject({
      clientNames: ['quick', 'v1', 'unset'],
      defaultClient: 'quick',
      configPath: join(folder, 'plugboard.yaml'),
    });
    expect(file.client()).toMatchObject({ provider: 'anthropic', model: 'claude-a', maxTokens: 7 });
    expect(file.client('quick')).toBe(file.client());
    expect((await file.client('v1').complete('Hi')).content).toBe('Hello');
    expect(transport.requests[0]).toMatchObject({ url: 'https://api.cohere.com/v1/chat' });
    expect(transport.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it('makes the clients of a JSON file', async () => {
    const path = await write('own.json', JSON.stringify({ clients: { only: { provider: 'cohere', apiKey: KEY } } }));
    const file = await ProviderRegistry.fromConfigFile(path, { env: {} });
    expect(file.client().provider).toBe('cohere');
  });

  it('is not stopped by one unset variable, which is named with its place', async () => {
    const file = await configured(YAML, { MY_KEY: KEY });
    expect(file.client('quick').provider).toBe('anthropic');
    const error = thrownBy(() => file.client('unset'));
    expect(error.code).toBe('INVALID_CONFIG');
    expect(error.message).toMatch(/NOT_SET.*not set/);
    expect(error.message).toContain('clients.unset.apiKey');
  });

  it('is not stopped by one client with a wrong provider or config', async () => {
    const file = await configured(
      `clients:\n  a: {provider: antropic}\n  b: {provider: cohere, apiKey: k-12345, modle: x}\n  c: {provider: cohere, apiKey: k-12345}`,
    );
    expect(thrownBy(() => file.client('a')).message).toContain('anthropic');
    expect(thrownBy(() => file.client('b')).message).toContain('modle');
    expect(file.client('c').provider).toBe('cohere');
  });

  it('tells of an unknown client the nearest, and of none that there is no default', async () => {
    const file = await configured(`clients:\n  fast: {provider: cohere}\n  good: {provider: cohere}`);
    expect(thrownBy(() => file.client('fats')).message).toContain('fast');
    expect(thrownBy(() => file.client()).message).toMatch(/default.*fast, good/);
    for (const name of ['__proto__', 'constructor', '', null as never]) {
      expect(thrownBy(() => file.client(name)).code).toBe('INVALID_CONFIG');
    }
  });

  it('names what is missing where there is no key at all', async () => {
    const file = await configured('clients: {a: {provider: cohere}}');
    const error = thrownBy(() => file.client());
    expect(error).toMatchObject({ code: 'INVALID_CONFIG', reason: 'missing_key', provider: 'cohere' });
    expect(error.message).toMatch(/apiKey.*COHERE_API_KEY or CO_API_KEY/);
  });

  it('loads the plugins of the file, relative to it, and lets them use its other clients', async () => {
    await write(
      'policy.mjs',
      `export class First {
        static inject = [Symbol.for('plugboard.clients')];
        static [Symbol.for('plugboard.provider')] = {
          name: 'first', apiVersion: 1,
          schema: { properties: { of: { type: 'string' }, baseURL: { default: 'https://none.test' }, model: { default: 'none' } } },
        };
        constructor(clients) { this.clients = clients; }
        create(config) { return this.clients(config.of); }
      }`,
    );
    const file = await configured(
      `plugins: [./policy.mjs]\nclients:\n  a: {provider: first, of: b}\n  b: {provider: cohere, apiKey: k-12345}\n  c: {provider: first, of: d}`,
    );
    expect(file.list().map(({ name }) => name)).toContain('first');
    expect(file.client('a')).toBe(file.client('b'));
    expect(thrownBy(() => file.client('c')).message).toContain('"d"');
    expect(ProviderRegistry.default.has('first')).toBe(false);
  });

  it('says which plugin can not be loaded, and lets the others work', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const file = await configured(
      'plugins: [./gone.mjs]\nclients: {a: {provider: cohere, apiKey: k-12345}, b: {provider: lost, apiKey: k-12345}}',
    );
    expect(warn.mock.calls).toEqual([[expect.stringContaining('gone.mjs'), 'PlugboardWarning']]);
    warn.mockRestore();
    expect(file.list()).toContainEqual(expect.objectContaining({ state: 'failed', origin: './gone.mjs' }));
    expect(file.client('a').provider).toBe('cohere');
    expect(thrownBy(() => file.client('b')).message).toMatch(/no provider "lost".*gone\.mjs/);
  });

  it.each([
    ['', 'is empty'],
    ['a: [', 'neither YAML nor JSON'],
    ['clients: {a: {provider: cohere}, a: {provider: cohere}}', 'unique'],
    ['clients: {}', 'must not be empty'],
    ['clients: {a: {}}', 'clients.a.provider'],
    ['client: {}', 'clients'],
  ])('refuses %j, and names the file', async (text, says) => {
    const error = await failureOf(configured(text));
    expect(error.code).toBe('INVALID_CONFIG');
    expect(error.message).toContain(says);
    expect(error.message).toContain(join(folder, 'plugboard.yaml'));
  });

  it('refuses a file that is not there, or a folder', async () => {
    expect((await failureOf(ProviderRegistry.fromConfigFile(join(folder, 'gone.yaml')))).message).toMatch(/gone\.yaml.*exist/);
    expect((await failureOf(ProviderRegistry.fromConfigFile(folder))).message).toContain('folder');
  });

  it('shows no key when it is inspected', async () => {
    const file = await configured(YAML, { MY_KEY: KEY });
    expect(shownOf([file, file.client()])).not.toContain(KEY);
  });
});

describe('client', () => {
  it('says what to do where there is no config file', () => {
    const error = thrownBy(() => new ProviderRegistry().client('fast'));
    expect(error.code).toBe('INVALID_CONFIG');
    expect(error.message).toContain('fromConfigFile');
  });

  it('tells clients that need each other', async () => {
    await write(
      'ring.mjs',
      `export class Ring {
        static inject = [Symbol.for('plugboard.clients')];
        static [Symbol.for('plugboard.provider')] = {
          name: 'ring', apiVersion: 1,
          schema: { properties: { of: { type: 'string' }, baseURL: { default: 'https://none.test' }, model: { default: 'none' } } },
        };
        constructor(clients) { this.clients = clients; }
        create(config) { return this.clients(config.of); }
      }`,
    );
    const registry = await configured(
      'plugins: [./ring.mjs]\nclients:\n  a: {provider: ring, of: b}\n  b: {provider: ring, of: a}',
    );
    const error = thrownBy(() => registry.client('a'));
    expect(error.code).toBe('INVALID_CONFIG');
    expect(error.message).toBe(`[ring] ${registry.configPath}: clients.a: clients.b: the clients a -> b -> a need each other.`);
  });
});
