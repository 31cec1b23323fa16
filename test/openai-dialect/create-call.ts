import type { Call, ResolvedConfig } from '../../src/plugin.ts';

/** A resolved config with the defaults that the tests do not speak of. */
export function createConfig<C extends ResolvedConfig>(overrides: Partial<C> = {}): C {
  const config: ResolvedConfig = {
    baseURL: 'https://api.example.com/v1',
    model: 'some-model',
    timeoutMs: 60_000,
    firstContentTimeoutMs: 120_000,
    idleTimeoutMs: 120_000,
    connectTimeoutMs: 10_000,
    maxEventBytes: 16_777_216,
    retry: { attempts: 3, minDelayMs: 1000, maxDelayMs: 30_000, maxWaitMs: 60_000, timeouts: true },
    headers: {},
  };
  return { ...config, ...overrides } as C;
}

/** A call that asks `Hi` of `some-model`. */
export function createCall<C extends ResolvedConfig>(overrides: Partial<Call<C>> = {}): Call<C> {
  return {
    provider: 'acme',
    config: createConfig<C>(),
    model: 'some-model',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: false,
    ...overrides,
  };
}
