import { setImmediate, setTimeout } from 'node:timers/promises';
import { InvalidInputError } from '../errors.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { WIRES } from '../simulator/wires.ts';
import type { Client } from '../types.ts';
import type { Rule } from './rule.ts';
import { TOPICS } from './rules.ts';
import { createClient, type ProviderUnderTest, Subject } from './subject.ts';

/** Less than the 5 s that test runners grant a test: what hangs is to be told by the name of its rule. */
const LIMIT_MS = 4000;

const DOES_NOT_APPLY = 'it does not apply';

/** What declares tests: the `describe` and `it` of Jest, Vitest or `node:test`. */
export interface TestRunner {
  describe(name: string, declare: () => void): unknown;
  it: {
    (name: string, test: () => Promise<void>): unknown;
    /** Declares a test that is not run. */
    skip?: ((name: string, test: () => Promise<void>) => unknown) | undefined;
  };
}

/**
 * Declares the tests that every provider must pass: answers, settings, streams, tools, embeddings, reranking, structured
 * output, images and files, reasoning, caching, failures, cancelling, input, secrets, availability and connections. They run against
 * the simulator over real sockets, without the network, a key, or settings of the environment.
 *
 * A plugin is tested on the simulated API that it speaks. One for an API in OpenAI's dialect is tested on `openai`, whose list of
 * models asks for the key; `huggingface` speaks the dialect too, but its list is public.
 *
 * An interceptor of HTTP, such as nock, must not be active: it replaces connections, which are counted here.
 *
 * A rule that does not apply, because of what the client can't do or can, or that `except` names, is declared with `it.skip`, or
 * named so where the runner has none.
 *
 * Without a `runner` the test runner's global `describe` and `it` are used, as Jest has them.
 *
 * @throws {InvalidInputError} if there is no `describe` or no `it`, or for a rule in `except` that is none.
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test';
 * import { ProviderRegistry } from 'plugboard';
 * import { describeProvider } from 'plugboard/testing';
 * import { Acme } from './acme.js';
 *
 * const registry = new ProviderRegistry({ env: {} });
 * registry.register(Acme);
 * describeProvider({ provider: 'acme', api: 'openai', registry }, { describe, it });
 * ```
 */
export function describeProvider(provider: ProviderUnderTest, runner: TestRunner = globalThis as unknown as TestRunner): void {
  const { describe, it } = runner;
  if (typeof describe !== 'function' || typeof it !== 'function') {
    throw new InvalidInputError(
      'there is no describe or no it here: pass { describe, it } of the test runner as second argument',
    );
  }
  const { except = {} } = provider;
  refuseStrange(Object.keys(except));
  const client = clientToAsk(provider);
  describe(`${provider.provider} on the simulated ${provider.api}`, () => {
    for (const { topic, rules } of TOPICS) {
      describe(topic, () => {
        for (const rule of rules) {
          const reason =
            except[rule.rule] ?? (client && rule.applies?.(client, provider.api) === false ? DOES_NOT_APPLY : undefined);
          if (reason !== undefined) skip(it, rule, reason);
          else it(rule.rule, () => hold(provider, rule));
        }
      });
    }
  });
}

/** @throws {InvalidInputError} for what is no rule, or is none any more. */
function refuseStrange(sentences: readonly string[]): void {
  const rules = TOPICS.flatMap((topic) => topic.rules.map(({ rule }) => rule));
  for (const sentence of sentences) {
    if (!rules.includes(sentence)) throw new InvalidInputError(`except: there is no rule "${sentence}"`);
  }
}

function skip(it: TestRunner['it'], { rule }: Rule, reason: string): void {
  const name = reason === DOES_NOT_APPLY ? rule : `${rule} (skipped: ${reason})`;
  if (it.skip) it.skip(name, async () => {});
  else it(`${rule} (skipped: ${reason})`, async () => {});
}

/** Of a server that does not run yet: it is asked only what it can do. Without a client every rule is run, and tells why there is none. */
function clientToAsk(provider: ProviderUnderTest): Client | undefined {
  try {
    return createClient(provider, `http://127.0.0.1${WIRES[provider.api].base}`);
  } catch {
    return undefined;
  }
}

/** Holds a provider to one rule, on a simulator of its own. */
async function hold(provider: ProviderUnderTest, { rule, run }: Rule): Promise<void> {
  const simulator = await startSimulator();
  try {
    await withinLimit(run(new Subject(provider, simulator)));
    // A rejection that nobody handles is reported after this turn, while the test still runs.
    await setImmediate();
  } catch (cause) {
    const told = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${provider.provider} breaks the rule "${rule}": ${told}`, { cause });
  } finally {
    await simulator.close();
  }
}

async function withinLimit(work: Promise<void>): Promise<void> {
  const over = new AbortController();
  const limit = setTimeout(LIMIT_MS, undefined, { signal: over.signal }).then(
    () => {
      throw new Error(`it is not done within ${LIMIT_MS} ms`);
    },
    () => {},
  );
  await Promise.race([work, limit]).finally(() => over.abort());
}
