// Follows docs/write-a-plugin.md to the letter: each file is written as it stands there, each command is run.

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openWorkbench } from './workbench.mjs';

const STEP = /^## (\d+\. .*)$/gm;
const BLOCK = /^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm;

const guide = await readFile(new URL('../../docs/write-a-plugin.md', import.meta.url), 'utf8');
const [, ...halves] = guide.split(STEP);
const steps = halves.flatMap((title, index) => (index % 2 === 0 ? [{ title, text: halves[index + 1] }] : []));

describe('the guide to a plugin', () => {
  let workbench;
  let cwd;
  let printed;

  before(async () => {
    workbench = await openWorkbench('plugboard');
    cwd = await workbench.empty('home');
  });

  after(() => workbench.close());

  it('has ten steps', () => assert.equal(steps.length, 10));

  for (const { title, text } of steps) {
    it(title, async () => {
      for (const [, language, path, content] of text.matchAll(BLOCK)) {
        if (path) await write(path, content);
        else if (language === 'sh') await perform(content);
        else if (language === 'text') assert.equal(printed, content);
        else assert.fail(`a block of ${language} that is neither a file nor a command`);
      }
    });
  }

  async function write(path, content) {
    await mkdir(dirname(join(cwd, path)), { recursive: true });
    await writeFile(join(cwd, path), content);
  }

  /** Where the commands end is where the next ones begin. */
  async function perform(commands) {
    const end = join(workbench.folder, 'end');
    printed = await workbench.run('bash', ['-euc', `${commands}\npwd > ${end}`], cwd);
    cwd = (await readFile(end, 'utf8')).trim();
    for (const [failed] of printed.matchAll(/[#ℹ] fail (?!0$)\d+$/gm)) assert.fail(failed);
  }
});
