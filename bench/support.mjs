import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { ProviderRegistry } from 'plugboard';

export const PROMPT = 'How much does a call cost?';

/** Starts the server of all benchmarks in a process of its own, so that its work does not count. */
export async function startServer() {
  const child = spawn(process.execPath, [fileURLToPath(new URL('server.mjs', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [port] = await once(child.stdout, 'data');
  return { origin: `http://127.0.0.1:${Number(port)}`, stop: () => child.kill() };
}

export function createClient(baseURL, config = {}) {
  return ProviderRegistry.create('huggingface', { apiKey: 'bench-key', model: 'bench', api: 'chat', baseURL, ...config });
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });

/** What one would write by hand on node:http: no check, no retry, no limit. */
export function requestBare(origin, stream) {
  const body = JSON.stringify({ model: 'bench', messages: [{ role: 'user', content: PROMPT }], stream });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    authorization: 'Bearer bench-key',
  };
  return new Promise((resolve, reject) => {
    const request = http.request(`${origin}/v1/chat/completions`, { method: 'POST', agent, headers }, resolve);
    request.on('error', reject);
    request.end(body);
  });
}

export async function completeBare(origin) {
  const chunks = [];
  for await (const chunk of await requestBare(origin, false)) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks)).choices[0].message.content;
}

export async function streamBare(origin) {
  const decoder = new TextDecoder();
  let text = '';
  let rest = '';
  for await (const chunk of await requestBare(origin, true)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (!line.startsWith('data: ') || line === 'data: [DONE]') continue;
      text += JSON.parse(line.slice(6)).choices[0]?.delta.content ?? '';
    }
  }
  return text;
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** CPU time of this process that `work` takes, in microseconds. */
export async function cpuOf(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Runs `work` so often, so many at a time. */
export async function repeat(times, atATime, work) {
  let left = times;
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      while (left-- > 0) await work();
    }),
  );
}
