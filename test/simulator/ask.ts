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

const messages = [{ role: 'user', content: QUESTION }];
const key = { authorization: 'Bearer secret-key' };

/** The same short question in every wire's words. */
export const ASKS = {
  anthropic: {
    path: '/anthropic/v1/messages',
    headers: { 'x-api-key': 'secret-key', 'anthropic-version': '2023-06-01' },
    body: { model: 'claude-sonnet-5', max_tokens: 2000, messages },
  },
  cohere: { path: '/cohere/v2/chat', headers: key, body: { model: 'command-a-03-2025', messages } },
  'cohere-v1': { path: '/cohere/v1/chat', headers: key, body: { message: QUESTION } },
  huggingface: {
    path: '/huggingface/v1/chat/completions',
    headers: key,
    body: { model: 'openai/gpt-oss-20b', messages },
  },
  'huggingface-text-generation': {
    path: '/huggingface/hf-inference/models/google/gemma',
    headers: key,
    body: { inputs: QUESTION, parameters: { return_full_text: false, details: true } },
  },
  openai: { path: '/openai/v1/chat/completions', headers: key, body: { model: 'gpt-6-luna', messages } },
  'openai-responses': {
    path: '/openai-responses/openai/v1/responses',
    headers: key,
    body: { model: 'gpt-6-luna', input: [{ role: 'user', content: QUESTION }] },
  },
  deepseek: { path: '/deepseek/v1/chat/completions', headers: key, body: { model: 'deepseek-flash', messages } },
  siliconflow: {
    path: '/siliconflow/v1/chat/completions',
    headers: key,
    body: { model: 'deepseek-ai/DeepSeek-V4-Flash', messages },
  },
  kimi: { path: '/kimi/v1/chat/completions', headers: key, body: { model: 'kimi-k2.6', messages } },
  'azure-openai': {
    path: '/azure-openai/openai/deployments/gpt-5-mini/chat/completions?api-version=2024-10-21',
    headers: { 'api-key': 'secret-key' },
    body: { messages },
  },
  gemini: {
    path: '/gemini/v1beta/models/gemini-3.5-flash:generateContent',
    headers: { 'x-goog-api-key': 'secret-key' },
    body: { contents: [{ role: 'user', parts: [{ text: QUESTION }] }] },
  },
  ollama: { path: '/ollama/api/chat', headers: {}, body: { model: 'gemma4', stream: false, messages } },
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

/** The question over one wire, with further members in the body. `stream` stands in the path where the API has it there. */
export function ask(simulator: Simulator, api: Api, body: object = {}, headers: Record<string, string> = {}): Promise<Reply> {
  const { path, headers: known, body: asked } = ASKS[api];
  const whole: Loose = { ...asked, ...body };
  const { stream, ...rest } = whole;
  const inPath = api === 'gemini';
  const to = inPath && stream ? path.replace(':generateContent', ':streamGenerateContent?alt=sse') : path;
  return send(simulator, to, { headers: { ...known, ...headers }, body: inPath ? rest : whole });
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

interface Read {
  whole(body: Loose): string;
  /** The text in one event of a stream. */
  event(event: Loose): string | undefined;
}

const chat: Read = {
  whole: (body) => body.choices[0].message.content,
  event: (event) => event.choices?.[0]?.delta.content,
};
const blocks = (content: Loose[]) => content.map(({ text }) => text ?? '').join('');

/** How to read each API's answers, independently of any plugin. */
const READS: Record<Api, Read> = {
  anthropic: { whole: (body) => blocks(body.content), event: (event) => event.delta?.text },
  cohere: {
    whole: (body) => blocks(body.message.content),
    event: (event) => (event.type === 'content-delta' ? event.delta.message.content.text : ''),
  },
  'cohere-v1': { whole: (body) => body.text, event: (event) => event.text },
  huggingface: chat,
  'huggingface-text-generation': {
    whole: (body) => body[0].generated_text,
    event: (event) => (event.token?.special ? '' : event.token?.text),
  },
  openai: chat,
  'openai-responses': {
    whole: (body) => blocks(body.output.flatMap(({ content = [] }: Loose) => content)),
    event: (event) => (event.type === 'response.output_text.delta' ? event.delta : undefined),
  },
  deepseek: chat,
  siliconflow: chat,
  kimi: chat,
  'azure-openai': chat,
  gemini: {
    whole: (body) => blocks(body.candidates[0].content.parts),
    event: (event) => blocks(event.candidates?.[0]?.content?.parts ?? []),
  },
  ollama: { whole: (body) => body.message.content, event: (event) => event.message?.content },
};

/** The text that a stream gave. */
export function streamedText(api: Api, text: string): string {
  return eventsOf(text)
    .map((event) => READS[api].event(event) ?? '')
    .join('');
}

/** The text of a whole answer. */
export function wholeText(api: Api, text: string): string {
  return READS[api].whole(JSON.parse(text));
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
