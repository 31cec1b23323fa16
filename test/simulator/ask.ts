import http from 'node:http';
import nock from 'nock';
import type { Fault, Simulator } from '../../src/simulator/simulator.ts';

// What nock lays over node:http changes how sockets are reused and closed, which is what is tested here.
nock.restore();

/** What came back over the socket, byte for byte. */
export interface Reply {
  status: number;
  headers: http.IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
  /** What arrived at once. */
  chunks: Buffer[];
  /** The body ended as HTTP says it must. */
  complete: boolean;
}

export interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

export const QUESTION = 'How many words are these?';

/** The same short question in every wire's words. */
export const ASKS = {
  anthropic: {
    path: '/anthropic/v1/messages',
    headers: { 'x-api-key': 'secret-key', 'anthropic-version': '2023-06-01' },
    body: { model: 'claude-sonnet-5', max_tokens: 2000, messages: [{ role: 'user', content: QUESTION }] },
  },
  cohere: {
    path: '/cohere/v2/chat',
    headers: { authorization: 'Bearer secret-key' },
    body: { model: 'command-a-03-2025', messages: [{ role: 'user', content: QUESTION }] },
  },
  'cohere-v1': {
    path: '/cohere/v1/chat',
    headers: { authorization: 'Bearer secret-key' },
    body: { message: QUESTION },
  },
  huggingface: {
    path: '/huggingface/v1/chat/completions',
    headers: { authorization: 'Bearer secret-key' },
    body: { model: 'openai/gpt-oss-20b', messages: [{ role: 'user', content: QUESTION }] },
  },
  'huggingface-text-generation': {
    path: '/huggingface/hf-inference/models/google/gemma',
    headers: { authorization: 'Bearer secret-key' },
    body: { inputs: QUESTION, parameters: { return_full_text: false, details: true } },
  },
} as const;

export type Api = keyof typeof ASKS;
export const APIS = Object.keys(ASKS) as Api[];

/** One request on a connection of its own, read to its end, however it ends. */
export function send(simulator: Simulator, path: string, { method = 'POST', headers = {}, body }: Sent = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = http.request(simulator.url + path, {
      method,
      agent: false,
      headers: { 'content-type': 'application/json', ...headers },
    });
    sent.once('error', reject);
    sent.once('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', () => undefined);
      answer.once('close', () => {
        const bytes = Buffer.concat(chunks);
        const { statusCode: status = 0, complete } = answer;
        resolve({ status, headers: answer.headers, bytes, text: bytes.toString(), chunks, complete });
      });
    });
    const hasBody = body !== undefined && (method === 'POST' || method === 'PUT');
    if (hasBody) sent.write(typeof body === 'string' ? body : JSON.stringify(body));
    sent.end();
  });
}

/** The question over one wire, with further members in the body. */
export function ask(simulator: Simulator, api: Api, body: object = {}, headers: Record<string, string> = {}): Promise<Reply> {
  const { path, headers: known, body: asked } = ASKS[api];
  return send(simulator, path, { headers: { ...known, ...headers }, body: { ...asked, ...body } });
}

/** The question as a stream, with a fault. */
export function askFaulty(simulator: Simulator, api: Api, fault: Fault, headers: Record<string, string> = {}): Promise<Reply> {
  simulator.scenario = fault;
  return ask(simulator, api, { stream: true }, headers);
}

// biome-ignore lint/suspicious/noExplicitAny: what is read is what the test asserts
export type Loose = any;

/** The JSON of each event of a stream, by server-sent events or lines. */
export function eventsOf(text: string): Loose[] {
  return text
    .split(/\r?\n/)
    .filter((line) => /^(data:)?\s*\{/.test(line))
    .map((line) => JSON.parse(line.replace(/^data:\s*/, '')));
}

/** The text that a stream gave, read independently of any plugin. */
export function streamedText(api: Api, text: string): string {
  const read: Record<Api, (event: Loose) => string | undefined> = {
    anthropic: (event) => event.delta?.text,
    cohere: (event) => (event.type === 'content-delta' ? event.delta.message.content.text : ''),
    'cohere-v1': (event) => event.text,
    huggingface: (event) => event.choices?.[0]?.delta.content,
    'huggingface-text-generation': (event) => (event.token?.special ? '' : event.token?.text),
  };
  return eventsOf(text)
    .map((event) => read[api](event) ?? '')
    .join('');
}

/** The text of a whole answer. */
export function wholeText(api: Api, text: string): string {
  const body: Loose = JSON.parse(text);
  const read: Record<Api, () => string> = {
    anthropic: () => body.content.map((block: Loose) => block.text ?? '').join(''),
    cohere: () => body.message.content.map((block: Loose) => block.text ?? '').join(''),
    'cohere-v1': () => body.text,
    huggingface: () => body.choices[0].message.content,
    'huggingface-text-generation': () => body[0].generated_text,
  };
  return read[api]();
}

/** What each API answers when nothing goes wrong. */
export type Good = Record<Api, { whole: Reply; streamed: Reply; tokens: string[] }>;

export async function askAll(simulator: Simulator): Promise<Good> {
  const good = {} as Good;
  for (const api of APIS) {
    const [whole, streamed] = [await ask(simulator, api), await ask(simulator, api, { stream: true })];
    good[api] = { whole, streamed, tokens: wholeText(api, whole.text).match(/\s*(?:[\p{L}\p{M}\p{N}_]+|\S)/gu) ?? [] };
  }
  return good;
}
