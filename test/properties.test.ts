import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AnthropicProvider } from '../plugins/anthropic/index.ts';
import { CohereProvider } from '../plugins/cohere/index.ts';
import { HuggingFaceProvider } from '../plugins/huggingface/index.ts';
import { Fold } from '../src/client/fold.ts';
import { InvalidInputError, LLMError } from '../src/errors.ts';
import type { Delta, ProviderClass, ResolvedConfig, Wire } from '../src/provider.ts';
import { ProviderRegistry } from '../src/registry/registry.ts';
import type { Client, CompletionInput, CompletionResponse, StreamEvent } from '../src/types.ts';
import { deltaClient } from './support/delta-client.ts';
import { FakeTransport } from './support/fake-transport.ts';
import { ANSWERS, EVENTS, OTHERS } from './support/samples.ts';

/** The same cases in every run. */
fc.configureGlobal({ seed: 20261122, numRuns: 60 });

const APIS: [label: string, provider: string, config: Record<string, unknown>][] = [
  ['anthropic', 'anthropic', {}],
  ['cohere v2', 'cohere', {}],
  ['cohere v1', 'cohere', { apiVersion: 'v1' }],
  ['huggingface chat', 'huggingface', {}],
  ['huggingface text-generation', 'huggingface', { api: 'text-generation' }],
];

const PLUGINS: Record<string, ProviderClass> = {
  anthropic: AnthropicProvider,
  cohere: CohereProvider,
  huggingface: HuggingFaceProvider,
};

function clientOf(provider: string, config: Record<string, unknown>, transport = new FakeTransport()): Client {
  const registry = new ProviderRegistry({ env: {}, transport, random: () => 0.5 });
  return registry.create(provider as string, { apiKey: 'key-0123456789', retry: { attempts: 1 }, ...config });
}

/** The wire that a config chooses. */
function wireOf(provider: string, config: Record<string, unknown>): Wire {
  const plugin = new (PLUGINS[provider] as ProviderClass)();
  const baseURL = provider === 'cohere' ? 'https://api.cohere.com/v2' : 'https://router.huggingface.co/v1';
  const resolved = { baseURL, model: 'm', version: '1', ...config } as unknown as ResolvedConfig;
  return typeof plugin.wire === 'function' ? plugin.wire(resolved) : (plugin.wire as Wire);
}

const json = fc.jsonValue({ maxDepth: 4 });

/** What no API should send in the place of anything else. */
const HOSTILE: unknown[] = [null, 5, -1.5, true, '', 'x', [], {}, [null], [5], ['x'], [[]], { a: null }, 1e21];

function placesOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, member]) => placesOf(member, [...path, name]))];
}

function replaced(value: unknown, [name, ...rest]: string[], by: unknown): unknown {
  if (name === undefined) return structuredClone(by);
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === name ? replaced(item, rest, by) : item));
  return { ...(value as object), [name]: replaced((value as Record<string, unknown>)[name], rest, by) };
}

/** Sound JSON in which up to three members were replaced, and now and then any JSON at all. */
function spoiled(samples: readonly unknown[]): fc.Arbitrary<unknown> {
  const change = fc.tuple(fc.nat(), fc.constantFrom(...HOSTILE));
  const changed = fc
    .tuple(fc.constantFrom(...samples), fc.array(change, { minLength: 0, maxLength: 3 }))
    .map(([sample, changes]) =>
      changes.reduce((value, [place, by]) => {
        const places = placesOf(value);
        return replaced(value, places[place % places.length] ?? [], by);
      }, sample),
    );
  return fc.oneof({ arbitrary: changed, weight: 9 }, json).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
}

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const key = fc.constantFrom(0, 1, 2);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const delta: fc.Arbitrary<Delta> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), key: maybe(key), text }),
  fc.record({ type: fc.constant('reasoning' as const), key: maybe(key), text }),
  fc.record({ type: fc.constantFrom('start' as const, 'stop' as const), key }),
  fc.record({ type: fc.constant('response' as const), id: maybe(text), model: maybe(text) }),
  fc.record({
    type: fc.constant('tool-call' as const),
    key: maybe(key),
    id: maybe(fc.constantFrom('a', 'b', '')),
    name: maybe(fc.constantFrom('f', 'g')),
    argumentsText: fc.constantFrom('', '{', '"a"', ':1}', '{}', 'null'),
    mode: fc.constantFrom('append' as const, 'whole' as const),
  }),
  fc.record({
    type: fc.constant('part' as const),
    key: maybe(key),
    kind: maybe(fc.constantFrom('text' as const, 'reasoning' as const, 'tool-call' as const, 'opaque' as const)),
    data: fc.dictionary(fc.constantFrom('signature', 'list'), fc.constantFrom<'x' | string[]>('x', ['y'])),
  }),
  fc.record({ type: fc.constant('usage' as const), counters: fc.record({ input: maybe(fc.nat()), output: maybe(fc.nat()) }) }),
  fc.record({ type: fc.constant('finish' as const), reason: fc.constantFrom('stop' as const, 'length' as const), raw: text }),
);

const frames = fc.array(fc.array(delta, { maxLength: 4 }), { maxLength: 8 });

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [...new Set([0, ...places.map((place) => place % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

function sseOf(events: Delta[][], newline: string): Uint8Array {
  const lines = [...events, [{ type: 'finish', reason: 'stop', raw: 'stop' }]].map((deltas) => `data: ${JSON.stringify(deltas)}`);
  return Buffer.from([...lines, 'data: [DONE]', ''].join(newline + newline));
}

function withoutTimes({ meta, raw, ...rest }: CompletionResponse) {
  return rest;
}

/** Neighbouring texts as one: how much of a text comes in one event depends on nothing that is promised. */
function joined(events: StreamEvent[]): unknown[] {
  return events.map((event) => (event.type === 'finish' ? { ...event, response: withoutTimes(event.response) } : event));
}

describe('a stream of any deltas', () => {
  let transport = new FakeTransport();
  // One client for all: its schema is compiled once.
  const client = deltaClient({ send: (...sent: Parameters<FakeTransport['send']>) => transport.send(...sent) } as FakeTransport);
  const streamed = async (chunks: Uint8Array[]) => {
    transport = new FakeTransport({ chunks });
    const events: StreamEvent[] = [];
    for await (const event of client.stream('Hi')) events.push(event);
    return events;
  };

  it('folds to the same events and response wherever its bytes are cut, framed with LF or CRLF', async () => {
    await fc.assert(
      fc.asyncProperty(frames, fc.array(fc.nat(), { maxLength: 12 }), async (events, places) => {
        const whole = joined(await streamed([sseOf(events, '\n')]));
        expect(joined(await streamed(cut(sseOf(events, '\n'), places)))).toEqual(whole);
        expect(joined(await streamed(cut(sseOf(events, '\r\n'), places)))).toEqual(whole);
      }),
    );
  });

  it('folds to the same response one byte at a time', async () => {
    await fc.assert(
      fc.asyncProperty(frames, async (events) => {
        const bytes = sseOf(events, '\r\n');
        const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
        expect(joined(await streamed(single))).toEqual(joined(await streamed([bytes])));
      }),
      { numRuns: 10 },
    );
  });

  it('folds to the same response as a whole answer of the same deltas', async () => {
    await fc.assert(
      fc.asyncProperty(frames, async (events) => {
        const all: Delta[] = [...events.flat(), { type: 'finish', reason: 'stop', raw: 'stop' }];
        transport = new FakeTransport({ chunks: [JSON.stringify(all)] });
        const whole = await client.complete('Hi');
        const last = (await streamed([sseOf(events, '\n')])).at(-1);
        expect(last?.type === 'finish' && withoutTimes(last.response)).toEqual(withoutTimes(whole));
      }),
    );
  });

  it('tells in its events what the response holds', async () => {
    await fc.assert(
      fc.asyncProperty(frames, async (events) => {
        const all = await streamed([sseOf(events, '\n')]);
        const finish = all.at(-1);
        if (finish?.type !== 'finish') throw new Error('there is no finish event');
        const { response } = finish;
        const said = (type: 'text' | 'reasoning') => all.map((event) => (event.type === type ? event.text : '')).join('');
        expect(said('text').length).toBe(response.content.length);
        expect(said('reasoning').length).toBe(response.reasoning?.length ?? 0);
        expect(all.filter(({ type }) => type === 'finish')).toHaveLength(1);
        const calls = all.flatMap((event) => (event.type === 'tool-call' ? [[event.index, event.toolCall]] : []));
        expect(new Map(calls as [number, unknown][]).size).toBe(response.toolCalls.length);
      }),
    );
  });
});

describe('any bytes', () => {
  it.each(APIS)(
    'as a stream of %s end in a finish or in one of our errors, never in a defect',
    async (label, provider, config) => {
      const noise = fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        spoiled(EVENTS[label] ?? []).map((value) => Buffer.from(`data: ${JSON.stringify(value)}\n\n`)),
        fc.constantFrom('data: [DONE]\n\n', '\n\n', ': ping\n\n', 'event: x\ndata: {}\n\n').map((line) => Buffer.from(line)),
      );
      const read = (chunks: Uint8Array[]) => clientOf(provider, config, new FakeTransport({ chunks })).stream('Hi').response;
      await fc.assert(
        fc.asyncProperty(fc.array(noise, { maxLength: 5 }), async (chunks) => {
          expect(await codeOf(read(chunks))).not.toBe('INTERNAL_ERROR');
        }),
      );
    },
  );
});

/** The code of what a call fails with; `undefined` if it does not fail. Anything but our errors is thrown. */
async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof LLMError) return error.code;
    throw error;
  }
}

describe.each(APIS)('the wire of %s', (label, provider, config) => {
  const answer = spoiled(ANSWERS[label] ?? []);
  const event = spoiled(EVENTS[label] ?? []);
  const other = spoiled(OTHERS);
  const wire = wireOf(provider, config);
  const fold = (deltas: Delta[]) => {
    const into = new Fold({ provider, model: 'm', createId: () => 'id' });
    for (const one of deltas) into.push(one);
    into.close();
    wire.usage(into.counters);
  };

  it('reads any body as a whole answer without throwing', () => {
    fc.assert(
      fc.property(answer, (value) => fold(wire.decode(value))),
      { numRuns: 600 },
    );
  });

  it('reads any event without throwing', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 3 }), fc.constantFrom(undefined, 'error', 'message'), (values, name) =>
        fold(values.flatMap((value) => wire.decodeEvent(value, name))),
      ),
      { numRuns: 600 },
    );
  });

  it('reads any error body, list of models and counters without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(other, answer), fc.constantFrom(400, 401, 404, 429, 503), (value, status) => {
        const words = wire.errorMessage(value);
        if (words !== undefined) expect(typeof words).toBe('string');
        wire.classify?.({ status, headers: {}, body: value });
        wire.models?.decode(value);
        if (typeof value === 'object' && value !== null && !Array.isArray(value)) wire.usage(value as never);
      }),
      { numRuns: 800 },
    );
  });

  it('makes of any body an answer or one of our errors, never a defect', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(answer, other), fc.constantFrom(200, 200, 200, 400, 429, 500), async (value, status) => {
        const transport = new FakeTransport({ status, chunks: [JSON.stringify(value)] });
        expect(await codeOf(clientOf(provider, config, transport).complete('Hi'))).not.toBe('INTERNAL_ERROR');
      }),
    );
  });

  it('gives responses whose members are what they are said to be', async () => {
    await fc.assert(
      fc.asyncProperty(answer, async (value) => {
        const client = clientOf(provider, config, new FakeTransport({ chunks: [JSON.stringify(value)] }));
        const response = await client.complete('Hi').catch(() => undefined);
        if (!response) return;
        for (const word of [response.id, response.content, response.model, response.rawFinishReason]) {
          expect(typeof word).toBe('string');
        }
        for (const count of [response.usage.promptTokens, response.usage.completionTokens, response.tokensUsed]) {
          expect(Number.isFinite(count)).toBe(true);
        }
        for (const call of response.toolCalls)
          expect([call.id, call.name, call.argumentsText].every((x) => typeof x === 'string')).toBe(true);
      }),
      { numRuns: 250 },
    );
  });

  it('encodes any valid request, or refuses it with InvalidInputError', () => {
    fc.assert(
      fc.property(validRequest(wire, provider), (request) => {
        const before = structuredClone(request);
        expectEncodedOrRefused(clientOf(provider, config), request);
        expect(request).toEqual(before);
      }),
      { numRuns: 150 },
    );
  });

  it('refuses any other request with nothing but InvalidInputError', () => {
    const client = clientOf(provider, config);
    fc.assert(
      fc.property(anyRequest, (request) => expectEncodedOrRefused(client, request)),
      { numRuns: 250 },
    );
  });
});

function expectEncodedOrRefused(client: Client, request: unknown): void {
  try {
    expect(JSON.parse(JSON.stringify(client.encode(request as CompletionInput).body))).toEqual(expect.any(Object));
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    expect(error.message).toMatch(/^\[\w+\] ./);
  }
}

/** A valid conversation with all kinds of parts that a request can hold, and the settings that the wire takes. */
function validRequest(wire: Wire, provider: string): fc.Arbitrary<unknown> {
  const providerMetadata = maybe(fc.dictionary(fc.constantFrom(provider, 'other'), fc.dictionary(text, json, { maxKeys: 2 })));
  const textPart = fc.record({ type: fc.constant('text'), text, providerMetadata });
  const part = fc.oneof(
    textPart,
    fc.record({ type: fc.constant('reasoning'), text, providerMetadata }),
    fc.record({ type: fc.constant('opaque'), providerMetadata }),
    fc.record({
      type: fc.constant('tool-call'),
      id: text,
      name: fc.constantFrom('f', 'g'),
      arguments: maybe(json),
      argumentsText: text,
      providerMetadata,
    }),
  );
  const message = fc.oneof(
    fc.record({ role: fc.constant('system'), content: fc.oneof(text, fc.array(textPart, { maxLength: 3 })) }),
    fc.record({ role: fc.constant('user'), content: fc.oneof(text, fc.array(textPart, { maxLength: 3 })), name: maybe(text) }),
    fc.record({ role: fc.constant('assistant'), content: fc.oneof(text, fc.array(part, { maxLength: 4 })) }),
    fc.record({ role: fc.constant('tool'), content: text, toolCallId: text, isError: maybe(fc.boolean()) }),
  );
  const values: Record<string, fc.Arbitrary<unknown>> = {
    maxTokens: fc.integer({ min: 1, max: 5000 }),
    temperature: fc.double({ min: 0, max: 1, noNaN: true }),
    topP: fc.double({ min: 0, max: 1, noNaN: true }),
    topK: fc.nat(),
    stop: fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }),
    seed: fc.integer(),
    presencePenalty: fc.double({ min: -2, max: 2, noNaN: true }),
    frequencyPenalty: fc.double({ min: -2, max: 2, noNaN: true }),
    reasoning: fc.oneof(
      fc.record({ effort: fc.constantFrom('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max') }),
      fc.record({ budgetTokens: fc.nat() }),
    ),
    user: fc.string({ minLength: 1 }),
  };
  const settings = Object.fromEntries(wire.settings.flatMap((name) => (values[name] ? [[name, maybe(values[name])]] : [])));
  return fc.record({
    messages: fc.array(message, { minLength: 1, maxLength: 5 }),
    model: maybe(fc.string({ minLength: 1 })),
    extraBody: maybe(fc.dictionary(text, json, { maxKeys: 3 })),
    ...settings,
  });
}

const SETTING_NAMES = [
  'model',
  'maxTokens',
  'temperature',
  'topP',
  'stop',
  'seed',
  'tools',
  'toolChoice',
  'responseFormat',
  'reasoning',
  'user',
  'extraBody',
];
const anyRequest = fc.oneof(
  json,
  fc.record({ messages: json }),
  fc.record({ prompt: json }),
  fc.array(
    fc.record({ role: fc.oneof(json, fc.constantFrom('user', 'assistant', 'tool', 'system')), content: json, toolCallId: json }),
  ),
  fc.array(
    fc.record({
      role: fc.constantFrom('user', 'assistant', 'system'),
      content: fc.array(
        fc.record(
          {
            type: fc.constantFrom('text', 'reasoning', 'tool-call', 'opaque', 'image', 'file'),
            text: fc.oneof(json, text),
            id: fc.oneof(json, text),
            name: fc.oneof(json, text),
            arguments: json,
            argumentsText: fc.oneof(json, text),
            providerMetadata: fc.oneof(json, fc.dictionary(fc.constantFrom('anthropic', 'cohere', 'huggingface'), json)),
          },
          { requiredKeys: ['type'] },
        ),
        { maxLength: 3 },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  fc
    .tuple(fc.string({ minLength: 1 }), fc.dictionary(fc.oneof(fc.constantFrom(...SETTING_NAMES), fc.string()), json))
    .map(([prompt, settings]) => ({ ...settings, prompt })),
);
