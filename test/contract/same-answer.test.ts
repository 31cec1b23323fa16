import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import type { Message, Tool, ToolCall } from '../../src/message.ts';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import { WEATHER, withResults } from '../../src/testing/offered-tools.ts';
import { type Simulator, startSimulator } from '../../src/testing.ts';
import type { Client, CompletionRequest, CompletionResponse } from '../../src/types.ts';
import { compatible, ownDialects, ownFormats } from './speakers.ts';

const messages: Message[] = [
  { role: 'system', content: 'Answer in one sentence.' },
  { role: 'user', content: 'How many moons does Mars have?' },
  { role: 'assistant', content: 'Two of them, Phobos and Deimos.' },
  { role: 'user', content: 'Which one is larger?' },
];

const REQUESTS: [name: string, request: CompletionRequest][] = [
  ['a conversation', { messages }],
  ['a prompt', { prompt: 'How many moons does Mars have?' }],
  ['an answer that is cut off', { messages, maxTokens: 6 }],
  ['settings that all take', { messages, temperature: 0, topP: 0.9 }],
];

const orbit: Tool = { name: 'orbit', parameters: { type: 'object', properties: { moon: { type: 'string' } } } };
const tools = [WEATHER, orbit];
const both = 'Use orbit and get_weather, for Phobos.';
const callOf = (id: string) => ({
  type: 'tool-call' as const,
  id,
  name: 'orbit',
  arguments: { moon: 'Deimos' },
  argumentsText: '{"moon":"Deimos"}',
});

const TOOL_REQUESTS: [name: string, request: CompletionRequest][] = [
  ['tools that are not needed', { messages, tools }],
  ['a tool', { messages: [...messages, { role: 'user', content: 'Use orbit.' }], tools }],
  ['tools in parallel', { prompt: both, tools }],
  ['a tool without parameters', { prompt: 'Use now.', tools: [{ name: 'now' }] }],
  ['no tool, as it may not', { prompt: both, tools, toolChoice: 'none' }],
  [
    'results, one of them an error',
    {
      messages: [
        ...messages,
        { role: 'assistant', content: [{ type: 'text', text: 'I look it up.' }, callOf('a'), callOf('b')] },
        { role: 'tool', toolCallId: 'a', content: '30 hours' },
        { role: 'tool', toolCallId: 'b', content: 'unknown moon', isError: true },
      ],
      tools,
    },
  ],
];

const speakers = [...ownFormats, ...ownDialects, ...compatible];

let simulator: Simulator;
let clients: Client[];
let callers: Client[];

beforeAll(async () => {
  nock.restore();
  simulator = await startSimulator();
  const registry = new ProviderRegistry({ env: {} });
  clients = speakers.map(({ provider, api, config }) =>
    registry.create(provider, { apiKey: 'any-key', baseURL: simulator.baseURL(api), ...config }),
  );
  callers = clients.filter(({ capabilities }) => capabilities.has('tools'));
});

afterAll(() => simulator.close());

/** What an application sees of an answer, whoever gave it. */
function seen({ content, message, toolCalls, finishReason, citations, usage, tokensUsed }: CompletionResponse, counted = true) {
  const { promptTokens, completionTokens, totalTokens } = usage;
  return {
    content,
    parts: message.content.map(({ providerMetadata: _own, ...part }) => (part.type === 'tool-call' ? named(part) : part)),
    toolCalls: toolCalls.map(named),
    finishReason,
    citations,
    ...(counted && { promptTokens, completionTokens, totalTokens, tokensUsed }),
  };
}

/** Ids are each API's own, and so is whether no arguments are an empty text. */
function named<Called extends ToolCall>(call: Called): Called {
  return { ...call, id: 'its own', argumentsText: call.argumentsText || '{}' };
}

/** The answer that all clients give; tokens count where an API told them. */
function onlyOne(asked: readonly Client[], answers: readonly CompletionResponse[]): ReturnType<typeof seen> {
  const [first, ...others] = answers;
  if (!first) throw new Error('there is no answer');
  for (const [index, other] of others.entries()) {
    const counted = !first.usage.estimated && !other.usage.estimated;
    const provider = asked[index + 1]?.provider;
    expect({ provider, ...seen(other, counted) }).toEqual({ provider, ...seen(first, counted) });
  }
  return seen(first);
}

const whole = (asked: readonly Client[], request: CompletionRequest) =>
  Promise.all(asked.map((client) => client.complete(request)));
const streamed = (asked: readonly Client[], request: CompletionRequest) =>
  Promise.all(asked.map((client) => client.stream(request).response));

describe('every provider and API', () => {
  it.each(REQUESTS)('gives an application the same whole answer to %s', async (_name, request) => {
    expect(onlyOne(clients, await whole(clients, request)).content).toMatch(/^Simulated/);
  });

  it.each(REQUESTS)('gives an application the same stream to %s', async (_name, request) => {
    expect(onlyOne(clients, await streamed(clients, request)).totalTokens).toBeGreaterThan(0);
  });

  it('estimates usage, and says so, where its API tells none, and nowhere else', async () => {
    const answers = await whole(clients, { messages });
    const guessing = answers.flatMap(({ usage }, index) => (usage.estimated ? [speakers[index]?.api] : []));
    expect(guessing).toEqual(['huggingface-text-generation']);
  });

  it('goes on with a conversation that another one began', async () => {
    let conversation = messages;
    for (const client of clients) {
      const { message } = await client.chat(conversation);
      conversation = [...conversation, message, { role: 'user', content: `And what does ${client.provider} say?` }];
    }
    expect(onlyOne(clients, await whole(clients, { messages: conversation })).content).toMatch(/^Simulated/);
  });
});

describe('every provider and API with tools', () => {
  it('is among them', () => {
    expect(callers.length).toBeGreaterThan(1);
  });

  it.each(TOOL_REQUESTS)('gives an application the same, whole and as a stream, where it is given %s', async (_name, request) => {
    const answer = onlyOne(callers, await whole(callers, request));
    expect(onlyOne(callers, await streamed(callers, request))).toEqual(answer);
  });

  it('goes on with a conversation that another API began, calls and results with it', async () => {
    const distinct = callers.filter((client) => clients.indexOf(client) < ownFormats.length + ownDialects.length);
    const begun = await Promise.all(
      distinct.map(async (client) => withResults(both, await client.complete({ prompt: both, tools }))),
    );
    for (const conversation of begun) {
      expect(conversation).toHaveLength(4);
      const answer = onlyOne(distinct, await whole(distinct, { messages: conversation, tools }));
      expect(answer.content).toMatch(/the results what orbit says; what get_weather says:/);
    }
  });

  it('takes turns with all others in one conversation, each with calls of its own', async () => {
    let conversation: Message[] = [...messages];
    for (const [index, client] of callers.entries()) {
      const ask = async (): Promise<CompletionResponse> =>
        index % 2 === 0
          ? client.complete({ messages: conversation, tools })
          : client.stream({ messages: conversation, tools }).response;
      conversation = [...conversation, { role: 'user', content: both }];
      conversation = withResults(conversation, await ask());
      conversation = [...conversation, (await ask()).message];
    }
    conversation = [...conversation, { role: 'user', content: 'And now?' }];
    expect(onlyOne(callers, await whole(callers, { messages: conversation, tools })).toolCalls).toEqual([]);
  });
});
