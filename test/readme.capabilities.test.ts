import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import type { AnswerFormat } from '../src/message.ts';
import type { MediaFacts, Wire } from '../src/provider.ts';
import type { Capability } from '../src/types.ts';
import { ALL, type BuiltIn, clientOf, wireOf } from './support/built-in-apis.ts';

const readme = readFileSync('README.md', 'utf8');

const HEAD =
  '| provider and API | tools | JSON | schema | images | files | reasoning | cache marks | embeddings | rerank | models |';

const yes = (has: boolean | undefined) => (has ? 'yes' : '');

const FORMATS = {
  json: { type: 'json' },
  json_schema: { type: 'json_schema', name: 'any', schema: { type: 'object' }, strict: true },
} satisfies Record<AnswerFormat['type'], AnswerFormat>;

function formatOf(wire: Wire, model: string, format: AnswerFormat['type']): string {
  if (!wire.settings.includes('responseFormat')) return '';
  const { responseFormats = { json: 'native', json_schema: 'native' } } = wire;
  const told = (typeof responseFormats === 'function' ? responseFormats(model, FORMATS[format]) : responseFormats)[format];
  return told === undefined ? '' : { native: 'yes', tool: 'by a tool' }[told];
}

function mediaOf(facts: MediaFacts | undefined): string {
  return [...(facts?.sources ?? [])].sort().join(', ').replace('url', 'URL');
}

/** What a provider's wire carries, as a row of the README's table. */
function rowOf(one: BuiltIn): string {
  const client = clientOf(one);
  const wire = wireOf(one);
  const has = (capability: Capability) => yes(client.capabilities.has(capability));
  const cells = [
    has('tools'),
    formatOf(wire, client.model, 'json'),
    formatOf(wire, client.model, 'json_schema'),
    mediaOf(wire.media?.image),
    mediaOf(wire.media?.file),
    has('reasoning'),
    yes(wire.cacheMarks),
    has('embed'),
    has('rerank'),
    has('models'),
  ];
  return `| ${[one.label, ...cells].join(' | ')} |`.replaceAll(/ {2,}/g, ' ');
}

it('tells in a table what each provider carries', () => {
  const table = readme.slice(readme.indexOf(HEAD)).split('\n\n')[0]?.split('\n') ?? [];
  expect([table[0], ...table.slice(2)]).toEqual([HEAD, ...ALL.filter(({ label }) => !label.startsWith('custom ')).map(rowOf)]);
});
