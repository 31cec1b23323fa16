import type { JsonObject } from '../message.ts';
import { compose, digest, type Question } from './answer.ts';
import type { Fault, SimulatorRequest } from './fault.ts';
import {
  type ApiRequest,
  type Body,
  type ChatEndpoint,
  type Endpoint,
  NOW,
  type Problem,
  type Refusal,
  type SimulatedWire,
} from './wire.ts';
import { WIRES } from './wires.ts';

/** An answer that only has to be sent. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Body;
}

/** A request with what its public record leaves out. */
export interface Incoming {
  record: SimulatorRequest;
  /** The key is in here. */
  headers: Record<string, string>;
  /** The body as it came. */
  text: string;
}

const ALL: readonly SimulatedWire[] = Object.values(WIRES);
const ROUTES = ALL.flatMap((wire) => wire.endpoints.map((endpoint) => ({ wire, endpoint })));
const REMEMBERED = 64;

/** Answers requests: the same for the same request, seed and length, but for the request's own id. */
export function createReplier(seed: number): (incoming: Incoming, fault: Fault) => Reply {
  const chat = createChat(seed);
  let count = 0;

  return (incoming, fault) => {
    count += 1;
    const id = digest(seed, 'request', count);
    const [path = '', query = ''] = incoming.record.path.split('?', 2);
    const routes = ROUTES.filter(({ endpoint }) => serves(endpoint, path));
    const wire = routes[0]?.wire ?? ALL.find(({ mount }) => path === mount || path.startsWith(`${mount}/`));
    if (!wire) return { status: 404, headers: {}, body: plain(`Served here: ${ALL.map(({ base }) => base).join(', ')}`) };

    const found = fault.status === undefined ? answer(wire) : { status: fault.status };
    const failed = 'status' in found;
    const body = failed ? failure(wire, found) : found;
    return {
      status: failed ? found.status : 200,
      headers: { date: NOW.http, 'content-type': body.contentType, ...wire.headers(id), ...lowerCase(fault.headers) },
      body: fault.break === 'error' && !body.error ? { ...body, error: failure(wire, { status: 500 }).closing } : body,
    };

    function answer(served: SimulatedWire): Problem | Body {
      const endpoint = routes.find((route) => route.endpoint.method === incoming.record.method)?.endpoint;
      if (!endpoint) return served.refusals[routes.length > 0 ? 'bad method' : 'no such path'];
      const refusal = refusalOf(incoming, served, endpoint);
      if (refusal) return served.refusals[refusal];
      if (endpoint.method === 'GET') return plain(endpoint.body);
      const request = { path, query, headers: incoming.headers, body: incoming.record.body as JsonObject };
      if ('check' in endpoint) return chat(endpoint, request, incoming.text, fault.tokens);
      const made = endpoint.answer(request);
      return 'status' in made ? made : plain(made.body);
    }

    function failure(of: SimulatedWire, problem: Problem): Body {
      if (fault.status === undefined || fault.body === undefined) return plain(of.error(problem, id));
      return typeof fault.body === 'string' ? whole(fault.body) : plain(fault.body);
    }
  };
}

/** Remembers the last bodies, which are the same each time: a benchmark asks one question over and over. */
function createChat(seed: number) {
  const bodies = new Map<string, Body>();
  const write = (endpoint: ChatEndpoint, request: ApiRequest, question: Question, tokens?: number) => {
    const exchange = { request, question, answer: compose(question, seed, tokens) };
    return question.stream ? endpoint.stream(exchange) : plain(endpoint.encode(exchange));
  };

  return (endpoint: ChatEndpoint, request: ApiRequest, text: string, tokens?: number): Problem | Body => {
    const question = endpoint.check(request);
    if ('status' in question) return question;
    const key = JSON.stringify([request.path, request.query, request.headers.accept, tokens, text]);
    const known = bodies.get(key);
    if (known) return known;
    if (bodies.size >= REMEMBERED) bodies.clear();
    const body = write(endpoint, request, question, tokens);
    bodies.set(key, body);
    return body;
  };
}

function serves({ path: served }: Endpoint, path: string): boolean {
  return typeof served === 'string' ? served === path : served.test(path);
}

function refusalOf({ record, headers }: Incoming, wire: SimulatedWire, endpoint: Endpoint): Refusal | undefined {
  if (endpoint.method === 'GET' && endpoint.isPublic) return undefined;
  const key = wire.key(headers);
  if (!key) return 'missing key';
  if (key === 'bad-key') return 'bad key';
  if (key === 'no-permission') return 'no permission';
  if (endpoint.method === 'GET') return undefined;
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) return 'bad content type';
  return typeof record.body === 'string' || record.body === undefined ? 'bad JSON' : undefined;
}

function lowerCase(headers: Fault['headers'] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** A text in quotes is JSON already. */
function plain(body: unknown): Body {
  if (typeof body !== 'string') return whole(JSON.stringify(body));
  return body.startsWith('"') ? whole(body) : whole(body, 'text/plain; charset=utf-8');
}

function whole(closing: string, contentType = 'application/json'): Body {
  return { contentType, opening: '', tokens: [], closing, error: '', keepAlive: '\n' };
}
