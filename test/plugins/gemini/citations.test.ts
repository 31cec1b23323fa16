import { describe, expect, it } from '@jest/globals';
import type { Candidate } from '../../../plugins/gemini/api.ts';
import { citationsOf } from '../../../plugins/gemini/citations.ts';
import { fold } from '../../support/fold.ts';

/** What a stream of these tells in the end, after some text. */
const told = (...candidates: Candidate[]) =>
  fold({ type: 'text', text: 'Then Spain won again.' }, ...candidates.flatMap((one) => citationsOf(one, 'pieces'))).fold
    .citations;
const placesOf = (candidate: Candidate, joining: 'pieces' | 'whole' = 'whole') =>
  citationsOf(candidate, joining).flatMap((delta) => (delta.type === 'citation' ? [delta.place] : []));

describe('citations', () => {
  const spain = { start: 5, end: 14, text: 'Spain won' };

  it('name each source of a grounded segment', () => {
    const support = { segment: { startIndex: 5, endIndex: 14, text: 'Spain won' }, groundingChunkIndices: [1, 0, 7] };
    const groundingMetadata = {
      groundingChunks: [{ web: { uri: 'https://a.example', title: 'A' } }, { maps: { uri: 'https://b.example', title: 'B' } }],
      groundingSupports: [support],
    };
    expect(told({ groundingMetadata })).toEqual([
      { ...spain, title: 'B', url: 'https://b.example', raw: support },
      { ...spain, title: 'A', url: 'https://a.example', raw: support },
      { ...spain, raw: support },
    ]);
  });

  it('of a stream name sources by their place among all of them, whether they come again or not', () => {
    const list = ['a', 'b'].map((name) => ({ web: { uri: `https://${name}.example`, title: name } }));
    const support = (...groundingChunkIndices: number[]) => ({
      segment: { startIndex: 5, endIndex: 14, text: 'Spain won' },
      groundingChunkIndices,
    });
    const said = (groundingChunks: typeof list, groundingSupports: ReturnType<typeof support>[]) => ({
      groundingMetadata: { groundingChunks, groundingSupports },
    });
    const expected = [
      { ...spain, title: 'a', url: 'https://a.example', raw: support(0) },
      { ...spain, title: 'b', url: 'https://b.example', raw: support(1) },
    ];
    expect(told(said(list.slice(0, 1), [support(0)]), said(list.slice(1), [support(1)]))).toEqual(expected);
    expect(told(said(list.slice(0, 1), [support(0)]), said(list, [support(0), support(1)]))).toEqual(expected);
    expect(told(said(list, []), said([], [support(0)]), said([], [support(1), support(0)]))).toEqual(expected);
  });

  it('name what is recited, by both names of the list', () => {
    const source = { startIndex: 5, endIndex: 10, uri: 'https://a.example', license: '' };
    const recited = [{ start: 5, end: 10, url: 'https://a.example', title: undefined, raw: source }];
    expect(told({ citationMetadata: { citationSources: [source] } })).toEqual(recited);
    expect(told({ citationMetadata: { citations: [source, {}, { uri: '', license: 'mit' }] } })).toEqual(recited);
  });

  it('belong to bytes of the part that they name', () => {
    const content = {
      parts: [{ text: 'Hm, é.', thought: true }, { text: 'été' }, { executableCode: {} }, null, { text: 'Spain won' }],
    };
    const segments = [{ startIndex: 2, endIndex: 5, partIndex: 1 }, { endIndex: 5, partIndex: 4 }, { endIndex: 2 }, {}];
    const groundingSupports = segments.map((segment) => ({ segment, groundingChunkIndices: [0] }));
    const candidate = { content, groundingMetadata: { groundingChunks: [], groundingSupports } };
    const byte = (start: number, end: number) => ({ start, end, unit: 'byte' });
    expect(placesOf(candidate)).toEqual([byte(2, 5), byte(5, 10), byte(0, 2), undefined]);
    // Where the parts are pieces, their number says nothing.
    expect(placesOf(candidate, 'pieces')).toEqual([byte(2, 5), byte(0, 5), byte(0, 2), undefined]);
  });

  it('of what is recited belong to bytes of the text, where these are told', () => {
    const content = { parts: [{ text: 'Quantum mechanics' }] };
    const citations = [{ startIndex: 8, endIndex: 17, uri: 'https://a.example' }, { uri: 'https://b.example' }];
    expect(placesOf({ content, citationMetadata: { citations } })).toEqual([{ start: 8, end: 17, unit: 'byte' }, undefined]);
  });

  it('are none where none are told', () => {
    expect(citationsOf(undefined, 'whole')).toEqual([]);
    expect(told({})).toEqual([]);
    expect(
      told({ groundingMetadata: { groundingChunks: [{ web: { uri: 'https://a.example' } }] }, citationMetadata: {} }),
    ).toEqual([]);
  });
});
