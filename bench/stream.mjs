// CPU of a stream of 2,000 events against bare node:http with a line parser by hand, in turn in one process.

import { cpuOf, createClient, median, PROMPT, repeat, startServer, streamBare } from './support.mjs';

const STREAMS = 100;
const ROUNDS = 7;

const { origin, stop } = await startServer();
const client = createClient(`${origin}/v1`);
async function readOurs() {
  let length = 0;
  for await (const event of client.stream(PROMPT)) if (event.type === 'text') length += event.text.length;
  return length;
}
const bare = () => cpuOf(() => repeat(STREAMS, 4, () => streamBare(origin)));
const ours = () => cpuOf(() => repeat(STREAMS, 4, readOurs));

await bare();
await ours();
const rounds = [];
for (let round = 0; round < ROUNDS; round += 1) rounds.push([await bare(), await ours()]);
stop();

console.log(
  `streams of 2,000 events: bare ${(median(rounds.map(([cpu]) => cpu)) / STREAMS / 1000).toFixed(2)} ms CPU, ` +
    `Plugboard ${(median(rounds.map(([, cpu]) => cpu)) / STREAMS / 1000).toFixed(2)} ms, ` +
    `ratio ${median(rounds.map(([a, b]) => b / a)).toFixed(2)} (target: at most 1.5)`,
);
