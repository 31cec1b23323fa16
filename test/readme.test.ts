import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ProviderRegistry } from '../src/index.ts';
import type { JsonObject } from '../src/message.ts';

const readme = readFileSync('README.md', 'utf8');
const registry = new ProviderRegistry();
const section = readme.slice(readme.indexOf('## Providers'), readme.indexOf('Models age.'));
const rows = [...section.matchAll(/^\| `([a-z-]+)`.*$/gm)].map(([row, name]) => ({ name: String(name), row }));

function propertyOf(name: string, key: string): JsonObject {
  return (registry.schema(name).properties as Record<string, JsonObject>)[key] ?? {};
}

describe('the README', () => {
  it('names every provider and alias', () => {
    for (const { name, aliases } of registry.list())
      for (const word of [name, ...aliases]) expect(section).toContain(`\`${word}\``);
  });

  it.each(rows)('tells the variables and defaults of $name as its schema has them', ({ name, row }) => {
    const variables = ['apiKey', 'baseURL', 'model', 'organization', 'project'].flatMap((key) => propertyOf(name, key).env ?? []);
    expect([...row.matchAll(/`([A-Z_]{4,})`/g)].map(([, variable]) => variable).sort()).toEqual(variables.sort());
    for (const key of ['model', 'baseURL']) expect(row).toContain(` ${propertyOf(name, key).default ?? 'required'} |`);
  });

  it('tells the default models of embeddings and reranking as the schemas have them', () => {
    const head = '| provider | `embeddingModel` | `rerankModel` |';
    const table = readme.slice(readme.indexOf(head)).split('\n\n')[0]?.split('\n') ?? [];
    const models = ['embeddingModel', 'rerankModel'];
    const told = registry.list().flatMap(({ name }) => {
      const cells = models.map((key) => propertyOf(name, key).default ?? '');
      return cells.some(Boolean) ? [`| \`${name}\` | ${cells.join(' | ')} |`.replaceAll(/ {2,}/g, ' ')] : [];
    });
    expect(table[0]).toBe(head);
    expect(table.slice(2).sort()).toEqual(told.sort());
  });

  it('has a row for each of the ten', () => {
    expect(rows).toHaveLength(10);
  });
});
