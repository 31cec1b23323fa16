import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { TOPICS } from '../../src/testing/rules.ts';

it('the guide to the rules has a place for each topic', async () => {
  const guide = await readFile(new URL('../../docs/plugin-rules.md', import.meta.url), 'utf8');
  const places = [...guide.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
  expect(places).toEqual(TOPICS.map(({ topic }) => `Rule: ${topic}`));
});
