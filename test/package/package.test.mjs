// Packs the tarball, installs it into an empty project and uses it there as its users do.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tsc = join(root, 'node_modules/typescript/bin/tsc');

const TYPED = `
import { type CompletionStream, type Message, Provider, ProviderRegistry, RateLimitError, runTools } from 'plugboard';
import type { Citation, Effort, EmbedResponse, InputType, JsonSchemaFormat, RerankResponse, SchemaIssue, SchemaOf } from 'plugboard';
import { definePlugin, provider, sse, type Wire } from 'plugboard/plugin';
import { startSimulator } from 'plugboard/testing';

declare module 'plugboard' {
  interface ProviderConfigs {
    acme: { apiKey?: string };
  }
}

const client = ProviderRegistry.create('cohere', { apiKey: 'k', apiVersion: 'v1' });
ProviderRegistry.create(Provider.Anthropic, { apiKey: () => 'k', betas: ['b'] });
// @ts-expect-error: a typo in a key
ProviderRegistry.create('cohere', { apiKy: 'k' });
// @ts-expect-error: another provider's key
ProviderRegistry.create('anthropic', { apiVersion: 'v1' });

ProviderRegistry.create('acme', { apiKey: 'k' });
// @ts-expect-error: the merged declaration is strict too
ProviderRegistry.create('acme', { apiKy: 'k' });

const others: Record<string, unknown> = { anything: 1 };
ProviderRegistry.create('unheard-of', others);

const tool = { name: 'clock', description: 'The time.' };
export const run = runTools(client, { prompt: 'Hi', tools: [tool] }, { handlers: { clock: () => '12:00' } });
runTools(client, { prompt: 'Hi', tools: [{ name: 'clock' }] }, {
  // @ts-expect-error: a typo in a handler's name
  handlers: { clok: () => '12:00' },
});
new ProviderRegistry({ onResponse: ({ status, body }) => console.log(status ?? 'failed', body?.length) });

const messages: Message[] = [{ role: 'user', content: 'Hi' }];
export const stream: CompletionStream = client.stream({ messages, temperature: 0 });
export const { content, usage } = await client.complete({ prompt: 'Hi' });
// @ts-expect-error: a prompt or messages, not both
client.complete({ prompt: 'Hi', messages });
for await (const event of stream) if (event.type === 'text') console.log(event.text.length);

export const wait = (error: unknown): number | undefined => (error instanceof RateLimitError ? error.retryAfterMs : undefined);
export const simulated: string = (await startSimulator({ scenario: { status: 529 } })).baseURL('anthropic');

const effort: Effort = 'xhigh';
const inputType: InputType = 'search_document';
declare const City: SchemaOf<{ city: string }>;
const responseFormat: JsonSchemaFormat<typeof City> = { type: 'json_schema', name: 'city', schema: City };
const formed = await client.complete({ prompt: 'Hi', responseFormat, reasoning: { effort } });
export const city: string | undefined = formed.parsed?.city;
// @ts-expect-error: a typo in a member of the schema's type
formed.parsed?.town;
export const citations: Citation[] | undefined = formed.citations;
export const issuesOf = (error: RateLimitError): readonly SchemaIssue[] | undefined => error.issues;
export const embedded: EmbedResponse = await client.embed({ input: ['a'] as const, inputType });
export const ranked: RerankResponse = await client.rerank({ query: 'q', documents: ['a'] });
client.chat([{ role: 'user', content: [{ type: 'image', base64: 'AAAA', cache: true }] }]);
// @ts-expect-error: nowhere are its bytes
client.chat([{ role: 'user', content: [{ type: 'image' }] }]);
// @ts-expect-error: two places of its bytes
client.chat([{ role: 'user', content: [{ type: 'file', url: 'https://a.example/b.pdf', base64: 'AAAA' }] }]);
ProviderRegistry.create('openai', { apiKey: 'k', api: 'responses', embeddingModel: 'e' });
// @ts-expect-error: an API that it has not
ProviderRegistry.create('openai', { apiKey: 'k', api: 'response' });

declare const wire: Wire;
export const Acme = definePlugin({ name: 'acme', schema: {}, apiVersion: 1, wire: { ...wire, framing: sse } });
@provider({ name: 'decorated', schema: {}, apiVersion: 1 })
export class Decorated {
  readonly wire = wire;
}
`;

const COMPILER_OPTIONS = {
  target: 'es2023',
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  skipLibCheck: false,
};

describe('the packed package', () => {
  let project;
  let installed;

  before(async () => {
    project = await mkdtemp(join(tmpdir(), 'plugboard-'));
    await cp(new URL('consumer/', import.meta.url), project, { recursive: true });
    await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', project], root);
    const tarball = (await readdir(project)).find((file) => file.endsWith('.tgz'));
    await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', `./${tarball}`], project);
    installed = join(project, 'node_modules/plugboard');
  });

  after(() => rm(project, { recursive: true, force: true }));

  it('holds what is used, with the licences, and no sources', async () => {
    const folders = await readdir(installed);
    for (const name of ['LICENSE', 'README.md', 'dist', 'schemas']) assert.ok(folders.includes(name), name);
    for (const name of ['src', 'plugins', 'test', 'scripts', 'node_modules']) assert.ok(!folders.includes(name), name);
    const licences = await readFile(join(installed, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['got', 'p-map', 'p-retry', 'reflect-metadata', 'tsyringe', 'yaml'])
      assert.match(licences, new RegExp(`^${name} \\d`, 'm'));
  });

  it('answers in an ES module', () => node('module.mjs'));

  it('answers in a CommonJS module', () => node('common.cjs'));

  it('reads a config file, and sends through a proxy', () => node('config-file.mjs'));

  it('takes a plugin in plain JavaScript from another package', () => node('third-party.mjs'));

  it('loads what is not needed to make a client only on demand', async () => {
    const start = await loaded('start.mjs');
    const request = await loaded('module.mjs');
    const thirdParty = await loaded('third-party.mjs');
    assert.ok(start.has('tsyringe'));
    for (const name of ['@huggingface/jinja', 'ajv', 'got', 'hpagent', 'yaml']) assert.ok(!start.has(name), name);
    assert.ok(request.has('got') && !request.has('ajv') && !request.has('@huggingface/jinja'));
    assert.ok(thirdParty.has('ajv') && !thirdParty.has('got'));
  });

  it('embeds, answers by a schema and renders a chat template with what is installed and bundled', async () => {
    const names = await loaded('data.mjs');
    for (const name of ['@huggingface/jinja', 'ajv', 'p-map']) assert.ok(names.has(name), name);
    const { dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
    assert.deepEqual(Object.keys(dependencies).sort(), ['@huggingface/jinja', 'ajv']);
  });

  for (const [module, moduleResolution] of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ]) {
    it(`is typed for TypeScript with moduleResolution ${moduleResolution}`, () =>
      typeCheck({ module, moduleResolution, types: ['node'], typeRoots: [join(root, 'node_modules/@types')], lib: ['es2023'] }));

    it(`is typed without the types of Node, with moduleResolution ${moduleResolution}`, () =>
      typeCheck({ module, moduleResolution, types: [] }));
  }

  function node(script, env = {}) {
    return run(process.execPath, [script], project, env);
  }

  /** The packages that a script runs code of, those in our bundle included: its chunks name each file that went into them. */
  async function loaded(script) {
    const folder = await mkdtemp(join(project, 'coverage-'));
    await node(script, { NODE_V8_COVERAGE: folder });
    const reports = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')));
    const urls = reports
      .flatMap((report) => JSON.parse(report).result.map(({ url }) => url))
      .filter((url) => url.startsWith('file:'));
    const texts = await Promise.all(urls.map((url) => readFile(new URL(url), 'utf8')));
    const names = [...urls.join('\n').matchAll(PACKAGE), ...texts.join('\n').matchAll(BUNDLED)];
    return new Set(names.map(([, name]) => name));
  }

  async function typeCheck(options) {
    const sources = [TYPED, ...(await readmeModules())];
    const files = sources.map((_source, index) => `typed-${index}.ts`);
    await Promise.all(sources.map((source, index) => writeFile(join(project, files[index]), source)));
    const compilerOptions = { ...COMPILER_OPTIONS, ...options };
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    await run(process.execPath, [tsc, '--project', project], project);
  }
});

/** The README's code that is a module of its own; without the types of Node there is no `process`. */
async function readmeModules() {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const blocks = [...readme.matchAll(/```ts\n(import [\s\S]*?)```/g)].map(([, block]) => block);
  assert.ok(blocks.length >= 3);
  return blocks.map((block) => block.replaceAll('process.stdout.write', 'console.log'));
}

const PACKAGE = /\/node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//g;
const BUNDLED = /^\/\/ (?:.*\/)?node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//gm;

/** Runs a command to its end; what it wrote is told where it fails. */
function run(command, args, cwd, env = {}) {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd, env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`));
      else resolve(stdout);
    });
  });
}
