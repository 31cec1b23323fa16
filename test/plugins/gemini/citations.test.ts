import { describe, expect, it } from '@jest/globals';
import type { Candidate } from '../../../plugins/gemini/api.ts';
import { citationsOf } from '../../../plugins/gemini/citations.ts';

const told = (candidate: Candidate) =>
  citationsOf(candidate).map((delta) => (delta.type === 'citation' ? delta.citation : undefined));

describe('citations', () => {
  it('name each source of a grounded segment', () => {
    const support = { segment: { startIndex: 3, endIndex: 9, text: 'Spain won' }, groundingChunkIndices: [1, 0, 7] };
    const groundingMetadata = {
      groundingChunks: [{ web: { uri: 'https://a.example', title: 'A' } }, { maps: { uri: 'https://b.example', title: 'B' } }],
      groundingSupports: [support],
    };
    expect(told({ groundingMetadata })).toEqual([
      { text: 'Spain won', title: 'B', url: 'https://b.example', raw: support },
      { text: 'Spain won', title: 'A', url: 'https://a.example', raw: support },
      { text: 'Spain won', title: undefined, url: undefined, raw: support },
    ]);
  });

  it('name what is recited, by both names of the list', () => {
    const source = { startIndex: 30, endIndex: 179, uri: 'https://a.example', license: '' };
    const recited = [{ url: 'https://a.example', title: undefined, raw: source }];
    expect(told({ citationMetadata: { citationSources: [source] } })).toEqual(recited);
    expect(told({ citationMetadata: { citations: [source, {}, { uri: '', license: 'mit' }] } })).toEqual(recited);
  });

  it('are none where none are told', () => {
    expect(citationsOf(undefined)).toEqual([]);
    expect(told({})).toEqual([]);
    expect(
      told({ groundingMetadata: { groundingChunks: [{ web: { uri: 'https://a.example' } }] }, citationMetadata: {} }),
    ).toEqual([]);
  });
});
