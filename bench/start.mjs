// What `import('plugboard')` and the first `create` add to the start of a process: whole processes, in turn.

import { spawnSync } from 'node:child_process';
import { median } from './support.mjs';

const RUNS = 9;
const CREATE = "import('plugboard').then(({ ProviderRegistry }) => ProviderRegistry.create('cohere', { apiKey: 'bench-key' }))";

function run(source) {
  const before = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['-e', source], { cwd: import.meta.dirname });
  if (status !== 0) throw new Error(String(stderr));
  return performance.now() - before;
}

run('0');
run(CREATE);
const pairs = Array.from({ length: RUNS }, () => [run('0'), run(CREATE)]);
const bare = median(pairs.map(([ms]) => ms));
const ours = median(pairs.map(([, ms]) => ms));

console.log(
  `start: bare node ${bare.toFixed(0)} ms, with Plugboard and a client ${ours.toFixed(0)} ms, ` +
    `added ${median(pairs.map(([a, b]) => b - a)).toFixed(0)} ms (target: at most 90)`,
);
