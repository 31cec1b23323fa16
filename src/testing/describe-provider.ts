import { InvalidInputError } from '../errors.ts';
import type { Client } from '../types.ts';
import { type Candidate, onFixtures, onSimulator } from './candidate.ts';
import { checkGiven, checkStreams } from './check-given.ts';
import type { ProviderUnderTest } from './given.ts';
import { hold } from './hold.ts';
import type { Rule } from './rule.ts';
import type { Subject } from './subject.ts';

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
 * output, images and files, reasoning, caching, failures, cancelling, input, secrets, availability and connections. They run over real
 * sockets on loopback, without the network, a key, or settings of the environment.
 *
 * A plugin for an API that the simulator speaks is tested on that: OpenAI's dialect by default, or the `api` that is named. One with a
 * wire of its own gives `fixtures`, exchanges as its API's reference shows them; they are served, and broken in every way: cut at each
 * byte and each event, garbled, silent, refused with each status. The rules that only the simulator can show, such as those of tools and
 * embeddings, are left out there.
 *
 * What a registry knows already is tested by its name: `{ provider: 'acme', api: 'openai', registry }`.
 *
 * A rule that is broken is told with what was expected, what came, and where `docs/plugin-rules.md` speaks of it. A rule that does not
 * apply, because of what the client can't do or can, or that `except` names, is declared with `it.skip`, or named so where the runner has
 * none.
 *
 * Without a `runner` the test runner's global `describe` and `it` are used, as Jest has them, and Vitest with `globals`. An interceptor of
 * HTTP, such as nock, must not be active: it replaces connections, which are counted here.
 *
 * @throws {InvalidInputError} if there is no `describe` or no `it`, for a first argument that makes no sense, and for a rule in `except`
 *   that is none.
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test'; // or from 'vitest', or from '@jest/globals'
 * import { describeProvider } from 'plugboard/testing';
 * import { Acme } from './acme.js';
 *
 * describeProvider({ plugin: Acme }, { describe, it });
 * ```
 *
 * @example A wire of its own.
 * ```ts
 * describeProvider(
 *   {
 *     plugin: Acme,
 *     fixtures: [
 *       {
 *         name: 'a greeting',
 *         request: 'Say hello.',
 *         frames: ['{"word":"Hel"}\n', '{"word":"lo!"}\n', '{"done":"end","in":3,"out":2}\n'],
 *         body: { words: 'Hello!', done: 'end', in: 3, out: 2 },
 *         expect: { content: 'Hello!', finishReason: 'stop', usage: { promptTokens: 3, completionTokens: 2 } },
 *         sent: { path: '/talk', headers: { 'x-acme-key': '***' } },
 *       },
 *     ],
 *     errors: [
 *       { status: 400, body: { problem: 'too long' }, expect: { code: 'INVALID_INPUT', message: 'too long' } },
 *       { frame: '{"problem":"overheated"}\n', expect: { code: 'STREAM_READ', message: 'overheated' } },
 *     ],
 *   },
 *   { describe, it },
 * );
 * ```
 */
export function describeProvider(provider: ProviderUnderTest, runner: TestRunner = globalThis as unknown as TestRunner): void {
  const { describe, it } = runner;
  if (typeof describe !== 'function' || typeof it !== 'function') {
    throw new InvalidInputError(
      'there is no describe or no it here: pass { describe, it } of the test runner as second argument',
    );
  }
  const given = checkGiven(provider);
  if (given.fixtures) declare(onFixtures(given), runner, (client) => checkStreams(given, client));
  else declare(onSimulator(given), runner);
}

function declare<S extends Subject>(
  candidate: Candidate<S>,
  { describe, it }: TestRunner,
  check: (client: Client) => void = () => {},
): void {
  const { title, topics, except } = candidate;
  refuseStrange(candidate);
  const client = clientToAsk(candidate);
  if (client) check(client);
  describe(title, () => {
    for (const { topic, rules } of topics) {
      describe(topic, () => {
        for (const rule of rules) {
          const reason =
            except[rule.rule] ?? (client && rule.applies?.(client, candidate.api) === false ? DOES_NOT_APPLY : undefined);
          if (reason !== undefined) skip(it, rule, reason);
          else it(rule.rule, () => hold(candidate, topic, rule));
        }
      });
    }
  });
}

/** @throws {InvalidInputError} for what is no rule, or is none any more, or is left out without a reason. */
function refuseStrange<S extends Subject>({ topics, except }: Candidate<S>): void {
  const rules = topics.flatMap((topic) => topic.rules.map(({ rule }) => rule));
  for (const [sentence, reason] of Object.entries(except)) {
    if (!rules.includes(sentence)) throw new InvalidInputError(`except: there is no rule "${sentence}"`);
    if (typeof reason !== 'string' || reason.trim() === '')
      throw new InvalidInputError(`except: say why "${sentence}" does not hold`);
  }
}

function skip<S extends Subject>(it: TestRunner['it'], { rule }: Rule<S>, reason: string): void {
  const name = reason === DOES_NOT_APPLY ? rule : `${rule} (skipped: ${reason})`;
  if (it.skip) it.skip(name, async () => {});
  else it(`${rule} (skipped: ${reason})`, async () => {});
}

/** Without a client every rule is run, and tells why there is none. */
function clientToAsk<S extends Subject>(candidate: Candidate<S>): Client | undefined {
  try {
    return candidate.client();
  } catch {
    return undefined;
  }
}
