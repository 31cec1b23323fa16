import { describe, expect, it } from '@jest/globals';
import { decodeAnswer, decodeChunk } from '../../src/openai-dialect/decode.ts';
import type { DialectFacts } from '../../src/plugin.ts';

const url = 'https://a.example';

function citationsOf(message: object, answer: object = {}, facts: DialectFacts = {}) {
  return decodeAnswer({ choices: [{ message }], ...answer }, facts).filter(({ type }) => type === 'citation');
}

describe('annotations', () => {
  const annotated = (cited: object) => citationsOf({ annotations: [{ type: 'url_citation', url_citation: cited }] });

  it('are citations at their places, which are counted in code points', () => {
    const cited = { start_index: 0, end_index: 3, title: 'T', url };
    expect(annotated(cited)).toEqual([
      { type: 'citation', citation: { title: 'T', url, raw: cited }, place: { start: 0, end: 3, unit: 'codepoint' } },
    ]);
  });

  it('have no place where none is told, or an empty one', () => {
    const nulls = { start_index: null, end_index: null, title: null, url };
    expect(annotated(nulls)).toEqual([{ type: 'citation', citation: { url, raw: nulls } }]);
    expect(annotated({ start_index: 0, end_index: 0, url })[0]).not.toHaveProperty('place');
  });

  it('of other kinds are none', () => {
    expect(citationsOf({ annotations: [{ type: 'file' }, { type: 'url_citation' }, null] })).toEqual([]);
  });
});

describe('references', () => {
  it('of Mistral are citations', () => {
    const reference = { type: 'reference', reference_ids: [1] };
    const page = { type: 'tool_reference', tool: 'web_search', title: 'A', url };
    expect(citationsOf({ content: [{ type: 'text', text: 'a' }, reference, page] })).toEqual([
      { type: 'citation', citation: { raw: reference } },
      { type: 'citation', citation: { title: 'A', url, raw: page } },
    ]);
  });
});

describe('sources beside the answer', () => {
  const page = { url, title: 'A', date: null };

  it('are addresses, or pages', () => {
    expect(citationsOf({}, { citations: [url, 7] })).toEqual([{ type: 'citation', citation: { url, raw: url } }]);
    expect(citationsOf({}, { search_results: [page, { title: 'no address' }, null] })).toEqual([
      { type: 'citation', citation: { url, title: 'A', raw: page } },
    ]);
  });

  it('have the titles of their pages', () => {
    const told = citationsOf({}, { citations: ['https://b.example', url], search_results: [page] });
    expect(told).toMatchObject([{ citation: { url: 'https://b.example' } }, { citation: { url, title: 'A', raw: page } }]);
  });

  it('are marked in the text by their numbers, where the API does that', () => {
    const told = citationsOf({}, { citations: ['https://b.example', url] }, { citationMarkers: true });
    expect(told).toMatchObject([{ place: { marker: '[1]' } }, { place: { marker: '[2]' } }]);
  });

  it('are told once, with the finish reason, though each chunk repeats them', () => {
    const chunk = (choice: object) => decodeChunk({ choices: [choice], citations: [url] }).map(({ type }) => type);
    expect(chunk({ delta: {} })).toEqual(['response']);
    expect(chunk({ delta: {}, finish_reason: 'stop' })).toEqual(['response', 'citation', 'finish']);
  });
});
