import type { Message, Tool } from '../message.ts';
import { textOf } from '../message-text.ts';
import { ProviderRegistry } from '../registry/registry.ts';
import { type Answer, compose, type Question } from '../simulator/answer.ts';
import type { FaultyServer } from '../simulator/server.ts';
import type { Scenario, SimulatedApi } from '../simulator/simulator.ts';
import { resultTextOf } from '../tool-message.ts';
import type { CallOptions, Client, CompletionInput, CompletionResponse } from '../types.ts';
import { wordsOf } from './told.ts';

/** A provider, and how its clients are made. */
export interface Registered {
  provider: string;
  config?: Readonly<Record<string, unknown>> | undefined;
  registry?: ProviderRegistry | undefined;
}

/** The key, if the config has none. Found in no error, no log and no inspection, or it is a leak. */
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

/** Those that tell the usage of a stream only if they are asked for it. */
const TELL_IF_ASKED: ReadonlySet<SimulatedApi> = new Set<SimulatedApi>(['openai', 'azure-openai', 'huggingface']);

/** Those that count what a model thought, and do not show it. */
const HIDE_REASONING: ReadonlySet<SimulatedApi> = new Set<SimulatedApi>(['openai', 'azure-openai']);

/** Asks for an answer; a stream is read to its end. */
export type Ask = (client: Client, input: CompletionInput, options?: CallOptions) => Promise<CompletionResponse>;

/** By which method of a client it is asked. */
export type Way = 'complete' | 'stream';

const WAYS: readonly { name: Way; ask: Ask }[] = [
  { name: 'complete', ask: (client, input, options) => client.complete(input, options) },
  { name: 'stream', ask: (client, input, options) => client.stream(input, options).response },
];

/** What a config may hold, and `retry` in part. */
export type Settings = { retry?: object; [setting: string]: unknown };

/** A client that waits for nothing between its attempts. */
export function createClient(under: Registered, baseURL: string, { retry, ...settings }: Settings = {}): Client {
  const { provider, config, registry = new ProviderRegistry({ env: {} }) } = under;
  return registry.create(provider, {
    apiKey: KEY,
    baseURL,
    ...config,
    ...settings,
    retry: { attempts: ATTEMPTS, minDelayMs: 0, maxDelayMs: 0, ...retry },
  });
}

/** The settings that hold what must not be shown; what is short is none. */
const SECRET = /secret|password|(token|key)$/i;
const SHORTEST_SECRET = 8;

/** The key, then whatever else of a config must not be shown. */
export function keysIn({ config = {} }: Registered): string[] {
  const { apiKey = KEY, ...others } = config;
  const isSecret = ([name, value]: [string, unknown]) =>
    SECRET.test(name) && typeof value === 'string' && value.length >= SHORTEST_SECRET;
  return [
    typeof apiKey === 'string' ? apiKey : KEY,
    ...Object.entries(others)
      .filter(isSecret)
      .map(([, value]) => String(value)),
  ];
}

/** A provider, and a server that nobody else uses. */
export class Subject {
  readonly simulator: FaultyServer;
  /** Where the provider's API is. */
  readonly baseURL: string;
  /** The key that is sent. */
  readonly key: string;
  /** The key, and whatever of the config must not be shown either. */
  readonly keys: readonly string[];
  readonly #under: Registered;
  readonly #api: SimulatedApi | undefined;

  constructor(under: Registered, { server, baseURL, api }: { server: FaultyServer; baseURL: string; api?: SimulatedApi }) {
    this.#under = under;
    this.#api = api;
    this.simulator = server;
    this.baseURL = baseURL;
    this.keys = keysIn(under);
    this.key = this.keys[0] as string;
  }

  /** What nothing that is thrown, logged or shown may hold. */
  get secrets(): readonly string[] {
    return [...this.keys, PROMPT];
  }

  /** Whether the API has counted the tokens of the last answer, which was asked for in this way. */
  toldUsage(way: Way): boolean {
    const api = this.#api as SimulatedApi;
    if (way === 'complete') return api !== 'huggingface-text-generation';
    const body = this.simulator.requests.at(-1)?.body as { stream_options?: { include_usage?: boolean } } | undefined;
    return !TELL_IF_ASKED.has(api) || body?.stream_options?.include_usage === true;
  }

  /** What an answer shows of its reasoning. */
  shown({ reasoning }: Answer): string | undefined {
    return HIDE_REASONING.has(this.#api as SimulatedApi) ? undefined : reasoning.join('');
  }

  /** A client that waits for nothing between its attempts. */
  client(settings?: Settings): Client {
    return createClient(this.#under, this.baseURL, settings);
  }

  /** Forgets what was sent, and does as told from now on. */
  simulate(scenario: Scenario): void {
    this.simulator.requests.length = 0;
    this.simulator.scenario = scenario;
  }

  /** Ends the server. */
  close(): Promise<void> {
    return this.simulator.close();
  }

  /** Tries both ways of asking, if there are two, each in the same scenario from its beginning. */
  async eachWay(scenario: Scenario, run: (ask: Ask, way: Way) => Promise<void>): Promise<void> {
    const ways = this.client().capabilities.has('stream') ? WAYS : WAYS.filter(({ name }) => name === 'complete');
    for (const { name, ask } of ways) {
      this.simulate(scenario);
      try {
        await run(ask, name);
      } catch (cause) {
        throw new Error(`${name}: ${wordsOf(cause)}`, { cause });
      }
    }
  }
}

/** What is asked beside the conversation; tools as a caller offers them. */
type Asked = Partial<Omit<Question, 'tools'>> & { tools?: readonly Tool[] };

/** What the simulator says to a conversation, told without any client. */
export function truthOf(messages: readonly Message[] | string, asked: Asked = {}): Answer {
  const turns = typeof messages === 'string' ? [{ role: 'user' as const, text: messages }] : messages.map(turnOf);
  return compose({ model: '', stream: false, ...asked, turns }, 1);
}

/** As all APIs have it: of each part only the text counts, and an error says that it is one. */
function turnOf(message: Message): Question['turns'][number] {
  const { role, content } = message;
  return { role, text: role === 'tool' ? resultTextOf(message) : textOf(content), media: mediaIn(content) };
}

/** Images and files: a URL as it is, bytes in base64. */
function mediaIn(content: Message['content']): string[] {
  if (typeof content === 'string') return [];
  return content.flatMap((part) => {
    if (part.type !== 'image' && part.type !== 'file') return [];
    const { url, data, base64 } = part;
    return url?.replace(/^data:[^,]*,/, '') ?? base64 ?? Buffer.from(data ?? []).toString('base64');
  });
}
