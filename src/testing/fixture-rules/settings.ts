import assert from 'node:assert/strict';
import type { RequestSettings } from '../../types.ts';
import { isSame, readThrough, takes } from '../checks.ts';
import { assertSent } from '../expected.ts';
import type { Fixture } from '../fixture.ts';
import type { FixtureSubject } from '../fixture-subject.ts';
import { CLOCK, NOW } from '../offered-tools.ts';
import type { Rule } from '../rule.ts';
import { PROMPT } from '../subject.ts';

const NO_PARAMETERS = { type: 'object', properties: {} };

/** What must make a difference, 0 wherever it has a meaning; then what it is asked beside. */
const SETTINGS: readonly (readonly [setting: RequestSettings, beside?: RequestSettings])[] = [
  [{ temperature: 0 }],
  [{ topP: 0 }],
  [{ topK: 7 }],
  [{ maxTokens: 77 }],
  [{ stop: ['THE END'] }],
  [{ stop: ['THE END', 'FINIS'] }, { stop: ['THE END'] }],
  [{ seed: 0 }],
  [{ presencePenalty: 0 }],
  [{ frequencyPenalty: 0 }],
  [{ user: 'someone' }],
  [{ reasoning: { effort: 'high' } }],
  [{ responseFormat: { type: 'json' } }],
  [{ tools: [CLOCK] }],
  [{ tools: [CLOCK] }, { tools: [{ ...CLOCK, description: 'Another.' }] }],
  [{ tools: [CLOCK] }, { tools: [{ ...CLOCK, parameters: NO_PARAMETERS }] }],
  [{ tools: [CLOCK, NOW] }, { tools: [CLOCK] }],
  [{ tools: [CLOCK], toolChoice: 'none' }, { tools: [CLOCK] }],
  [{ tools: [CLOCK], toolChoice: 'required' }, { tools: [CLOCK] }],
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
      for (const [setting, beside = {}] of SETTINGS) {
        if (!takes(client, setting) || !takes(client, beside)) continue;
        const [[name, value] = []] = Object.entries(setting).reverse();
        const [shown, without] = [setting, beside].map((asked) => client.encode({ prompt: PROMPT, ...asked }));
        assert.ok(!isSame(shown, without), `${name}: ${JSON.stringify(value)} is lost: the request is the same without it`);
      }
    },
  },
  {
    rule: 'sends nothing for what is not asked',
    async run(subject) {
      JSON.stringify(subject.client().encode(PROMPT).body, (name, value) => {
        assert.notEqual(value, null, `"${name}" is sent as null, which many APIs refuse: leave it out`);
        return value;
      });
    },
  },
  {
    rule: 'reads the key anew for each request',
    async run(subject) {
      let { key } = subject;
      const client = subject.client({ apiKey: () => key });
      await client.complete(PROMPT);
      key = `${key.slice(0, -1)}${key.endsWith('0') ? 1 : 0}`;
      await client.complete(PROMPT);
      const [before, after] = subject.simulator.requests.map(({ path, headers }) => JSON.stringify([path, headers]));
      // What is derived from a key does not show it.
      if (before?.includes('***')) assert.ok(!after?.includes('***'), 'the second request has the key of the first');
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
