import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtins } from '../builtins.ts';
import { optionsOf } from '../registry/define.ts';
import { isProviderName } from '../registry/definition.ts';
import { Failure, UsageError } from './failures.ts';

/** What is needed to write a package. */
interface Task {
  cwd: string;
  templates: URL;
  /** Of Plugboard: what the package depends on. */
  version: string;
  print(line: string): void;
}

/** What can't have its name in a package: npm takes no `.gitignore` along, and tools read every `package.json`. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: '.gitignore', 'manifest.json': 'package.json' };

/** How packages of plugins are named, in a scope or not. */
const PACKAGE = /^(?:@[^/]+\/)?plugboard-(.+)$/;

/** Writes the package of a plugin. @throws {UsageError} for a name that no provider can have, {@link Failure} for a folder in use. */
export async function newPlugin(operands: readonly string[], { cwd, templates, version, print }: Task): Promise<void> {
  const [name, folder = `plugboard-${name}`, ...more] = operands;
  if (name === undefined) throw new UsageError('new-plugin needs the name of the provider: plugboard new-plugin acme');
  if (more.length > 0) throw new UsageError(`new-plugin takes a name and a folder, and nothing more: "${more[0]}"`);
  const [, provider] = PACKAGE.exec(name) ?? [];
  if (provider !== undefined) {
    throw new UsageError(`"${name}" names a package: give its provider, plugboard new-plugin ${provider}`);
  }
  if (!isProviderName(name)) {
    const rule = 'use lower case letters, digits, "-", "_" and ".", and begin with a letter or digit';
    throw new UsageError(`${JSON.stringify(name)} is no provider name: ${rule}.`);
  }
  if (isBuiltIn(name)) throw new UsageError(`"${name}" is a provider of Plugboard itself: take another name.`);
  const target = resolve(cwd, folder);
  await refuseUsed(target);
  await writePackage(fileURLToPath(new URL('plugin/', templates)), target, wordsFor(name, version));
  const shown = relative(cwd, target);
  const steps = [...(shown ? [`cd ${shown}`] : []), 'npm install', 'npm test'];
  print(`The plugin "${name}" is ${shown ? `in ${shown}` : 'here'}. Next:\n\n  ${steps.join('\n  ')}`);
}

function isBuiltIn(name: string): boolean {
  return builtins.map(optionsOf).some((options) => options?.name === name || options?.aliases?.includes(name));
}

/** What takes the place of the words in the templates. */
function wordsFor(name: string, version: string): Readonly<Record<string, string>> {
  const pieces = name.split(/[-_.]+/).filter(Boolean);
  const pascal = pieces.map((piece) => piece.charAt(0).toUpperCase() + piece.slice(1)).join('');
  const upper = pieces.join('_').toUpperCase();
  // Neither a class nor a variable can begin with a digit.
  const isNumber = /^\d/.test(name);
  return {
    __name__: name,
    __Name__: isNumber ? `Provider${pascal}` : pascal,
    __NAME__: isNumber ? `PROVIDER_${upper}` : upper,
    __version__: version,
  };
}

async function refuseUsed(folder: string): Promise<void> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    throw new Failure(code === 'ENOTDIR' ? `${folder} is no folder.` : `${folder} can't be read (${code}).`);
  }
  // A repository that was just made is empty.
  if (names.some((name) => name !== '.git')) throw new Failure(`${folder} is not empty: name a new folder, or an empty one.`);
}

async function writePackage(from: string, to: string, words: Readonly<Record<string, string>>): Promise<void> {
  const fill = (text: string) => Object.entries(words).reduce((filled, [word, by]) => filled.replaceAll(word, by), text);
  try {
    for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const source = join(entry.parentPath, entry.name);
      const place = join(to, fill(relative(from, join(entry.parentPath, RENAMED[entry.name] ?? entry.name))));
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, fill(await readFile(source, 'utf8')), { flag: 'wx' });
    }
  } catch (error) {
    throw new Failure(`the package can't be written: ${(error as Error).message}`);
  }
}
