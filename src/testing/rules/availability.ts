import assert from 'node:assert/strict';
import { startSimulator } from '../../simulator/simulator.ts';
import type { Client } from '../../types.ts';
import type { Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

/** Whether a provider can be used, asked without cost. */
export const availability: readonly Rule[] = [
  {
    rule: 'is available with the right key, and says whether the key was looked at',
    async run(subject) {
      const client = subject.client();
      const { available, keyChecked, reason, latencyMs } = await client.checkAvailability();
      if (hasNothingToAsk(subject, client)) return assertUnavailable(subject, {});
      assert.equal(available, true, `it says that it is not available: ${reason}`);
      assert.equal(reason === undefined, keyChecked, 'an answer that says nothing of the key must say so');
      assert.ok(latencyMs >= 0);
      assert.equal(await subject.client().isAvailable(), true);
      assertFree(subject);
    },
  },
  {
    rule: 'lists the models by their ids',
    applies: ({ capabilities }) => capabilities.has('models'),
    async run(subject) {
      const models = await subject.client().listModels();
      assert.ok(models.length > 0, 'the list is empty');
      for (const { id, raw } of models) {
        assert.ok(typeof id === 'string' && id !== '', 'a model must have an id');
        assert.notEqual(raw, undefined, 'raw must be what the provider tells of the model');
      }
      assert.equal(new Set(models.map(({ id }) => id)).size, models.length, 'two models have the same id');
    },
  },
  {
    rule: 'is not available with a wrong key, where the key is looked at',
    async run(subject) {
      const client = subject.client({ apiKey: 'bad-key' });
      const { keyChecked } = await subject.client().checkAvailability();
      if (keyChecked) await assertUnavailable(subject, { apiKey: 'bad-key' });
      // A list that is public elsewhere may be refused here; then the key was looked at.
      const told = await client.checkAvailability();
      if (!hasNothingToAsk(subject, client))
        assert.equal(told.available, !told.keyChecked, 'it must say whether the key was looked at');
      assertFree(subject);
    },
  },
  {
    rule: 'is not available where no server runs, and says why',
    anywhere: true,
    async run(subject) {
      const dead = await startSimulator();
      await dead.close();
      await assertUnavailable(subject, { baseURL: subject.baseURL.replace(subject.simulator.url, dead.url) });
    },
  },
  {
    rule: 'is not available on a wrong path, and says why',
    async run(subject) {
      const { url } = subject.simulator;
      await assertUnavailable(subject, { baseURL: subject.baseURL.replace(url, `${url}/nowhere`) });
      assertFree(subject);
    },
  },
  {
    rule: 'is not available when the provider fails, after one request, and says why',
    anywhere: true,
    async run(subject) {
      for (const fault of [{ status: 500 }, { status: 429 }, { cutBeforeHeaders: true }]) {
        subject.simulate(fault);
        const client = subject.client();
        const { available, reason } = await client.checkAvailability();
        assert.equal(available, false);
        assert.ok(reason);
        if (!hasNothingToAsk(subject, client)) assert.equal(subject.simulator.requests.length, 1);
      }
    },
  },
  {
    rule: 'is not available when the answer takes too long or the caller goes away, and never throws',
    anywhere: true,
    async run(subject) {
      subject.simulate({ delayMs: Number.POSITIVE_INFINITY });
      const late = await subject.client().checkAvailability({ timeoutMs: 30 });
      assert.equal(late.available, false);
      assert.ok(late.reason);
      assert.equal(await subject.client().isAvailable({ signal: AbortSignal.abort() }), false);
      assert.equal(await subject.client().isAvailable({ timeoutMs: -1 }), false);
    },
  },
];

/** An API without a list of models may have nothing that is free. Then nothing is sent. */
function hasNothingToAsk({ simulator }: Subject, { capabilities }: Client): boolean {
  return simulator.requests.length === 0 && !capabilities.has('models');
}

async function assertUnavailable(subject: Subject, settings: Record<string, unknown>): Promise<void> {
  const { available, reason } = await subject.client(settings).checkAvailability();
  assert.equal(available, false);
  assert.ok(reason, 'it must say why');
  assert.equal(await subject.client(settings).isAvailable(), false);
}

function assertFree({ simulator }: Subject): void {
  for (const { method } of simulator.requests) assert.equal(method, 'GET', 'a check must never ask for a completion');
}
