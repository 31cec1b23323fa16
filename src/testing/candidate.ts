import { optionsOf } from '../registry/define.ts';
import { ProviderRegistry } from '../registry/registry.ts';
import { type SimulatedApi, startSimulator } from '../simulator/simulator.ts';
import { WIRES } from '../simulator/wires.ts';
import type { Client } from '../types.ts';
import { FixtureSubject } from './fixture-subject.ts';
import { topicsFor } from './fixture-topics.ts';
import type { DialectPlugin, RegisteredProvider, WirePlugin } from './given.ts';
import type { Topic } from './rule.ts';
import { TOPICS } from './rules.ts';
import { createClient, type Registered, Subject } from './subject.ts';

/** Who is held to which rules, and where its answers come from. */
export interface Candidate<S extends Subject = Subject> {
  provider: string;
  /** What its tests stand under. */
  title: string;
  api?: SimulatedApi | undefined;
  topics: readonly Topic<S>[];
  except: Readonly<Record<string, string>>;
  /** A client of a server that does not run yet: it is asked only what it can do. */
  client(): Client;
  /** With a server of its own. */
  open(): Promise<S>;
}

/** One whose API the simulator speaks. */
export function onSimulator(given: RegisteredProvider | DialectPlugin): Candidate {
  const registered = given.plugin === undefined ? given : register(given);
  const { api = 'openai', except = {} } = given;
  return {
    provider: registered.provider,
    title: `${registered.provider} on the simulated ${api}`,
    api,
    topics: TOPICS,
    except,
    client: () => createClient(registered, `http://127.0.0.1${WIRES[api].base}`),
    async open() {
      const server = await startSimulator();
      return new Subject(registered, { server, baseURL: server.baseURL(api), api });
    },
  };
}

/** One that shows by fixtures what its API says. */
export function onFixtures(given: WirePlugin): Candidate<FixtureSubject> {
  const registered = register(given);
  return {
    provider: registered.provider,
    title: `${registered.provider} on its fixtures`,
    topics: topicsFor(given),
    except: given.except ?? {},
    client: () => createClient(registered, 'http://127.0.0.1'),
    open: () => FixtureSubject.open(registered, given),
  };
}

/** In a registry of its own, without the environment. */
function register({ plugin, config }: DialectPlugin | WirePlugin): Registered {
  const registry = new ProviderRegistry({ builtins: false, env: {} });
  registry.register(plugin);
  return { provider: optionsOf(plugin)?.name ?? '', config, registry };
}
