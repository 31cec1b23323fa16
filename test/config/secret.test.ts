import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyProblem, Secret } from '../../src/config/secret.ts';
import { rejectedBy, thrownBy } from './acme.ts';

const KEY = 'sk-very-secret';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plugboard-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('Secret', () => {
  it('gives a text at once', () => {
    expect(new Secret(KEY, 'acme').read()).toBe(KEY);
  });

  it.each([
    ['inspect', (secret: Secret) => inspect({ secret }, { showHidden: true, depth: Number.POSITIVE_INFINITY })],
    ['inspect without custom printers', (secret: Secret) => inspect(secret, { showHidden: true, customInspect: false })],
    ['JSON', (secret: Secret) => JSON.stringify({ secret })],
    ['String', (secret: Secret) => String(secret)],
    ['a template', (secret: Secret) => `${secret}`],
    ['a copy', (secret: Secret) => JSON.stringify({ ...secret })],
  ])('is not shown by %s', (_name, show) => {
    expect(show(new Secret(KEY, 'acme'))).not.toContain(KEY);
  });

  it('reads a file for every request, trimmed', async () => {
    const file = join(folder, 'rotating');
    const secret = new Secret({ file }, 'acme');
    await writeFile(file, ' first\n');
    expect(await secret.read()).toBe('first');
    await writeFile(file, 'second');
    expect(await secret.read()).toBe('second');
    expect(secret.known()).toEqual(['first', 'second']);
  });

  it('names a file that is missing', async () => {
    const error = await rejectedBy(Promise.resolve(new Secret({ file: join(folder, 'nowhere') }, 'acme').read()));
    expect(error.message).toBe(`[acme] the key file ${join(folder, 'nowhere')} can't be read (ENOENT). Check apiKey.file.`);
  });

  it.each([
    ['empty', ' \n', 'is empty'],
    ['two-lines', `${KEY}\n${KEY}`, 'holds a line break'],
  ])('refuses the file %s without showing it', async (name, content, problem) => {
    await writeFile(join(folder, name), content);
    const error = await rejectedBy(Promise.resolve(new Secret({ file: join(folder, name) }, 'acme').read()));
    expect(error.message).toContain(`the key file ${join(folder, name)} ${problem}`);
    expect(inspect(error, { showHidden: true })).not.toContain(KEY);
  });

  it('calls a function every time, sync or async', async () => {
    let count = 0;
    const sync = new Secret(() => `key-${++count}`, 'acme');
    expect([sync.read(), sync.read()]).toEqual(['key-1', 'key-2']);
    expect(await new Secret(async () => `${KEY}\n`, 'acme').read()).toBe(KEY);
  });

  it.each<[string, () => string | Promise<string>, string]>([
    [
      'throws',
      () => {
        throw new Error(KEY);
      },
      'threw',
    ],
    ['rejects', () => Promise.reject(new Error(KEY)), 'threw'],
    ['gives nothing', () => '', 'is empty'],
    ['gives no string', () => 5 as never, 'is no string'],
    ['gives a control character', async () => `${KEY}\u0001`, 'holds a control character'],
  ])('turns a function that %s into a config error that leaks nothing', async (_name, source, words) => {
    const error = await rejectedBy(Promise.resolve().then(() => new Secret(source, 'acme').read()));
    expect(error.message).toMatch(/^\[acme\] .*apiKey/);
    expect(error.message).toContain(words);
    expect(inspect(error, { showHidden: true, depth: null })).not.toContain(KEY);
  });

  it('throws at once when a function does', () => {
    const fails = () => {
      throw new Error('no');
    };
    expect(thrownBy(() => new Secret(fails, 'acme').read()).code).toBe('INVALID_CONFIG');
  });

  it('remembers the keys seen, but not without end', () => {
    let count = 0;
    const secret = new Secret(() => `key-${++count}`, 'acme');
    for (let times = 0; times < 150; times += 1) secret.read();
    expect(secret.known()).toHaveLength(100);
    expect(secret.known().at(-1)).toBe('key-150');
    expect(new Secret(KEY, 'acme').known()).toEqual([KEY]);
  });
});

describe('keyProblem', () => {
  it.each([
    ['', 'is empty'],
    [' \t', 'is empty'],
    ['a\nb', 'line break'],
    ['a\r', 'line break'],
    ['a\u0000b', 'control character'],
    ['a\u0085b', 'control character'],
    ['schl\u00fcssel\u20ac', 'no HTTP header can carry'],
    [' a', 'white space'],
  ])('refuses %j', (key, words) => {
    expect(keyProblem(key)).toContain(words);
  });

  it('accepts what a header can carry', () => {
    expect(keyProblem('sk-\u00fc_1.2/+=')).toBeUndefined();
  });
});
