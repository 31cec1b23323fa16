import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InvalidConfigError } from '../errors.ts';

const NAMES = ['plugboard.yaml', 'plugboard.yml', 'plugboard.json'];

/**
 * Looks for a config file in a folder and those above, up to the repository's root; outside of a repository only in the folder
 * itself, as anyone might have put a file above it.
 *
 * @throws {InvalidConfigError} when there is none.
 */
export async function findConfigFile(cwd: string): Promise<string> {
  const folders = await foldersToRoot(resolve(cwd));
  for (const path of folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))) if (await exists(path)) return path;
  const last = folders.at(-1);
  const range = last === folders[0] ? `${last}` : `${folders[0]} and above, up to ${last}`;
  throw new InvalidConfigError(`no config file: looked for ${NAMES.join(', ')} in ${range}. Create one, or name its path.`);
}

async function foldersToRoot(cwd: string): Promise<string[]> {
  const folders: string[] = [];
  for (let folder = cwd; ; folder = dirname(folder)) {
    folders.push(folder);
    if (await exists(join(folder, '.git'))) return folders;
    if (folder === dirname(folder)) return [cwd];
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
