import type { Hooks } from '../../src/http/hooks.ts';
import { createObserve } from '../../src/http/observed-transport.ts';
import type { HttpAnswer, HttpRequest } from '../../src/http/transport.ts';
import { FakeClock } from './fake-clock.ts';
import { type FakeAnswer, FakeTransport } from './fake-transport.ts';

export const KEY = 'acme-key-0123456789';

/** A request that holds the key wherever one may be. */
export const request: HttpRequest = {
  method: 'POST',
  url: `https://acme.test/v1/chat?token=${KEY}`,
  headers: { authorization: `Bearer ${KEY}`, accept: 'application/json' },
  body: '{"prompt":"Hi"}',
  connectTimeoutMs: 1000,
};

/** Hooks around a fake network. */
export function observe(hooks: Hooks, ...answers: (FakeAnswer | Error)[]) {
  const transport = new FakeTransport(...answers);
  const clock = new FakeClock();
  return { transport, clock, observed: createObserve(hooks, clock)(transport, { provider: 'acme' }) };
}

/** A body to its end, as text. */
export async function read({ body }: HttpAnswer): Promise<string> {
  let text = '';
  for await (const bytes of body) text += Buffer.from(bytes).toString();
  return text;
}
