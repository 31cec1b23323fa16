import type { JsonObject } from '../message.ts';
import type { Answer, Question } from './answer.ts';

/** A request as an endpoint sees it. */
export interface ApiRequest {
  /** Without the query. */
  path: string;
  /** What follows the `?`; empty where there is none. */
  query: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: JsonObject;
}

/** Why a request is refused. */
export interface Problem {
  status: number;
  /** The API's own words; left out, those that belong to the status. */
  message?: string | undefined;
  /** Further members of the error body, such as a code; left out, those that belong to the status. */
  details?: Readonly<Record<string, unknown>> | undefined;
}

/** What is refused before the body is looked at. */
export type Refusal =
  | 'missing key'
  | 'bad key'
  | 'no permission'
  | 'bad content type'
  | 'bad JSON'
  | 'no such path'
  | 'bad method';

/** All that an answer is written from. */
export interface Exchange {
  request: ApiRequest;
  question: Question;
  answer: Answer;
}

/** A part of a body. */
export type Piece = string | Uint8Array;

/** An answer's body in pieces, so that a fault can come between any two. */
export interface Body {
  contentType: string;
  /** What comes before the first token. */
  opening: string;
  /** One piece a token; what stands between two blocks is at the head of the piece after it. Bytes where it is no text. */
  tokens: readonly Piece[];
  /** What comes after the last token, the terminal event with it. */
  closing: string;
  /** The API's way to tell of a failure inside a 200. */
  error: string;
  /** What keeps the connection alive and says nothing. */
  keepAlive: string;
}

/** An endpoint that answers a conversation. */
export interface ChatEndpoint {
  method: 'POST';
  path: string | RegExp;
  check(request: ApiRequest): Problem | Question;
  encode(exchange: Exchange): unknown;
  stream(exchange: Exchange): Body;
}

/** An endpoint that turns what it is sent into data: vectors, an order. */
export interface DataEndpoint {
  method: 'POST';
  path: string | RegExp;
  /** The body of the answer, or why there is none. */
  answer(request: ApiRequest): Problem | { body: unknown };
}

/** An endpoint that always says the same. */
interface FixedEndpoint {
  method: 'GET';
  path: string;
  /** Answers without a key. */
  isPublic?: true;
  body: unknown;
}

export type Endpoint = ChatEndpoint | DataEndpoint | FixedEndpoint;

/** One provider's API. Pure: no IO, no state, no clock. */
export interface SimulatedWire {
  /** The path that a client's `baseURL` ends in. */
  readonly base: string;
  /** The path that everything of this provider is under. */
  readonly mount: string;
  readonly endpoints: readonly Endpoint[];
  readonly refusals: Readonly<Record<Refusal, Problem>>;
  /** The API key that was sent. */
  key(headers: ApiRequest['headers']): string | undefined;
  /** What every answer carries; `id` is 64 hexadecimal digits, another for each request. */
  headers(id: string): Record<string, string>;
  /** The body of an error: JSON, or plain text. */
  error(problem: Problem, id: string): unknown;
}

/** The time at which everything happens here: an answer is the same today and tomorrow. */
export const NOW = { iso: '2026-01-01T00:00:00Z', http: 'Thu, 01 Jan 2026 00:00:00 GMT', unix: 1767225600 };

/** One server-sent event; a string is sent as it is. */
export function sse(data: unknown, event?: string): string {
  return `${event ? `event: ${event}\n` : ''}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}

/** The pieces, the first one with something before it. */
export function opened(before: string, pieces: string[]): string[] {
  return pieces.map((piece, index) => (index === 0 ? before + piece : piece));
}

/** The token after `Bearer`. */
export function bearer({ authorization }: ApiRequest['headers']): string | undefined {
  return /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1];
}

/** Hexadecimal digits in the form of a UUID. */
export function uuid(id: string): string {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

/** All text of a message's content: a string, or parts of which some have text. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: { type?: string; text?: string }) => (part.type === 'text' ? (part.text ?? '') : '')).join('');
}

/** Model names that no API here knows: `missing...`, `unknown...`, after an organisation too. */
export function isMissing(model: string): boolean {
  return /^(.*\/)?(missing|unknown)/.test(model);
}
