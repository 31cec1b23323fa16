// A package registry on loopback, so that what users type is run as they type it, without the network: it serves the tarballs that
// it is given, and all else from this repository's node_modules.

import { once } from 'node:events';
import { access, readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** The compiler is linked to, as it is large. */
const LINKED = { typescript: { tsc: join(modules, 'typescript/bin/tsc') } };

/** @param tarballs for each name its manifest and the bytes of its tarball. */
export async function startRegistry(tarballs) {
  const server = createServer(async ({ url, headers }, response) => {
    const name = decodeURIComponent(url.slice(1)).replace(/\.tgz$/, '');
    const found = tarballs[name] ?? (await installed(name).catch(() => undefined));
    if (!found) response.writeHead(404).end('{}');
    else if (url.endsWith('.tgz')) response.end(await found.read());
    else response.end(JSON.stringify(packument(found.manifest, `http://${headers.host}`)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

function packument(manifest, origin) {
  const { name, version } = manifest;
  const tarball = `${origin}/${encodeURIComponent(name)}.tgz`;
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist: { tarball } } } };
}

async function installed(name) {
  const folder = join(modules, name);
  await access(folder);
  const {
    scripts: _notRun,
    optionalDependencies: _tooMany,
    ...manifest
  } = JSON.parse(await readFile(join(folder, 'package.json')));
  const links = LINKED[name];
  return links ? linked(manifest, links) : { manifest, read: () => packFolder(folder) };
}

function linked({ name, version }, links) {
  const bin = Object.fromEntries(Object.keys(links).map((command) => [command, `./${command}.mjs`]));
  const manifest = { name, version, bin };
  const files = Object.entries(links).map(([command, target]) => [
    `${command}.mjs`,
    Buffer.from(`#!/usr/bin/env node\nawait import(${JSON.stringify(target)});\n`),
  ]);
  return { manifest, read: () => tarball([['package.json', Buffer.from(JSON.stringify(manifest))], ...files]) };
}

async function packFolder(folder) {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name));
  return tarball(await Promise.all(paths.map(async (path) => [relative(folder, path), await readFile(path)])));
}

/** What `tar` makes: each file in blocks of 512 bytes, after a header. */
function tarball(files) {
  const blocks = files.flatMap(([path, content]) => [
    header(`package/${path}`, content.length),
    content,
    Buffer.alloc(-content.length & 511),
  ]);
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]), { level: 1 });
}

function header(path, size) {
  const block = Buffer.alloc(512);
  if (Buffer.byteLength(path) > 100) throw new Error(`${path} is too long a path for this archive`);
  block.write(path, 0);
  block.write('0000755\0', 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write('        0', 148);
  block.write('ustar\0', 257);
  const sum = block.reduce((total, byte) => total + byte);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
