import type { Message } from '../message.ts';
import { ProviderRegistry } from '../registry/registry.ts';
import { type Answer, compose, type Question } from '../simulator/answer.ts';
import type { Scenario, SimulatedApi, Simulator } from '../simulator/simulator.ts';
import type { CallOptions, Client, CompletionInput, CompletionResponse } from '../types.ts';

/** A provider that is held to the contract. */
export interface ProviderUnderTest {
  /** The name that it is registered under. */
  provider: string;
  /** The simulated API that it speaks. */
  api: SimulatedApi;
  /** Settings that its config needs beside `apiKey`, `baseURL` and `retry`, such as `model`. */
  config?: Readonly<Record<string, unknown>> | undefined;
  /** Where it is registered. Default: a registry with the built-in providers. */
  registry?: ProviderRegistry | undefined;
}

/** Found in no error, no log and no inspection, or it is a leak. */
export const KEY = 'secretkey-4f9d1c7be2a85036';

/** So is this. */
export const PROMPT = 'Where did the seventeen violet elephants of marker 5e2b90 go?';

/** How often a call is made before it is given up. */
export const ATTEMPTS = 3;

/** Several system messages, several turns. */
export const CONVERSATION: readonly Message[] = [
  { role: 'system', content: 'Answer in one sentence.' },
  { role: 'system', content: 'Never mention the weather.' },
  { role: 'user', content: 'How many moons does Mars have?' },
  { role: 'assistant', content: 'Two of them, Phobos and Deimos.' },
  { role: 'user', content: 'Which one is larger?' },
];

/** Asks for an answer; a stream is read to its end. */
export type Ask = (client: Client, input: CompletionInput, options?: CallOptions) => Promise<CompletionResponse>;

const WAYS: readonly { name: string; ask: Ask }[] = [
  { name: 'complete', ask: (client, input, options) => client.complete(input, options) },
  { name: 'stream', ask: (client, input, options) => client.stream(input, options).response },
];

/** A provider, and a simulator that nobody else uses. */
export class Subject {
  readonly provider: string;
  readonly simulator: Simulator;
  readonly #api: SimulatedApi;
  readonly #config: Readonly<Record<string, unknown>>;
  readonly #registry: ProviderRegistry;

  constructor(
    { provider, api, config = {}, registry = new ProviderRegistry({ env: {} }) }: ProviderUnderTest,
    simulator: Simulator,
  ) {
    this.provider = provider;
    this.simulator = simulator;
    this.#api = api;
    this.#config = config;
    this.#registry = registry;
  }

  /** Where the provider's API is. */
  get baseURL(): string {
    return this.simulator.baseURL(this.#api);
  }

  /** A client that waits for nothing between its attempts. */
  client({ retry, ...settings }: { retry?: object; [setting: string]: unknown } = {}): Client {
    return this.#registry.create(this.provider, {
      apiKey: KEY,
      baseURL: this.baseURL,
      ...this.#config,
      ...settings,
      retry: { attempts: ATTEMPTS, minDelayMs: 0, maxDelayMs: 0, ...retry },
    });
  }

  /** Forgets what was sent, and does as told from now on. */
  simulate(scenario: Scenario): void {
    this.simulator.requests.length = 0;
    this.simulator.scenario = scenario;
  }

  /** Tries both ways of asking, each in the same scenario from its beginning. */
  async eachWay(scenario: Scenario, run: (ask: Ask, name: string) => Promise<void>): Promise<void> {
    for (const { name, ask } of WAYS) {
      this.simulate(scenario);
      try {
        await run(ask, name);
      } catch (cause) {
        throw new Error(`${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
      }
    }
  }
}

/** What the simulator says to a conversation, told without any client. */
export function truthOf(messages: readonly Message[] | string, asked: Partial<Question> = {}): Answer {
  const turns = typeof messages === 'string' ? [{ role: 'user' as const, text: messages }] : messages.map(turnOf);
  return compose({ model: '', stream: false, ...asked, turns }, 1);
}

function turnOf({ role, content }: Message): Question['turns'][number] {
  if (typeof content === 'string') return { role, text: content };
  return { role, text: content.map((part) => (part.type === 'text' ? part.text : '')).join('') };
}
