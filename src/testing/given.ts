import type { ProviderClass } from '../provider.ts';
import type { ProviderRegistry } from '../registry/registry.ts';
import type { SimulatedApi } from '../simulator/simulator.ts';
import type { AsksForStream, ErrorFixture, Fixture } from './fixture.ts';

// biome-ignore lint/suspicious/noExplicitAny: a plugin may have any config
type AnyPlugin = ProviderClass<any>;

interface Common {
  /**
   * Settings that its config needs beside `apiKey`, `baseURL` and `retry`, such as `model`. An `apiKey` of a certain form may be
   * given too; it must be no real one.
   */
  config?: Readonly<Record<string, unknown>> | undefined;
  /** Rules that it is not held to, each by its sentence, and why. They are declared as skipped. */
  except?: Readonly<Record<string, string>> | undefined;
}

/** A provider that a registry knows, held to the contract on an API that the simulator speaks. */
export interface RegisteredProvider extends Common {
  /** The name that it is registered under. */
  provider: string;
  /** The simulated API that it speaks. */
  api: SimulatedApi;
  /**
   * Where it is registered, before the tests are declared: its client is asked which rules do not apply. Default: a registry with
   * the built-in providers.
   */
  registry?: ProviderRegistry | undefined;
  plugin?: undefined;
  fixtures?: undefined;
}

/** A plugin for an API that the simulator speaks: held to the contract on that. */
export interface DialectPlugin extends Common {
  /** The class, or what `definePlugin` gives. */
  plugin: AnyPlugin;
  /** The simulated API that it speaks. Default `openai`, whose list of models asks for the key. */
  api?: SimulatedApi | undefined;
  provider?: undefined;
  fixtures?: undefined;
}

/** A plugin with a wire of its own: held to what its API says in the fixtures, and to what must become of that when it breaks. */
export interface WirePlugin extends Common {
  /** The class, or what `definePlugin` gives. */
  plugin: AnyPlugin;
  /** At least one with `body` and, if the plugin gives streams, one with `frames`; the first of each kind is the answer to what is asked beside them. */
  fixtures: readonly Fixture[];
  /** How the API tells of failures. Default: statuses with a body that means nothing to the wire. */
  errors?: readonly ErrorFixture[] | undefined;
  /**
   * Tells a request for a stream from one for a whole answer. Default: by `stream` in its body, `stream` in its path, or an `Accept`
   * that is not just `application/json`.
   */
  asksForStream?: AsksForStream | undefined;
  provider?: undefined;
  api?: undefined;
}

/** What is held to the contract. */
export type ProviderUnderTest = RegisteredProvider | DialectPlugin | WirePlugin;
