// Bundles the entries into dist/. What package.json calls a dependency stays outside; all else is bundled, and its licences are
// shipped beside it. What is imported on demand gets a chunk of its own.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = new URL('../', import.meta.url);
const { dependencies } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));

/**
 * Has all that a start loads in one chunk, as each file costs a millisecond or two, whatever is in it. esbuild makes a chunk for each set
 * of beginnings that reach the same modules; where every beginning reaches the whole entry, there is one such set.
 */
const oneCore = {
  name: 'one-core',
  setup({ onLoad, onResolve }) {
    const core = fileURLToPath(new URL('src/index.ts', root));
    const beginnings = new Set();
    onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
      if (kind === 'entry-point' || kind === 'dynamic-import') beginnings.add(join(resolveDir, path));
      return undefined;
    });
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (path === core || !beginnings.has(path)) return undefined;
      return { contents: `${await readFile(path, 'utf8')}\nimport ${JSON.stringify(core)};`, loader: 'ts' };
    });
  },
};

await rm(new URL('dist/', root), { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: fileURLToPath(root),
  entryPoints: { index: 'src/index.ts', plugin: 'src/plugin.ts', testing: 'src/testing.ts', cli: 'src/cli/main.ts' },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  external: Object.keys(dependencies),
  // Bundled CommonJS packages call `require` for Node's own modules; an ES module has none.
  banner: {
    js: "import { createRequire as $createRequire } from 'node:module';\nconst require = $createRequire(import.meta.url);",
  },
  plugins: [oneCore],
  // They are for the chunks alone.
  logOverride: { 'ignored-bare-import': 'silent' },
  metafile: true,
});
await writeFile(new URL('dist/THIRD-PARTY-LICENSES.txt', root), await licences(bundledFolders(metafile)));

/** The folders of the packages that the bundle has code of. */
function bundledFolders({ outputs }) {
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const folders = files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(folders)].filter(Boolean).sort();
}

async function licences(folders) {
  return (await Promise.all(folders.map(licence))).join(`\n${'-'.repeat(80)}\n\n`);
}

async function licence(folder) {
  const at = (file) => new URL(`${folder}/${file}`, root);
  const { name, version, license } = JSON.parse(await readFile(at('package.json'), 'utf8'));
  const files = (await readdir(at(''))).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort();
  if (files.length === 0) throw new Error(`${name} is bundled but ships no licence text`);
  const texts = await Promise.all(files.map((file) => readFile(at(file), 'utf8')));
  return `${name} ${version} (${license})\n\n${texts.map((text) => `${text.trim()}\n`).join('\n')}`;
}
