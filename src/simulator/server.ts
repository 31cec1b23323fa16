import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { InvalidInputError } from '../errors.ts';
import type { Json } from '../message.ts';
import { deliver } from './delivery.ts';
import { type Fault, faultsOf, type Scenario, type SimulatorRequest } from './fault.ts';
import type { Incoming, Reply } from './reply.ts';

/** A running server that answers as it is told, and counts what it sees. */
export interface FaultyServer {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** What goes wrong, and when. May be set at any time; a list then begins anew. */
  scenario: Scenario | undefined;
  /** What was sent so far, in order; the keys are masked. Set `length` to 0 to forget it. */
  readonly requests: SimulatorRequest[];
  /** How many connections there are now. */
  readonly openConnections: number;
  /** How many connections there ever were: fewer than requests where clients reuse them. */
  readonly connectionsAccepted: number;
  /** Closes every connection at once, whatever it is at, and stops to listen. */
  close(): Promise<void>;
}

/** What a server is started with. */
interface ServerOptions {
  port: number;
  scenario?: Scenario | undefined;
  /** What is answered, before the fault. */
  reply(incoming: Incoming, fault: Fault): Reply;
  /** What is kept of a header's value. Default: no key. */
  mask?(name: string, value: string): string;
}

const SECRET = new Set(['authorization', 'proxy-authorization', 'x-api-key', 'x-goog-api-key', 'api-key', 'cookie']);

/**
 * Starts a server on loopback.
 *
 * @throws {InvalidInputError} when the port can't be listened on.
 */
export async function startServer({ port, scenario, reply, mask = maskKey }: ServerOptions): Promise<FaultyServer> {
  const requests: SimulatorRequest[] = [];
  const sockets = new Set<Socket>();
  let current = scenario;
  let nextFault = faultsOf(scenario);
  let connectionsAccepted = 0;

  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'content-type': 'text/plain' }).end(`The scenario failed: ${error}`);
    });
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => {
    connectionsAccepted += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const incoming = await read(request, mask);
    if (!incoming) return;
    requests.push(incoming.record);
    const fault = nextFault(incoming.record) ?? {};
    await deliver(reply(incoming, fault), fault, response);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      reject(new InvalidInputError(`cannot listen on port ${port} (${code}): choose another, or leave it out to get a free one`)),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    requests,
    get scenario() {
      return current;
    },
    set scenario(next) {
      current = next;
      nextFault = faultsOf(next);
    },
    get openConnections() {
      return sockets.size;
    },
    get connectionsAccepted() {
      return connectionsAccepted;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Nothing, if the client goes away before it has said all. */
async function read(request: IncomingMessage, mask: (name: string, value: string) => string): Promise<Incoming | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    return undefined;
  }
  const text = Buffer.concat(chunks).toString();
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const masked = Object.entries(headers).map(([name, value]) => [name, mask(name, value)]);
  const record = {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(masked),
    body: parse(text),
  };
  return { record, headers, text };
}

function maskKey(name: string, value: string): string {
  return SECRET.has(name) ? value.replace(/^(Bearer\s+)?.+$/i, '$1***') : value;
}

function parse(text: string): Json | undefined {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
