// CPU of a whole call, 64 at a time, against bare node:http with a keep-alive agent, in turn in one process.

import { completeBare, cpuOf, createClient, median, PROMPT, repeat, startServer } from './support.mjs';

const CALLS = 3000;
const ROUNDS = 7;

const { origin, stop } = await startServer();
const client = createClient(`${origin}/v1`);
const bare = () => cpuOf(() => repeat(CALLS, 64, () => completeBare(origin)));
const ours = () => cpuOf(() => repeat(CALLS, 64, () => client.complete(PROMPT)));

await bare();
await ours();
const rounds = [];
for (let round = 0; round < ROUNDS; round += 1) rounds.push([await bare(), await ours()]);
stop();

console.log(
  `calls, 64 at a time: bare ${(median(rounds.map(([cpu]) => cpu)) / CALLS).toFixed(0)} µs CPU a call, ` +
    `Plugboard ${(median(rounds.map(([, cpu]) => cpu)) / CALLS).toFixed(0)} µs, ` +
    `ratio ${median(rounds.map(([a, b]) => b / a)).toFixed(2)} (target: at most 3.0)`,
);
