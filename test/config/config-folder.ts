import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import { type ConfigFile, readConfigFile } from '../../src/config/config-file.ts';

/** The folder of the test that runs. */
export let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'plugboard-'));
});

afterEach(() => rm(cwd, { recursive: true }));

export async function write(path: string, text: string): Promise<string> {
  const whole = join(cwd, path);
  await mkdir(dirname(whole), { recursive: true });
  await writeFile(whole, text);
  return whole;
}

/** A config file that was named. */
export async function named(text: string, env: NodeJS.ProcessEnv = {}): Promise<ConfigFile> {
  await write('file.yaml', text);
  return readConfigFile('file.yaml', { cwd, env });
}

/** A config file that was found. */
export async function found(text: string, env: NodeJS.ProcessEnv = {}): Promise<ConfigFile> {
  await write('plugboard.yaml', text);
  return readConfigFile(undefined, { cwd, env });
}
