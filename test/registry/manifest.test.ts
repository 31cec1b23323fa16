import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readManifest, readSchema } from '../../src/registry/manifest.ts';

let folder: string;

/** Reads the manifest of a package whose `package.json` is this text. */
async function read(text: string) {
  await writeFile(join(folder, 'package.json'), text);
  return readManifest(folder);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plugboard-manifest-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('the manifest of a package', () => {
  it('may begin with a byte order mark, as its schemas may', async () => {
    const plugboard = { providers: ['acme'], schemas: { acme: 'acme.json' } };
    const manifest = await read(`\uFEFF${JSON.stringify({ name: 'acme', version: '1.0.0', plugboard })}`);
    expect(manifest).toMatchObject({ package: 'acme', version: '1.0.0', providers: ['acme'] });
    await writeFile(join(folder, 'acme.json'), '\uFEFF{"properties":{}}');
    expect(manifest && readSchema(manifest, 'acme')).toEqual({ properties: {} });
  });

  it('may name a provider as every object has a member', async () => {
    const manifest = await read(JSON.stringify({ name: 'acme', plugboard: { providers: ['constructor'] } }));
    expect(manifest && readSchema(manifest, 'constructor')).toBeUndefined();
  });

  it.each(['[]', 'null', '{', '', '{"name":"plain"}'])('is none in %j', async (text) => {
    expect(await read(text)).toBeUndefined();
  });
});
