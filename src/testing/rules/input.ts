import assert from 'node:assert/strict';
import type { SimulatedApi } from '../../simulator/simulator.ts';
import type { Capability, Client, CompletionInput } from '../../types.ts';
import { assertRefused, assertSame, failureOf, takesStreams } from '../checks.ts';
import { CLOCK, WEATHER } from '../offered-tools.ts';
import type { Rule } from '../rule.ts';
import { CONVERSATION, PROMPT, type Subject } from '../subject.ts';

/** A request that must not be sent. */
export interface BadInput {
  what: string;
  /** Wrong on purpose, so of no type. */
  input: unknown;
  /** What the message must name. */
  names: RegExp;
  /** Right where the client has this. */
  unless?: Capability;
}

const user = { role: 'user', content: PROMPT };

const BAD: readonly BadInput[] = [
  { what: 'an empty list of messages', input: { messages: [] }, names: /messages/ },
  { what: 'no messages and no prompt', input: {}, names: /messages.*prompt|prompt.*messages/ },
  {
    what: 'messages and a prompt together',
    input: { messages: [user], prompt: PROMPT },
    names: /messages.*prompt|prompt.*messages/,
  },
  { what: 'an empty prompt', input: '', names: /prompt/ },
  { what: 'an empty user message', input: { messages: [{ role: 'user', content: '' }] }, names: /messages\[0\]\.content/ },
  { what: 'a wrong role', input: { messages: [user, { role: 'robot', content: 'Hi' }] }, names: /messages\[1\]\.role/ },
  { what: 'a message without content', input: { messages: [{ role: 'user' }] }, names: /messages\[0\]\.content/ },
  { what: 'a temperature of NaN', input: { prompt: PROMPT, temperature: Number.NaN }, names: /temperature/ },
  { what: 'a negative temperature', input: { prompt: PROMPT, temperature: -1 }, names: /temperature/ },
  { what: 'a temperature that is a string', input: { prompt: PROMPT, temperature: '1' }, names: /temperature/ },
  { what: 'negative maxTokens', input: { prompt: PROMPT, maxTokens: -5 }, names: /maxTokens/ },
  { what: 'maxTokens of 0', input: { prompt: PROMPT, maxTokens: 0 }, names: /maxTokens/ },
  { what: 'fractional maxTokens', input: { prompt: PROMPT, maxTokens: 1.5 }, names: /maxTokens/ },
  { what: 'topP over 1', input: { prompt: PROMPT, topP: 1.5 }, names: /topP/ },
  { what: 'stop that is no list', input: { prompt: PROMPT, stop: 'END' }, names: /stop/ },
  {
    what: 'a misspelt parameter, naming the nearest',
    input: { prompt: PROMPT, temprature: 1 },
    names: /temprature.*"temperature"/,
  },
  { what: 'model in extraBody', input: { prompt: PROMPT, extraBody: { model: 'x' } }, names: /extraBody.*model/ },
  { what: 'stream in extraBody', input: { prompt: PROMPT, extraBody: { stream: true } }, names: /extraBody.*stream/ },
  {
    what: 'tools where the API carries none',
    input: { prompt: PROMPT, tools: [{ name: 'now', parameters: { type: 'object' } }] },
    names: /tools.*capability "tools"/,
    unless: 'tools',
  },
  {
    what: 'calls and their results where the API carries none',
    input: {
      messages: [
        user,
        { role: 'assistant', content: [{ type: 'tool-call', id: 'a', name: 'now', arguments: {}, argumentsText: '{}' }] },
        { role: 'tool', content: 'noon', toolCallId: 'a' },
      ],
    },
    names: /messages.*capability "tools"/,
    unless: 'tools',
  },
  {
    what: 'images where the API carries none',
    input: { messages: [{ role: 'user', content: [{ type: 'image', url: 'https://example.com/cat.png' }] }] },
    names: /messages.*vision/,
    unless: 'vision',
  },
];

const CALLS: readonly { capability: Capability; name: string; call: (client: Client) => Promise<unknown> }[] = [
  { capability: 'embed', name: 'embed()', call: (client) => client.embed({ input: PROMPT }) },
  { capability: 'rerank', name: 'rerank()', call: (client) => client.rerank({ query: PROMPT, documents: ['a'] }) },
  { capability: 'models', name: 'listModels()', call: (client) => client.listModels() },
];

/** What is refused before anything is sent. */
export const input: readonly Rule[] = [
  ...BAD.map((bad) => ({
    rule: `refuses ${bad.what}`,
    anywhere: true,
    applies: ({ capabilities }: Client) => !bad.unless || !capabilities.has(bad.unless),
    run: (subject: Subject) => refuses(subject, bad),
  })),
  {
    rule: 'refuses options of a call that make no sense',
    anywhere: true,
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const client = subject.client();
        const timeout = await failureOf(ask(client, PROMPT, { timeoutMs: -1 }));
        assert.equal(timeout.code, 'INVALID_INPUT');
        assert.match(timeout.message, /timeoutMs/);
        const header = await failureOf(ask(client, PROMPT, { headers: { 'x-broken': 'a\r\nb: c' } }));
        assert.equal(header.code, 'INVALID_INPUT');
        assert.match(header.message, /x-broken/);
        assert.equal(subject.simulator.requests.length, 0);
      }),
  },
  {
    rule: 'leaves the request as it was',
    anywhere: true,
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const client = subject.client();
        const tools = client.capabilities.has('tools') ? [WEATHER, CLOCK] : undefined;
        const request = structuredClone({ messages: [...CONVERSATION], tools });
        await ask(client, request);
        assertSame(request, { messages: CONVERSATION, tools }, 'the request of the caller was changed');
      }),
  },
  ...CALLS.map(({ capability, name, call }) => ({
    rule: `gives ${name} or refuses it, as its capabilities say`,
    anywhere: true,
    // Fixtures answer conversations alone.
    applies: ({ capabilities }: Client, api: SimulatedApi | undefined) => api !== undefined || !capabilities.has(capability),
    async run(subject: Subject) {
      const client = subject.client();
      if (client.capabilities.has(capability)) return void (await call(client));
      const error = await failureOf(call(client));
      assert.equal(error.code, 'INVALID_INPUT');
      assert.ok(error.message.includes(capability), 'the message must name the capability');
      assert.ok(error.message.includes(client.provider), 'the message must name the provider');
      assert.equal(subject.simulator.requests.length, 0);
    },
  })),
];

/** By every way to ask, before anything is sent. */
export async function refuses(subject: Subject, { input, names }: BadInput): Promise<void> {
  const client = subject.client();
  const bad = input as CompletionInput;
  const ways = [() => client.complete(bad), async () => client.encode(bad)];
  if (takesStreams(client)) ways.push(() => client.stream(bad).response);
  for (const way of ways) {
    const error = await failureOf(way());
    assertRefused(subject, error, names);
    assert.equal(error.provider, client.provider);
  }
}
