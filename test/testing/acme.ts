import {
  type Call,
  type Client,
  type Delta,
  definePlugin,
  type FinishReason,
  type Frame,
  type Framing,
  type JsonObject,
  type ProviderClass,
  type ProviderPlugin,
  textOf,
  type Wire,
} from '../../src/plugin.ts';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import type { ErrorFixture, Fixture } from '../../src/testing.ts';

const SEPARATOR = '\x1e';

/** JSON text sequences: a separator, JSON, a line end. Nothing that Plugboard has. */
export const sequence: Framing = {
  accept: 'application/json-seq',
  bare: true,
  open() {
    const decoder = new TextDecoder();
    let rest = '';
    const read = (text: string): Frame[] => {
      const pieces = (rest + text).split('\n');
      rest = pieces.pop() ?? '';
      return pieces.map((data) => ({ data: data.replace(SEPARATOR, '').trim() }));
    };
    return { read: (bytes) => read(decoder.decode(bytes, { stream: true })), end: () => read(`${decoder.decode()}\n`) };
  },
};

const FINISHES: Readonly<Record<string, FinishReason>> = { end: 'stop', limit: 'length', call: 'tool_calls' };

interface Said {
  id?: string;
  model?: string;
  word?: string;
  call?: { id: string; name: string; with: JsonObject };
  done?: string;
  count?: JsonObject;
  over?: boolean;
  problem?: string;
}

/** One thing that the API says, the same in a stream and in the list of a whole answer. */
function read(said: Said): Delta[] {
  const { id, model, word, call, done, count, over, problem } = said ?? {};
  const deltas: Delta[] = [];
  if (id) deltas.push({ type: 'response', id, model });
  if (word) deltas.push({ type: 'text', text: word });
  if (call)
    deltas.push({ type: 'tool-call', id: call.id, name: call.name, argumentsText: JSON.stringify(call.with), mode: 'whole' });
  if (count) deltas.push({ type: 'usage', counters: count });
  if (done) deltas.push({ type: 'finish', reason: FINISHES[done] ?? 'other', raw: done });
  if (over) deltas.push({ type: 'end' });
  if (problem) deltas.push({ type: 'error', message: problem });
  return deltas;
}

function encode({ model, messages, tools, stream, ...call }: Call): JsonObject {
  const ask = messages.map(({ role, content, toolCallId, isError }) => ({
    who: role,
    say: textOf(content),
    ...(isError && { failed: true }),
    ...(toolCallId && { of: toolCallId }),
    ...(typeof content !== 'string' && {
      calls: content.flatMap((part) =>
        part.type === 'tool-call' ? [{ id: part.id, name: part.name, with: part.argumentsText }] : [],
      ),
    }),
  }));
  const { temperature: heat, maxTokens: limit, stop } = call;
  const settings = { ...(heat !== undefined && { heat }), ...(limit !== undefined && { limit }), ...(stop && { stop }) };
  return JSON.parse(JSON.stringify({ model, ask, ...settings, tools, flow: stream }));
}

/** An API of its own: its own framing, its own header, its own words. */
export const wire: Wire = {
  capabilities: ['chat', 'stream', 'tools'],
  settings: ['maxTokens', 'temperature', 'stop', 'tools'],
  framing: sequence,
  path: () => '/talk',
  headers: (_config, apiKey) => (apiKey ? { 'x-acme-key': `Acme ${apiKey}` } : {}) as Record<string, string>,
  encode,
  decode: (body) => ((body as { said?: Said[] })?.said ?? []).flatMap(read),
  decodeEvent: (data) => read(data as Said),
  usage: ({ in: promptTokens, out: completionTokens }) => ({
    ...(typeof promptTokens === 'number' && { promptTokens }),
    ...(typeof completionTokens === 'number' && { completionTokens }),
  }),
  errorMessage: (body) => (body as { problem?: string })?.problem,
};

const schema: JsonObject = {
  properties: { apiKey: { env: ['ACME_KEY'] }, baseURL: { default: 'https://api.acme.example' }, model: { default: 'acme-1' } },
  required: ['apiKey'],
};

export const pluginOf = (members: ProviderPlugin): ProviderClass =>
  definePlugin({ name: 'acme', schema, apiVersion: 1, ...members });

/** A sound plugin but for some members of its wire. */
export const wired = (members: Partial<Wire>): ProviderPlugin => ({ wire: { ...wire, ...members } });

/** One that gives a client of its own: a sound one but for some members. */
export const made = (change: (client: Client) => Partial<Client>): ProviderPlugin => ({
  create(config, { apiKey, transport }) {
    const registry = new ProviderRegistry({ builtins: false, env: {} });
    registry.register(pluginOf({ wire }));
    const client = registry.create('acme', { ...config, transport, apiKey: async () => apiKey?.read() ?? '' });
    const changed = change(client);
    return new Proxy(client, {
      get: (_target, name) => {
        const value = name in changed ? changed[name as keyof Client] : client[name as keyof Client];
        return typeof value === 'function' ? value.bind(client) : value;
      },
    });
  },
});

export const frameOf = (said: unknown): string => `${SEPARATOR}${JSON.stringify(said)}\n`;

const GREETING = [
  { id: 'a1', model: 'acme-1' },
  { word: 'Grüß' },
  { word: ' dich,' },
  { word: ' Welt' },
  { word: '!' },
  { done: 'end' },
  { count: { in: 12, out: 5 } },
  { over: true },
];
const CALL = [
  { id: 'a2', model: 'acme-1' },
  { word: 'I look.' },
  { call: { id: 'c1', name: 'weather', with: { city: 'Graz' } } },
  { done: 'call' },
  { count: { in: 30, out: 9 } },
  { over: true },
];

/** As the API's reference shows it. */
export const fixtures: readonly Fixture[] = [
  {
    name: 'a greeting',
    request: { prompt: 'Greet the world.', temperature: 0 },
    frames: GREETING.map(frameOf),
    body: { said: GREETING },
    expect: {
      content: 'Grüß dich, Welt!',
      finishReason: 'stop',
      rawFinishReason: 'end',
      model: 'acme-1',
      usage: { promptTokens: 12, completionTokens: 5 },
    },
    sent: {
      path: /^\/talk$/,
      headers: { 'x-acme-key': 'Acme ***' },
      body: { model: 'acme-1', ask: [{ who: 'user', say: 'Greet the world.' }], heat: 0 },
    },
  },
  {
    name: 'a call',
    request: {
      prompt: 'How is the weather in Graz?',
      tools: [{ name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } }],
    },
    frames: CALL.map((said) => Buffer.from(frameOf(said))),
    body: { said: CALL },
    expect: {
      content: 'I look.',
      finishReason: 'tool_calls',
      toolCalls: [{ name: 'weather', arguments: { city: 'Graz' } }],
      usage: { promptTokens: 30, completionTokens: 9, totalTokens: 39 },
    },
    sent: { path: '/talk', body: { tools: [{ name: 'weather' }] } },
  },
];

export const errors: readonly ErrorFixture[] = [
  {
    status: 400,
    body: { problem: 'say is too long' },
    expect: { code: 'INVALID_INPUT', message: 'say is too long', retryable: false },
  },
  { status: 503, body: { problem: 'overheated' }, expect: { code: 'LLM_REQUEST', message: 'overheated', retryable: true } },
  { frame: frameOf({ problem: 'meltdown' }), expect: { code: 'STREAM_READ', message: 'meltdown', retryable: true } },
];
