// From abort to the settled promise, in every phase of a call.

import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, PROMPT, startServer } from './support.mjs';

const RUNS = 20;

const { origin, stop } = await startServer();
const mute = net.createServer(() => {}).listen(0, '127.0.0.1');
await once(mute, 'listening');
const phases = {
  'connecting (TLS handshake)': [`https://127.0.0.1:${mute.address().port}`, 'complete'],
  'waiting for headers': [`${origin}/silent`, 'complete'],
  'waiting to retry': [`${origin}/busy`, 'complete'],
  'reading a stream': [`${origin}/open`, 'stream'],
};

for (const [phase, [baseURL, how]] of Object.entries(phases)) {
  let worst = 0;
  for (let run = 0; run < RUNS; run += 1) worst = Math.max(worst, await cancel(createClient(baseURL), how));
  console.log(`cancel while ${phase}: at most ${worst.toFixed(1)} ms in ${RUNS} runs (target: under 100)`);
}
stop();
mute.close();
process.exit();

async function cancel(client, how) {
  const controller = new AbortController();
  const { signal } = controller;
  const work = how === 'stream' ? client.stream(PROMPT, { signal }).response.then() : client.complete(PROMPT, { signal });
  const failed = work.then(
    () => Promise.reject(new Error('it was not canceled')),
    ({ code }) => code,
  );
  await sleep(50);
  const before = performance.now();
  controller.abort();
  if ((await failed) !== 'CONTEXT_CANCELED') throw new Error(`the call failed with ${await failed}`);
  return performance.now() - before;
}
