import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { InvalidInputError } from '../errors.ts';
import type { Json } from '../message.ts';
import { deliver } from './delivery.ts';
import { faultsOf, type Scenario, type SimulatorRequest } from './fault.ts';
import { createReplier, type Incoming } from './reply.ts';
import { type SimulatedApi, WIRES } from './wires.ts';

export type { Breakage, Fault, Scenario, SimulatorRequest } from './fault.ts';
export type { SimulatedApi } from './wires.ts';

/** How a simulator starts. */
export interface SimulatorOptions {
  /** The port on 127.0.0.1. Default: a free one. */
  port?: number | undefined;
  /** Another seed gives other words and ids. Default 1. */
  seed?: number | undefined;
  /** What goes wrong, and when. Default: nothing. */
  scenario?: Scenario | undefined;
}

/** A running simulator. */
export interface Simulator {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** What the `baseURL` of a client of this API must be. */
  baseURL(api: SimulatedApi): string;
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

const SECRET = new Set(['authorization', 'proxy-authorization', 'x-api-key', 'x-goog-api-key', 'api-key', 'cookie']);

/**
 * Starts a server on loopback that speaks the wire formats of the built-in providers, streams included, and answers without a
 * model: from the prompt and the seed alone, so that the same conversation gets the same text, token counts and finish reason
 * from every API.
 *
 * - An answer tells how many words the last user message has, and some picked by a hash; some are not ASCII. A token is a run of
 *   letters, digits and `_`, or one other character that is no space; a stream has one event a token.
 * - Token limits, stop sequences and requests for reasoning are honoured. All input but the last message counts as cached.
 * - A tool is called if the last message is a user's and names it (`Use get_weather`), several in parallel in the order in which they
 *   are named. The choice is honoured: `none`, a certain tool, or `required`, which calls the first tool if none is named. Arguments
 *   are made up from the schema and stream token by token where the API streams text. After the results of tools, the answer quotes
 *   them and calls nothing. A call must have its result, and a result its call, where the real API insists on it.
 * - Requests are checked as the real APIs do: the key, the content type, each member of the body. Any key is right but
 *   `bad-key` (401) and `no-permission` (403); models named `missing...`, `unknown...` and retired ones are not found.
 * - The text-generation API ends its text with the stop sequence, as the real one does; the others end before it. OpenAI and Azure
 *   count the tokens of reasoning, and do not show it.
 * - A vector depends on its text alone. Documents are ordered by how many words they share with the query; `openai` orders them too,
 *   which OpenAI does not, for the servers in its dialect that are tested on it.
 * - Time stands still: dates, ids and rate limits are the same in every run.
 *
 * @throws {InvalidInputError} when the port can't be listened on.
 *
 * @example
 * ```ts
 * const simulator = await startSimulator({ scenario: { status: 529, times: 2 } });
 * const client = ProviderRegistry.create('anthropic', { apiKey: 'any', baseURL: simulator.baseURL('anthropic') });
 * (await client.complete('Hi')).meta.attempts;    // 3
 * await simulator.close();
 * ```
 */
export async function startSimulator({ port = 0, seed = 1, scenario }: SimulatorOptions = {}): Promise<Simulator> {
  const requests: SimulatorRequest[] = [];
  const sockets = new Set<Socket>();
  const reply = createReplier(seed);
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
    const incoming = await read(request);
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
    baseURL: (api) => url + WIRES[api].base,
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
async function read(request: IncomingMessage): Promise<Incoming | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    return undefined;
  }
  const text = Buffer.concat(chunks).toString();
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const masked = Object.entries(headers).map(([name, value]) => [name, SECRET.has(name) ? mask(value) : value]);
  const record = {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(masked),
    body: parse(text),
  };
  return { record, headers, text };
}

function mask(value: string): string {
  return value.replace(/^(Bearer\s+)?.+$/i, '$1***');
}

function parse(text: string): Json | undefined {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
