import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import type { Message } from '../../src/message.ts';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import { type SimulatedApi, type Simulator, startSimulator } from '../../src/testing.ts';
import type { Client, CompletionRequest, CompletionResponse } from '../../src/types.ts';

const APIS: Record<SimulatedApi, string> = {
  anthropic: 'anthropic',
  cohere: 'cohere',
  'cohere-v1': 'cohere',
  huggingface: 'huggingface',
  'huggingface-text-generation': 'huggingface',
};

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
  ['settings that all take', { messages, temperature: 0, topP: 0.9, stop: ['never said'] }],
];

let simulator: Simulator;
let clients: Client[];

beforeAll(async () => {
  nock.restore();
  simulator = await startSimulator();
  const registry = new ProviderRegistry({ env: {} });
  clients = Object.entries(APIS).map(([api, provider]) =>
    registry.create(provider, { apiKey: 'any-key', baseURL: simulator.baseURL(api as SimulatedApi) }),
  );
});

afterAll(() => simulator.close());

/** What an application sees of an answer, whoever gave it. */
function seen({ content, message, reasoning, toolCalls, finishReason, citations, usage, tokensUsed }: CompletionResponse) {
  const { promptTokens, completionTokens, totalTokens, estimated } = usage;
  return {
    content,
    message,
    reasoning,
    toolCalls,
    finishReason,
    citations,
    // A whole answer of text generation does not tell the prompt's tokens.
    ...(!estimated && { promptTokens, completionTokens, totalTokens, tokensUsed }),
  };
}

describe('every provider and API', () => {
  it.each(REQUESTS)('gives an application the same whole answer to %s', async (_name, request) => {
    const answers = await Promise.all(clients.map((client) => client.complete(request)));
    const [first, ...others] = answers.map(seen);
    expect(first?.content).toMatch(/^Simulated/);
    for (const other of others) expect(first).toMatchObject(other);
  });

  it.each(REQUESTS)('gives an application the same stream to %s', async (_name, request) => {
    const answers = await Promise.all(clients.map((client) => client.stream(request).response));
    const [first, ...others] = answers.map(seen);
    expect(first?.totalTokens).toBeGreaterThan(0);
    for (const other of others) expect(other).toEqual(first);
  });

  it('estimates usage, and says so, where its API tells none, and nowhere else', async () => {
    const answers = await Promise.all(clients.map((client) => client.complete({ messages })));
    expect(answers.map(({ usage }) => usage.estimated)).toEqual([undefined, undefined, undefined, undefined, true]);
  });

  it('goes on with a conversation that another one began', async () => {
    let conversation = messages;
    for (const client of clients) {
      const { message } = await client.chat(conversation);
      conversation = [...conversation, message, { role: 'user', content: `And what does ${client.provider} say?` }];
    }
    const answers = await Promise.all(clients.map((client) => client.chat(conversation)));
    expect(new Set(answers.map(({ content }) => content)).size).toBe(1);
  });
});
