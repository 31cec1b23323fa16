import type { Fault } from '../simulator/fault.ts';
import type { Incoming, Reply } from '../simulator/reply.ts';
import { type FaultyServer, startServer } from '../simulator/server.ts';
import type { Body } from '../simulator/wire.ts';
import type { AsksForStream, Fixture } from './fixture.ts';

const JSON_TYPE = 'application/json';

/** Says nothing that a wire could take for more than a failure. */
const FAILURE = { error: { message: 'It went wrong.' }, message: 'It went wrong.' };

/** What a server of fixtures is started with. */
interface FixtureServerOptions {
  /** What is served now. */
  fixture(kind: 'body' | 'frames'): Fixture | undefined;
  asksForStream?: AsksForStream | undefined;
  /** Written as `***` in what was sent. */
  keys: readonly string[];
}

/** A server on loopback that gives the fixture that is chosen to whatever it is asked, faults apart. */
export function startFixtureServer({ fixture, asksForStream = asksSo, keys }: FixtureServerOptions): Promise<FaultyServer> {
  let count = 0;
  const bodyFor = ({ record }: Incoming): Body | undefined => {
    if (record.method !== 'POST') return undefined;
    if (!asksForStream(record)) return whole(fixture('body')?.body);
    const frames = fixture('frames')?.frames ?? [];
    const [contentType = JSON_TYPE] = (record.headers.accept ?? JSON_TYPE).split(/[,;]/);
    return { ...whole(), contentType: contentType.trim(), tokens: frames, closing: '' };
  };
  const reply = (incoming: Incoming, fault: Fault): Reply => {
    count += 1;
    const body = fault.status === undefined ? bodyFor(incoming) : undefined;
    const headers = { 'content-type': body?.contentType ?? JSON_TYPE, 'x-request-id': `fixture-${count}`, ...fault.headers };
    return { status: fault.status ?? (body ? 200 : 404), headers, body: body ?? failure(fault) };
  };
  const mask = (_name: string, value: string) => keys.reduce((text, key) => text.replaceAll(key, '***'), value);
  return startServer({ port: 0, reply, mask });
}

const asksSo: AsksForStream = ({ path, headers, body }) => {
  const { stream } = (body ?? {}) as { stream?: unknown };
  if (typeof stream === 'boolean') return stream;
  return /stream/i.test(path) || headers.accept !== JSON_TYPE;
};

function whole(body: unknown = null): Body {
  return { contentType: JSON_TYPE, opening: '', tokens: [], closing: JSON.stringify(body), error: '', keepAlive: '\n' };
}

function failure({ body = FAILURE }: Fault): Body {
  return typeof body === 'string' ? { ...whole(), closing: body } : whole(body);
}
