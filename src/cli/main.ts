#!/usr/bin/env node
import { run } from './run.ts';

// Where the templates lie beside the bundle, which is in `dist`.
const templates = new URL('../templates/', import.meta.url);
const write = (stream: NodeJS.WriteStream) => (text: string) => void stream.write(`${text}\n`);

run(process.argv.slice(2), { cwd: process.cwd(), templates, print: write(process.stdout), complain: write(process.stderr) }).then(
  (code) => {
    process.exitCode = code;
  },
);
