import type { ServerResponse } from 'node:http';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import type { Fault } from './fault.ts';
import type { Reply } from './reply.ts';
import { joined, stepsOf } from './steps.ts';
import type { Body } from './wire.ts';

const SPACES = Buffer.alloc(65536, ' ');
/** The members of a fault that say what is sent, and not how. */
const CONTENT = new Set(['times', 'status', 'headers', 'body', 'tokens']);
const encoded = new WeakMap<Body, Buffer>();

/** Sends a reply, with its fault. Resolves when all was said or the other side is gone. */
export async function deliver(reply: Reply, fault: Fault, response: ServerResponse): Promise<void> {
  response.sendDate = false;
  // Who goes away while it is written to is no failure of the simulator.
  response.on('error', () => undefined);
  if (Object.keys(fault).some((member) => !CONTENT.has(member))) return deliverFaulty(reply, fault, response);
  const { status, headers, body } = reply;
  const bytes = encoded.get(body) ?? Buffer.from(joined([body.opening, ...body.tokens, body.closing]));
  encoded.set(body, bytes);
  response.writeHead(status, headers);
  // A stream is chunked, as everywhere; a whole answer has its length.
  const isStream = body.tokens.length > 0;
  if (isStream) response.write(bytes);
  response.end(isStream ? undefined : bytes);
}

async function deliverFaulty({ status, headers, body }: Reply, fault: Fault, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  await pause(fault.delayMs, gone.signal);
  if (gone.signal.aborted) return;
  if (fault.cutBeforeHeaders) {
    response.destroy();
    return;
  }
  const encoding = fault.compress ? accepted(response) : undefined;
  response.writeHead(status, { ...headers, ...(encoding && { 'content-encoding': encoding, vary: 'accept-encoding' }) });
  response.flushHeaders();
  const compress = compressor(encoding);
  const recode =
    fault.crlf && body.tokens.length > 0 ? (text: string) => text.replaceAll(/\r?\n/g, '\r\n') : (text: string) => text;

  for (const step of stepsOf(body, fault)) {
    if (step === 'cut') {
      response.socket?.destroySoon();
      return;
    }
    if ('waitMs' in step) await pause(step.waitMs, gone.signal);
    else if ('spaces' in step) await spaces(step.spaces);
    else await write(typeof step.send === 'string' ? Buffer.from(recode(step.send)) : step.send);
    if (gone.signal.aborted) return;
  }
  await transmit(response, await compress(), fault.writeBytes);
  if (!fault.keepOpen && !gone.signal.aborted) response.end();

  async function write(bytes: Uint8Array): Promise<void> {
    await transmit(response, await compress(bytes), fault.writeBytes);
  }

  async function spaces(count: number): Promise<void> {
    for (let left = count; left > 0 && !gone.signal.aborted; left -= SPACES.length) await write(SPACES.subarray(0, left));
  }
}

/** Writes at the pace of the other side, at most `size` bytes at a time. */
async function transmit(response: ServerResponse, bytes: Uint8Array, size?: number): Promise<void> {
  for (let start = 0; start < bytes.length && !response.destroyed; start += size || bytes.length) {
    await new Promise<void>((resolve) => {
      response.write(bytes.subarray(start, start + (size || bytes.length)), () => resolve());
    });
    if (size) await setImmediate();
  }
}

/** Waits, but no longer than there is someone to wait for. */
async function pause(ms: number | undefined, signal: AbortSignal): Promise<void> {
  if (ms === undefined || signal.aborted) return;
  if (ms === 0) await setImmediate();
  else if (ms === Number.POSITIVE_INFINITY)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  else await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}

function accepted(response: ServerResponse): 'br' | 'gzip' | undefined {
  const header = String(response.req.headers['accept-encoding'] ?? '');
  return (['br', 'gzip'] as const).find((name) => new RegExp(`\\b${name}\\b`).test(header));
}

/** Compresses piece by piece, each flushed, so that events are not held back. Without a piece: the end. */
function compressor(encoding: 'br' | 'gzip' | undefined): (bytes?: Uint8Array) => Promise<Uint8Array> {
  if (!encoding) return async (bytes) => bytes ?? new Uint8Array();
  const stream = encoding === 'br' ? createBrotliCompress() : createGzip();
  const flush = encoding === 'br' ? constants.BROTLI_OPERATION_FLUSH : constants.Z_SYNC_FLUSH;
  const out: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => out.push(chunk));
  const taken = () => Buffer.concat(out.splice(0));
  return (bytes) =>
    new Promise((resolve) => {
      if (bytes) {
        stream.write(bytes);
        stream.flush(flush, () => resolve(taken()));
      } else {
        stream.once('end', () => resolve(taken()));
        stream.end();
      }
    });
}
