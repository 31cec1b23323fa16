import { describeProvider, type ProviderUnderTest } from '../../src/testing.ts';

/** The tests that the kit declares for a provider, by their rule; none is run yet. */
export function declaredFor(provider: ProviderUnderTest): Map<string, () => Promise<void>> {
  const tests = new Map<string, () => Promise<void>>();
  describeProvider(provider, {
    describe: (_name, declare) => declare(),
    it: (name, test) => {
      if (tests.has(name)) throw new Error(`two rules are named "${name}"`);
      tests.set(name, test);
    },
  });
  return tests;
}
