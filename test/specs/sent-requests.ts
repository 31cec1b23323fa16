import { describe, expect, it } from '@jest/globals';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import { describeProvider, type RegisteredProvider } from '../../src/testing.ts';
import { hasSpecs, isSpecified, type SpecifiedProvider, violationsOf } from './violations.ts';

/** What a rule of the contract sends to see that `extraBody` arrives. No API knows it. */
const ON_PURPOSE = '"only_here"';

/** Rules ask for a few tokens, to see that answers end there; this API has a least number, and says so itself. */
const FEW_TOKENS = '/max_output_tokens must be >= 16';

/** For slow machines: one of the descriptions takes a second to read. */
const PATIENCE_MS = 60_000;

/** Holds a provider to the contract and, where its API is described, all that it sends on the way to the description. */
export function describeProviderAndRequests(one: RegisteredProvider): void {
  const { provider } = one;
  if (!isSpecified(provider)) return void describeProvider(one, { describe, it });
  const sent = new SentRequests();
  describeProvider({ ...one, registry: sent.registry }, { describe, it });
  const rule = `${provider} sends only what the description of its API lists`;
  if (!hasSpecs) return void it.skip(`${rule} (skipped: the folder ../shared/specs is not there)`, () => undefined);
  it(
    rule,
    () => {
      expect(sent.count).toBeGreaterThan(0);
      expect(sent.violations(provider)).toEqual([]);
    },
    PATIENCE_MS,
  );
}

/** Collects what the clients of a registry post. It is looked at later: looking takes longer than some rules wait. */
class SentRequests {
  readonly #sent = new Map<string, { path: string; body: string }>();
  readonly registry = new ProviderRegistry({
    env: {},
    onRequest: ({ method, url, body }): void => {
      const { pathname } = new URL(url);
      if (method === 'POST' && body) this.#sent.set(`${pathname} ${body}`, { path: pathname, body });
    },
  });

  get count(): number {
    return this.#sent.size;
  }

  violations(provider: SpecifiedProvider): string[] {
    const requests = [...this.#sent.values()].filter(({ body }) => !body.includes(ON_PURPOSE));
    return requests.flatMap(({ path, body }) =>
      violationsOf(provider, path, JSON.parse(body))
        .filter((violation) => violation !== FEW_TOKENS)
        .map((violation) => `${violation} in ${body}`),
    );
  }
}
