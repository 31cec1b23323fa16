#!/usr/bin/env node
import { run } from './run.ts';

// Where the templates lie beside the bundle, which is in `dist`.
const templates = new URL('../templates/', import.meta.url);
const write = (stream: NodeJS.WriteStream) => (text: string) => void stream.write(`${text}\n`);

// Who reads may go, as `head` does: there is no one left to write to.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(1));

run(process.argv.slice(2), { cwd: process.cwd(), templates, print: write(process.stdout), complain: write(process.stderr) }).then(
  (code) => {
    process.exitCode = code;
  },
);
