// Runs every benchmark, each in a process of its own: npm run bench

import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

console.log(`Node ${process.version}, ${cpus().length} cores (${cpus()[0].model})`);
for (const name of ['start', 'calls', 'stream', 'cancel', 'memory', 'discovery']) {
  const { status } = spawnSync(process.execPath, ['--expose-gc', `${name}.mjs`], { cwd: import.meta.dirname, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
