import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { EmbedCall } from '../src/data-wires.ts';
import { ProviderRegistry } from '../src/index.ts';
import type { Effort, JsonObject } from '../src/message.ts';
import type { MediaFacts } from '../src/provider.ts';
import { ALL, type BuiltIn, clientOf, wireOf } from './support/built-in-apis.ts';

const page = readFileSync('docs/providers.md', 'utf8');
const registry = new ProviderRegistry();
const documented = ALL.filter(({ label }) => !label.startsWith('custom ') || label === 'custom responses');

/** The cells of the table under this head, row by row. */
function tableOf(head: string): string[][] {
  const lines = page.slice(page.indexOf(head)).split('\n\n')[0]?.split('\n') ?? [];
  expect(lines[0]).toBe(head);
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

/** The APIs of a row's first cell, with the model where it names one. */
function apisOf(cell = ''): { one: BuiltIn; model: string | undefined }[] {
  return cell.split(', ').map((name) => {
    const [, label, model] = /^(.*?)(?: `(.*)`)?$/.exec(name) ?? [];
    const found = ALL.find((built) => built.label === label);
    if (!found) throw new Error(`docs/providers.md names ${name}, which is no API`);
    return { one: found, model };
  });
}

const IMAGES = ['png', 'jpeg', 'gif', 'webp', 'avif', 'heic', 'heif', 'tiff'];
const FILES = { pdf: 'application/pdf', text: 'text/csv', audio: 'audio/mpeg', video: 'video/mp4' };

function namesOf(facts: MediaFacts | undefined, types: Readonly<Record<string, string>>): string {
  const { types: taken } = facts ?? {};
  if (!facts || !taken) return facts ? 'any' : '';
  return Object.keys(types)
    .filter((name) => types[name]?.search(taken) === 0)
    .join(', ');
}

describe('the table of images and files', () => {
  const rows = tableOf('| API | images | files |');

  it.each(rows)('is right for %s', (names, images, files) => {
    const known = Object.fromEntries(IMAGES.map((name) => [name, `image/${name}`]));
    for (const { one } of apisOf(names)) {
      const { image, file } = wireOf(one).media ?? {};
      expect([one.label, namesOf(image, known), namesOf(file, FILES)]).toEqual([one.label, images, files]);
    }
  });

  it('has all APIs that take any', () => {
    const named = rows.flatMap(([names]) => apisOf(names).map(({ one }) => one.label));
    expect(named.sort()).toEqual(documented.flatMap((one) => (wireOf(one).media ? [one.label] : [])).sort());
  });
});

const EFFORTS: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];
const WORDS = ['reasoning_effort', 'effort', 'thinkingLevel', 'think'];
const COUNTS = ['budget_tokens', 'thinkingBudget', 'token_budget', 'thinking_budget', 'max_tokens'];
const OFF = [/"type":"disabled"/, /"enable_thinking":false/, /"think":false/, /"(reasoning_)?effort":"none"/];

/** The values of a body's members that have one of these names, at any depth. */
function membersOf(body: unknown, names: readonly string[]): unknown[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([key, value]) => [...(names.includes(key) ? [value] : []), ...membersOf(value, names)]);
}

describe('the table of reasoning', () => {
  const rows = tableOf('| API and model | efforts | budgets |');

  it.each(rows)('is right for %s', (names, efforts, budgets) => {
    for (const { one, model } of apisOf(names)) {
      const client = clientOf(one);
      const bodyFor = (reasoning: { effort: Effort } | { budgetTokens: number }) => {
        const { max_tokens: _limit, ...body } = client.encode({ prompt: 'Hi', reasoning, ...(model && { model }) }).body;
        return body;
      };
      expect([names, effortsOf(bodyFor), budgetsOf(bodyFor)]).toEqual([names, efforts, budgets]);
    }
  });

  it('has all APIs that take a measure', () => {
    const named = rows.flatMap(([names]) => apisOf(names).map(({ one }) => one.label));
    const missing = documented.filter(({ label }) => !named.includes(label));
    for (const one of missing.filter(({ provider, label }) => label !== 'huggingface own server' && provider !== 'custom'))
      expect(() => clientOf(one).encode({ prompt: 'Hi', reasoning: { effort: 'low' } })).toThrow('reasoning');
  });
});

type BodyFor = (reasoning: { effort: Effort } | { budgetTokens: number }) => JsonObject;

function effortsOf(bodyFor: BodyFor): string {
  const isOff = OFF.some((pattern) => pattern.test(JSON.stringify(bodyFor({ effort: 'none' }))));
  if (membersOf(bodyFor({ effort: 'low' }), COUNTS).length > 0) return '';
  const isSent = (effort: Effort) => membersOf(bodyFor({ effort }), WORDS).some((word) => `${word}`.toLowerCase() === effort);
  const known = EFFORTS.filter((effort) => isSent(effort) || (effort === 'none' && isOff));
  return known.length === EFFORTS.length ? 'all' : known.join(', ');
}

const HUGE = 9_999_999;

function budgetsOf(bodyFor: BodyFor): string {
  const countOf = (budgetTokens: number) => membersOf(bodyFor({ budgetTokens }), COUNTS)[0] as number | undefined;
  const [least, most] = [countOf(1), countOf(HUGE)];
  if (least === undefined || most === undefined) return '';
  const from = least > 1 ? `${most === HUGE ? 'from ' : ''}${least.toLocaleString('en')}` : '';
  const to = most < HUGE ? `to ${most.toLocaleString('en')}` : '';
  const range = [from, to].filter(Boolean).join(' ') || 'any';
  return isSilencedByCount(bodyFor) ? `off, ${range}` : range;
}

/** Whether no thoughts at all are asked for, by an API whose measure is a count. */
function isSilencedByCount(bodyFor: BodyFor): boolean {
  const silent = bodyFor({ effort: 'none' });
  const isCounted = membersOf(bodyFor({ effort: 'low' }), COUNTS).length > 0;
  return isCounted && (membersOf(silent, COUNTS)[0] === 0 || OFF.some((pattern) => pattern.test(JSON.stringify(silent))));
}

const EMBEDDINGS = '| API | texts in a request | `dimensions` | `inputType` | `embeddingModel` | rerank, `rerankModel` |';

function defaultOf(name: string, key: string): string {
  const { properties } = registry.schema(name) as { properties: Record<string, JsonObject> };
  return `${properties[key]?.default ?? ''}`;
}

/** What an API embeds and ranks with, as a row of the page's table. */
function embeddingRow(one: BuiltIn): string[] {
  const { embeddings, rerank } = wireOf(one);
  if (!embeddings) throw new Error(`${one.label} has no embeddings`);
  const config = { apiKey: 'k', baseURL: 'https://api.test', model: 'm', ...one.config } as unknown as EmbedCall['config'];
  const call = { provider: one.provider, config, model: 'm', input: ['a'] };
  const bodies = [{}, { inputType: 'search_query' as const }].map((more) =>
    JSON.stringify(embeddings.encode({ ...call, ...more })),
  );
  const size = [embeddings.maxInputs(config), ...(embeddings.maxCharacters ? [embeddings.maxCharacters] : [])];
  const ranks = clientOf(one).capabilities.has('rerank') && rerank;
  return [
    one.label,
    size.map((limit, at) => `${limit.toLocaleString('en')}${at === 1 ? ' characters' : ''}`).join(', '),
    embeddings.dimensions ? 'yes' : '',
    bodies[0] === bodies[1] ? '' : 'yes',
    defaultOf(one.provider, 'embeddingModel'),
    ranks ? defaultOf(one.provider, 'rerankModel') || 'yes' : '',
  ];
}

it('tells in a table how each API embeds and ranks', () => {
  const embedding = documented.filter((one) => wireOf(one).embeddings && !/ (v1|responses|generate|chat)$/.test(one.label));
  expect(tableOf(EMBEDDINGS)).toEqual(embedding.map(embeddingRow));
});

it('tells every key of custom that other providers have not', () => {
  const section = page.slice(page.indexOf('## `custom`'));
  const named = [...section.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, keys]) => keys?.match(/\w+/g) ?? []);
  const { properties } = registry.schema('custom') as { properties: Record<string, JsonObject> };
  const common = Object.keys((registry.schema('deepseek') as { properties: object }).properties);
  const own = Object.keys(properties).filter((key) => !common.includes(key) || key === 'maxTokensField');
  expect(named.sort()).toEqual(own.sort());
});
