import type { Scenario } from './fault.ts';
import { createReplier } from './reply.ts';
import { type FaultyServer, startServer } from './server.ts';
import { type SimulatedApi, WIRES } from './wires.ts';

export type { Breakage, Fault, Scenario, SimulatorRequest } from './fault.ts';
export type { SimulatedApi } from './wires.ts';

/** How a simulator starts. */
export interface SimulatorOptions {
  /** The port on 127.0.0.1. Default: a free one. */
  port?: number | undefined;
  /** Another seed gives other words and ids. Default 1. */
  seed?: number | undefined;
  /** What goes wrong, and when. Default: nothing. */
  scenario?: Scenario | undefined;
}

/** A running simulator. */
export interface Simulator extends FaultyServer {
  /** What the `baseURL` of a client of this API must be. */
  baseURL(api: SimulatedApi): string;
}

/**
 * Starts a server on loopback that speaks the wire formats of the built-in providers, streams included, and answers without a
 * model: from the prompt and the seed alone, so that the same conversation gets the same text, token counts and finish reason
 * from every API.
 *
 * - An answer tells how many words the last user message has, and some picked by a hash; some are not ASCII. A token is a run of
 *   letters, digits and `_`, or one other character that is no space; a stream has one event a token.
 * - Token limits, stop sequences and requests for reasoning are honoured. All input but the last message counts as cached.
 * - A tool is called if the last message is a user's and names it (`Use get_weather`), several in parallel in the order in which they
 *   are named. The choice is honoured: `none`, a certain tool, or `required`, which calls the first tool if none is named. Arguments
 *   are made up from the schema and stream token by token where the API streams text. After the results of tools, the answer quotes
 *   them and calls nothing. A call must have its result, and a result its call, where the real API insists on it.
 * - Requests are checked as the real APIs do: the key, the content type, each member of the body. Any key is right but
 *   `bad-key` (401) and `no-permission` (403); models named `missing...`, `unknown...` and retired ones are not found.
 * - The text-generation API ends its text with the stop sequence, as the real one does; the others end before it. OpenAI and Azure
 *   count the tokens of reasoning, and do not show it.
 * - A vector depends on its text alone. Documents are ordered by how many words they share with the query; `openai` orders them too,
 *   which OpenAI does not, for the servers in its dialect that are tested on it.
 * - Time stands still: dates, ids and rate limits are the same in every run.
 *
 * @throws {InvalidInputError} when the port can't be listened on.
 *
 * @example
 * ```ts
 * const simulator = await startSimulator({ scenario: { status: 529, times: 2 } });
 * const client = ProviderRegistry.create('anthropic', { apiKey: 'any', baseURL: simulator.baseURL('anthropic') });
 * (await client.complete('Hi')).meta.attempts;    // 3
 * await simulator.close();
 * ```
 */
export async function startSimulator({ port = 0, seed = 1, scenario }: SimulatorOptions = {}): Promise<Simulator> {
  const server = await startServer({ port, scenario, reply: createReplier(seed) });
  return Object.assign(server, { baseURL: (api: SimulatedApi) => server.url + WIRES[api].base });
}
