// Resident memory of 1,000 streams that are open at once, each after its first event. The pool has 256 connections a host, so there
// are as many servers as it takes.

import { createClient, PROMPT, startServer } from './support.mjs';

const SERVERS = 4;
const STREAMS = 1000;

if (!globalThis.gc) throw new Error('run with --expose-gc');
const servers = await Promise.all(Array.from({ length: SERVERS }, startServer));
const clients = servers.map(({ origin }) => createClient(`${origin}/open`));
await open(20);
globalThis.gc();
const before = process.memoryUsage.rss();
const streams = await open(STREAMS);
globalThis.gc();
const kib = (process.memoryUsage.rss() - before) / 1024 / streams.length;
console.log(`open streams: ${kib.toFixed(0)} KiB resident each, ${streams.length} at once (target: at most 70)`);
for (const { stop } of servers) stop();
process.exit();

async function open(count) {
  const iterators = Array.from({ length: count }, (_, index) => clients[index % SERVERS].stream(PROMPT)[Symbol.asyncIterator]());
  await Promise.all(iterators.map((iterator) => iterator.next()));
  return iterators;
}
