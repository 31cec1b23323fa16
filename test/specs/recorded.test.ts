import { describe, expect, it } from '@jest/globals';
import { type Recording, recordingsOf } from '../traffic/recordings.ts';
import { hasSpecs, type SpecifiedProvider, violationsOf } from './violations.ts';

/** For slow machines: one of the descriptions takes a second to read. */
const PATIENCE_MS = 60_000;

/** What others send and the API takes though its description does not list it, and why that is. */
type Unlisted = readonly (readonly [violation: RegExp, why: string])[];

/** The endpoints that the description is of, and where its requests go. */
interface Recorded {
  path(recording: Recording): string | undefined;
  unlisted: Unlisted;
}

const PROVIDERS: Partial<Record<SpecifiedProvider, Recorded>> = {
  openai: {
    path: ({ endpoint }) => (endpoint === 'chat' ? '/v1/chat/completions' : undefined),
    unlisted: [
      [/^\/messages\/\d+ .*additional.*"(name|annotations|reasoning|reasoning_signature)"/, 'ignored in messages'],
      [/additional.*"(cache_control|index)"/, 'ignored in parts and calls'],
      [/^\/messages\/\d+\/content must/, 'an empty list'],
    ],
  },
  gemini: {
    path: ({ endpoint }) => (/^(streamG|g)enerateContent$/.test(endpoint) ? `/v1beta/models/any:${endpoint}` : undefined),
    unlisted: [
      [/additional properties "_?[a-z]+(_[a-z]+)+"$/i, "protocol buffers' own names, with underscores"],
      [/\/(type|thinkingLevel) must be equal/, 'enums in lower case'],
      [/must be (string|array|object)$|\/(category|threshold) must be equal/, 'null, numbers of enums, and one for a list'],
      [/\/functionDeclarations\/.*additional/, 'JSON Schema in parameters'],
    ],
  },
  ollama: {
    path: ({ endpoint }) => (endpoint === 'chat' || endpoint === 'generate' ? `/api/${endpoint}` : undefined),
    unlisted: [
      [/^\/(format|keep_alive) must/, 'empty text and null for what is unset'],
      [/additional properties "(template|context)"/, 'of older versions'],
      [/^\/ .*"temperature"/, 'ignored'],
    ],
  },
};

const asked = Object.entries(PROVIDERS).map(([provider, recorded]) => ({
  provider: provider as SpecifiedProvider,
  recorded,
  recordings: recordingsOf(provider),
}));
const isThere = hasSpecs && asked.every(({ recordings }) => recordings);
if (!isThere) process.stdout.write('\nRecorded requests against descriptions: skipped, because ../shared is not there\n');

(isThere ? describe : describe.skip)('the description of an API', () => {
  it.each(asked)(
    'takes what $provider was seen to take',
    ({ provider, recorded, recordings = [] }) => {
      const tally = new Map<string, number>();
      const count = (what: string) => tally.set(what, (tally.get(what) ?? 0) + 1);
      for (const recording of recordings) {
        const path = recorded.path(recording);
        if (!path || !recording.request || recording.status >= 300) continue;
        const violations = violationsOf(provider, path, recording.request);
        const unknown = violations.filter((violation) => !whyOf(violation, recorded.unlisted));
        if (unknown.length > 0) count(`unknown: ${recording.name} ${unknown.join('; ')}`);
        else count(violations.length === 0 ? 'valid' : `but for ${whyOf(violations[0] ?? '', recorded.unlisted)}`);
      }
      process.stdout.write(`\n${provider}: ${[...tally].map(([what, times]) => `${times} ${what}`).join(', ')}\n`);
      const total = [...tally.values()].reduce((sum, times) => sum + times, 0);
      const unknown = [...tally.keys()].filter((what) => what.startsWith('unknown'));
      expect(total).toBeGreaterThan(20);
      expect((tally.get('valid') ?? 0) / total).toBeGreaterThan(0.5);
      // A few, as recordings may come that nobody has seen.
      expect(unknown.length / total).toBeLessThan(0.05);
    },
    PATIENCE_MS,
  );

  it.each([
    ['openai', '/v1/chat/completions', { model: 'm', messages: [] }, '/messages must NOT have fewer than 1 items'],
    [
      'openai',
      '/v1/chat/completions',
      { model: 'm', messages: [{ role: 'user', content: 'Hi' }], temperature: 3 },
      '/temperature must be <= 2',
    ],
    [
      'gemini',
      '/v1beta/models/m:generateContent',
      { contents: [{ parts: [{ txt: 'Hi' }] }] },
      '/contents/0/parts/0 must NOT have additional properties "txt"',
    ],
    [
      'ollama',
      '/api/chat',
      { model: 'm', messages: [{ role: 'robot', content: 'Hi' }] },
      '/messages/0/role must be equal to one of the allowed values ["system","user","assistant","tool"]',
    ],
    [
      'siliconflow',
      '/v1/chat/completions',
      { model: 'm', messages: [{ role: 'user', content: 'Hi' }], seed: 1 },
      '/ must NOT have additional properties "seed"',
    ],
    [
      'kimi',
      '/v1/chat/completions',
      { model: 'm', messages: [{ role: 'user' }] },
      "/messages/0 must have required property 'content'",
    ],
    ['kimi', '/v1/nowhere', {}, 'nothing can be posted to /v1/nowhere'],
  ] as const)(
    'finds what is wrong with a request to %s',
    (provider, path, body, violation) => {
      expect(violationsOf(provider, path, body)).toContain(violation);
    },
    PATIENCE_MS,
  );
});

function whyOf(violation: string, unlisted: Unlisted): string | undefined {
  return unlisted.find(([pattern]) => pattern.test(violation))?.[1];
}
