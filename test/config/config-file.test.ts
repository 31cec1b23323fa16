// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is the syntax of the file
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { readConfigFile } from '../../src/config/config-file.ts';
import { resolveConfig } from '../../src/config/resolve.ts';
import { acme, rejectedBy, thrownBy } from './acme.ts';
import { cwd, found, named, write } from './config-folder.ts';

/** What is said of a file, without the file's path. */
async function problemOf(text: string): Promise<string> {
  const { message } = await rejectedBy(named(text));
  expect(message).toContain(join(cwd, 'file.yaml'));
  return message.replace(join(cwd, 'file.yaml'), 'FILE');
}

const TWO = `
default: fast
plugins: [./acme.js]
clients:
  fast: { provider: acme, model: a }
  good: { provider: acme, model: b }
`;

describe('readConfigFile', () => {
  it('reads YAML', async () => {
    const file = await named(TWO);
    expect(file).toMatchObject({
      path: join(cwd, 'file.yaml'),
      named: true,
      plugins: ['./acme.js'],
      defaultClient: 'fast',
      clientNames: ['fast', 'good'],
    });
    expect(file.client()).toEqual({ provider: 'acme', config: { model: 'a' } });
    expect(file.client('good')).toEqual({ provider: 'acme', config: { model: 'b' } });
  });

  it('reads JSON, indented with tabs too', async () => {
    const path = await write('file.json', '\ufeff{\n\t"clients": {\n\t\t"only": { "provider": "acme" }\n\t}\n}\n');
    const file = await readConfigFile(path);
    expect(file).toMatchObject({ defaultClient: 'only', plugins: [] });
  });

  it('lets clients share settings by anchors and merge keys', async () => {
    const file = await named(`
clients:
  fast: &base { provider: acme, retry: &retry { attempts: 1 } }
  good: { <<: *base, model: b }
  other: { provider: acme, retry: *retry }`);
    expect(file.client('good')).toEqual({ provider: 'acme', config: { retry: { attempts: 1 }, model: 'b' } });
    expect(file.client('other').config).toEqual({ retry: { attempts: 1 } });
  });

  it.each([
    ['', 'FILE is empty. It needs clients: with at least one client.'],
    ['# nothing\n', 'FILE is empty. It needs clients: with at least one client.'],
    ['{', 'FILE is neither YAML nor JSON: '],
    ['clients: {a: [}', 'FILE is neither YAML nor JSON: '],
    ['clients: {a: { provider: cohere, apiKey: ${KEY} }}', 'Inside { }, a variable needs quotes: "'],
    [
      'clients:\n  a: {provider: x}\n  a: {provider: y}',
      'FILE is neither YAML nor JSON: Map keys must be unique at line 3, column 3.',
    ],
    ['{"clients": {"a": {"provider": "x", "provider": "y"}}}', 'Map keys must be unique at line 1, column 37.'],
    ['clients: !!js/function x', 'Unresolved tag'],
    ['clients: *nothing', "FILE has aliases that can't be resolved: Unresolved alias"],
    [
      'clients: &a\n  a: *a',
      'FILE has 2 problems:\n- clients.a is an alias of what it stands in\n- clients.a.provider is missing (line 2)',
    ],
    ['sk-a-key-file', 'FILE: must be an object, was a string.'],
    ['- a', 'FILE: must be an object, was a list.'],
    ['default: a', 'FILE: clients is missing.'],
    ['clients: {}', 'FILE: clients must not be empty (line 1).'],
    ['client: {}\nclients:\n  a: {provider: x}', 'FILE: client is not a known key; did you mean clients? (line 1).'],
    ['clients:\n  a:\n    model: x', 'FILE: clients.a.provider is missing (line 3).'],
    ['clients:\n  a:', 'FILE: clients.a must be an object, was null (line 2).'],
    ['clients:\n  a: {provider: " "}', 'FILE: clients.a.provider must not be empty, was " " (line 2).'],
    ['clients:\n  a: {provider: x}\nplugins: x.js', 'FILE: plugins must be an array, was "x.js" (line 3).'],
    ['clients:\n  fast: {provider: x}\ndefault: fats', 'FILE: default names no client, was "fats"; did you mean fast? (line 3).'],
    ['clients:\n  a: {provider: x}\n  b: {provider: x}\ndefault: other', 'was "other"; the clients are a, b (line 4).'],
    ['clients:\n  a: {provider: x, __proto__: {b: 1}}', 'FILE: clients.a.__proto__ is not allowed as a key.'],
    ['clients:\n  constructor: {provider: x}', 'FILE: clients.constructor is not allowed as a key.'],
  ])('says of %j what is wrong', async (text, problem) => {
    expect(await problemOf(text)).toContain(problem);
  });

  it('refuses a bomb of aliases', async () => {
    const lines = ['a: &l0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level += 1) lines.push(`k${level}: &l${level} [${`*l${level - 1}, `.repeat(9)} x]`);
    expect(await problemOf(lines.join('\n'))).toContain("FILE has aliases that can't be resolved: Excessive alias count");
  });

  it('shows nothing of a broken file but the place', async () => {
    expect(await problemOf('clients:\n  a: {provider: acme, apiKey: "sk-secret')).not.toContain('sk-secret');
  });

  it('says what to do where there is no file', async () => {
    await mkdir(join(cwd, 'folder'));
    const missing = await rejectedBy(readConfigFile('nowhere.yaml', { cwd }));
    expect(missing.message).toBe(`the config file ${join(cwd, 'nowhere.yaml')} does not exist. Create it, or name another.`);
    const folder = await rejectedBy(readConfigFile('folder', { cwd }));
    expect(folder.message).toBe(`${join(cwd, 'folder')} is a folder. Name the config file in it.`);
    const below = await rejectedBy(readConfigFile(join(await write('file', ''), 'x'), { cwd }));
    expect(below.message).toContain("can't be read (ENOTDIR)");
  });
});

describe('a config file that is looked for', () => {
  it('is found above, up to the root of the repository', async () => {
    await mkdir(join(cwd, 'repository', '.git'), { recursive: true });
    await mkdir(join(cwd, 'repository', 'a', 'b'), { recursive: true });
    const options = { cwd: join(cwd, 'repository', 'a', 'b') };
    await write('plugboard.yaml', TWO);
    const { message } = await rejectedBy(readConfigFile(undefined, options));
    expect(message).toContain(`in ${options.cwd} and above, up to ${join(cwd, 'repository')}. Create one`);

    const path = await write('repository/plugboard.json', '{"clients":{"a":{"provider":"acme"}}}');
    expect(await readConfigFile(undefined, options)).toMatchObject({ path, named: false });
    const nearer = await write('repository/a/plugboard.yml', 'clients: {a: {provider: acme}}');
    expect(await readConfigFile(undefined, options)).toMatchObject({ path: nearer });
  });

  it('is not looked for above a folder outside of any repository', async () => {
    await mkdir(join(cwd, 'a'));
    await write('plugboard.yaml', TWO);
    const { message } = await rejectedBy(readConfigFile(undefined, { cwd: join(cwd, 'a') }));
    expect(message).toBe(
      `no config file: looked for plugboard.yaml, plugboard.yml, plugboard.json in ${join(cwd, 'a')}. Create one, or name its path.`,
    );
  });

  it('loads no plugins', async () => {
    expect((await rejectedBy(found(TWO))).message).toContain('name the file explicitly to load them');
  });
});

describe('ConfigFile.client', () => {
  it('fills in variables when the client is asked for, so that one that is not set stops no other', async () => {
    const file = await named(
      'clients: {a: {provider: acme, apiKey: "${A}"}, b: {provider: acme, apiKey: "${B}", model: "${C}"}}',
      { A: ' k ', B: '' },
    );
    expect(resolveConfig(acme, file.client('a').config, {}).apiKey?.read()).toBe('k');
    expect(thrownBy(() => file.client('b')).message).toBe(
      `${file.path} has 2 problems:\n- clients.b.apiKey needs the variable B, which is not set: set it, or write \${B:-fallback}` +
        '\n- clients.b.model needs the variable C, which is not set: set it, or write ${C:-fallback}',
    );
  });

  it.each([
    ['${A}', 'x'],
    ['a-${A}-${B:-y}', 'a-x-y'],
    ['${B:-}z', 'z'],
    ['${A:-other}', 'x'],
    ['${B:-a:-b c}', 'a:-b c'],
    ['$${A}', '${A}'],
    ['$A $ {A} $', '$A $ {A} $'],
  ])('turns %j into %j', async (template, text) => {
    const file = await named(`clients: {a: {provider: acme, apiKey: k, model: ${JSON.stringify(template)}}}`, { A: 'x' });
    expect(resolveConfig(acme, file.client().config, {}).config.model).toBe(text);
  });

  it.each(['${A', '${}', '${1A}', '${A B}', '${A:x}', '${A:-${B}}'])('refuses %j', async (template) => {
    const file = await named(`clients: {a: {provider: acme, retry: {x: [${JSON.stringify(template)}]}}}`, { A: 'x' });
    expect(thrownBy(() => file.client()).message).toContain(
      'clients.a.retry.x.0 holds ${ but neither ${VAR} nor ${VAR:-fallback}',
    );
  });

  it('turns variables into the type of the setting', async () => {
    const file = await named('clients: {a: {provider: "${P:-acme}", apiKey: k, maxTokens: "${M}", temperature: "${T:-0.5}"}}', {
      M: '12',
    });
    expect(file.client().provider).toBe('acme');
    expect(resolveConfig(acme, file.client().config, {}).config).toMatchObject({ maxTokens: 12, temperature: 0.5 });
  });

  it('reads a key file from where the config file is', async () => {
    await write('keys/acme', 'from-file\n');
    const file = await named('clients: {a: {provider: acme, apiKey: {file: "${DIR}/acme"}}}', { DIR: 'keys' });
    expect(await resolveConfig(acme, file.client().config, {}).apiKey?.read()).toBe('from-file');
  });

  it('names the clients there are', async () => {
    const file = await named('clients: {fast: {provider: acme}, good: {provider: acme}}');
    expect(thrownBy(() => file.client()).message).toBe(
      `${file.path}: no client is named and there is no default: name one of fast, good.`,
    );
    expect(thrownBy(() => file.client('fats')).message).toBe(`${file.path}: there is no client "fats"; did you mean fast?`);
    expect(thrownBy(() => file.client('toString')).message).toContain('the clients are fast, good.');
  });

  it('shows no key when it is inspected', async () => {
    const file = await named('clients: {a: {provider: acme, apiKey: sk-literal}, b: {provider: acme, apiKey: "${A}"}}', {
      A: 'sk-variable',
    });
    const shown =
      inspect([file, file.client('b')], { showHidden: true, depth: null }) +
      JSON.stringify(file.client('b')) +
      String(file.client('b').config.apiKey);
    expect(shown).not.toMatch(/sk-/);
  });
});
