import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { RequestSettings } from '../../types.ts';
import { readThrough, takes } from '../checks.ts';
import { assertSent } from '../expected.ts';
import type { Fixture } from '../fixture.ts';
import type { FixtureSubject } from '../fixture-subject.ts';
import type { Rule } from '../rule.ts';
import { PROMPT } from '../subject.ts';

/** 0 wherever it has a meaning. */
const SETTINGS: readonly RequestSettings[] = [
  { temperature: 0 },
  { topP: 0 },
  { topK: 7 },
  { maxTokens: 77 },
  { stop: ['THE END'] },
  { seed: 0 },
  { presencePenalty: 0 },
  { frequencyPenalty: 0 },
  { user: 'someone' },
];

/** What is asked beside the conversation. */
export const settings: readonly Rule<FixtureSubject>[] = [
  {
    rule: 'sends what the fixtures say',
    run: (subject) =>
      subject.each(subject.fixtures, async (fixture) => {
        const client = subject.client();
        const asks = {
          body: () => client.complete(fixture.request).catch(() => undefined),
          frames: () => readThrough(client.stream(fixture.request)),
        };
        for (const kind of ['body', 'frames'] as const)
          if (fixture[kind] !== undefined) await sends(subject, fixture, asks[kind]);
      }),
  },
  {
    rule: 'lets every setting that it takes have its effect, 0 included',
    async run(subject) {
      const client = subject.client();
      const unset = client.encode(PROMPT);
      for (const setting of SETTINGS) {
        if (!takes(client, setting)) continue;
        const [[name, value] = []] = Object.entries(setting);
        const isLost = isDeepStrictEqual(client.encode({ prompt: PROMPT, ...setting }), unset);
        assert.ok(!isLost, `${name}: ${JSON.stringify(value)} is lost: the request is the same without it`);
      }
    },
  },
  {
    rule: 'names the model of the request instead of its own',
    async run(subject) {
      const client = subject.client();
      for (const { url, body } of [
        client.encode({ prompt: PROMPT, model: 'another-model' }),
        client.with({ model: 'another-model' }).encode(PROMPT),
      ]) {
        assert.ok(JSON.stringify([url, body]).includes('another-model'), 'the request does not name the model "another-model"');
      }
    },
  },
];

async function sends(subject: FixtureSubject, { sent }: Fixture, ask: () => Promise<unknown>): Promise<void> {
  subject.simulator.requests.length = 0;
  await ask();
  assertSent(subject.simulator.requests[0], sent ?? {});
}
